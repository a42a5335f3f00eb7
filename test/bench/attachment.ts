import { randomBytes } from 'node:crypto'
import { BODY_CHUNK_BYTES } from '../../bridge/limits.ts'
import { median, round, seen } from './figures.ts'
import { forgetPeak, usageOf } from './processes.ts'
import { listOf, quiet, rowsOf, type World } from './world.ts'

export interface Attached {
  /** A file of 20 MB, until the last byte: bare imapflow at the same chunk, and the page until the file is saved; in milliseconds. */
  floor: number
  page: number
  /** How much the bridge's resident memory grew at most, in bytes. */
  growth20: number
  growth200: number
}

const MB = 1_000_000
const RUNS = 3

/** The files in a mailbox of their own; the list shows that mailbox afterwards. */
export async function measureAttachment(world: World): Promise<Attached> {
  const { app, user, floor } = world
  const sizes = [20, 200]
  app.dovecot.append(user, 'Archive', ...sizes.map((size) => withFile(size * MB)))
  const list = app.dovecot
    .doveadm('search', '-u', user, 'mailbox', 'Archive', 'larger', '10M')
    .trim()
    .split('\n')
  const uids = list.map((line) => Number(line.split(' ')[1]))
  await floor.time({ do: 'select', path: 'Archive' })
  const floorMs: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const request = { do: 'attachment', uid: uids[0] ?? 0, chunk: BODY_CHUNK_BYTES } as const
    floorMs.push(await floor.time(request, 20 * MB))
  }
  await floor.time({ do: 'select', path: 'INBOX' })
  app.tap.reset()

  const opened = await world.signIn()
  const { page } = opened
  await page.getByRole('treeitem', { name: /^Archive/ }).click()
  const fetchFile = async (size: number, runs: number): Promise<{ ms: number[]; growth: number }> => {
    await listOf(page).getByText(`File of ${size} MB`).first().click()
    const button = page
      .locator('.file .main')
      .filter({ hasText: `file-${size}.bin` })
      .first()
    await button.waitFor()
    await quiet(app)
    const pid = world.bridge.pid()
    const ms: number[] = []
    forgetPeak(pid)
    const before = usageOf(pid).rss
    for (let run = 0; run < runs; run++) {
      const saved = page.waitForEvent('download', { timeout: 120_000 })
      const begin = performance.now()
      await button.click()
      const download = await saved
      ms.push(performance.now() - begin)
      await download.delete()
      app.tap.reset()
    }
    return { ms, growth: usageOf(pid).peak - before }
  }
  await rowsOf(page).first().waitFor()
  const small = await fetchFile(20, RUNS)
  const large = await fetchFile(200, 1)
  await opened.close()
  return {
    floor: round(median(floorMs), 0),
    page: round(median(small.ms), 0),
    growth20: seen('growth', small.growth),
    growth200: large.growth,
  }
}

function withFile(bytes: number): string {
  const size = bytes / MB
  const lines = randomBytes(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')
  return [
    'From: Anna <anna@ponte.example>',
    `Subject: File of ${size} MB`,
    `Message-ID: <file.${size}@ponte.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Here it is.',
    '--b',
    `Content-Type: application/octet-stream; name=file-${size}.bin`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename=file-${size}.bin`,
    '',
    lines,
    '--b--',
    '',
  ].join('\r\n')
}
