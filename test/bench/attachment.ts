import { randomBytes } from 'node:crypto'
import { BODY_CHUNK_BYTES } from '../../bridge/limits.ts'
import type { Evaluates } from './bareChromium.ts'
import { median, round, seen } from './figures.ts'
import { comesTrue } from './inPage.ts'
import { forgetPeak, usageOf } from './processes.ts'
import { quiet, type World } from './world.ts'

export interface Attached {
  /** A file of 20 MB, until the last byte: bare imapflow at the same chunk, and the page until the file is saved; in milliseconds. */
  floor: number
  page: number
  /** How much the bridge's resident memory grew at most, in bytes. */
  growth20: number
  growth200: number
}

const MB = 1_000_000
/** The first warms up. */
const RUNS = 6

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
    app.tap.reset()
  }
  await floor.time({ do: 'select', path: 'INBOX' })
  app.tap.reset()

  const page = await world.signInBare()
  const fetchFile = async (size: number, runs: number): Promise<{ ms: number[]; growth: number }> => {
    await clickOn(page, '[role=option]', `File of ${size} MB`)
    const name = `file-${size}.bin`
    await comesTrue(page, found('.file .main', name))
    await quiet(app)
    const pid = world.bridge.pid()
    const ms: number[] = []
    forgetPeak(pid)
    const before = usageOf(pid).rss
    for (let run = 0; run < runs; run++) {
      // Nobody asks meanwhile whether it is there: that would take part of the time.
      const press = `${found('.file .main', name)}.click()`
      const saved = `new Promise((resolve) => { window.bench.onSaved = resolve; ${press} })`
      ms.push(await page.evaluate<number>(`(async (begin) => (await ${saved}) - begin)(performance.now())`))
      app.tap.reset()
      await quiet(app)
    }
    return { ms, growth: usageOf(pid).peak - before }
  }
  await clickOn(page, '[role=treeitem]', 'Archive')
  const small = await fetchFile(20, RUNS)
  const large = await fetchFile(200, 1)
  await page.close()
  return {
    floor: round(median(floorMs.slice(1)), 0),
    page: round(median(small.ms.slice(1)), 0),
    growth20: seen('growth', small.growth),
    growth200: large.growth,
  }
}

const found = (selector: string, text: string): string =>
  `[...document.querySelectorAll('${selector}')].find((one) => one.textContent.includes(${JSON.stringify(text)}))`

async function clickOn(page: Evaluates, selector: string, text: string): Promise<void> {
  await comesTrue(page, found(selector, text))
  await page.evaluate(`${found(selector, text)}.click()`)
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
