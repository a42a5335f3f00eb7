import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build as viteBuild } from 'vite'
import { startTestBridge, type TestBridge } from '../support/bridge.ts'
import { ADA, BOB, startDemoImap, TOKEN, type DemoImap } from '../support/demoImap.ts'
import { traitsByCommand } from '../../shared/protocol/registry.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

describe('the examples', () => {
  let folder: string
  let imap: DemoImap
  let bridge: TestBridge
  let url: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ponte-examples-'))
    const home = join(folder, 'node_modules/@ponte-mail/ponte')
    mkdirSync(home, { recursive: true })
    symlinkSync(join(ROOT, 'node_modules/ws'), join(folder, 'node_modules/ws'))
    symlinkSync(join(ROOT, 'node_modules/valibot'), join(folder, 'node_modules/valibot'))
    // The client as scripts/package.mjs builds it.
    await viteBuild({
      configFile: false,
      root: ROOT,
      logLevel: 'silent',
      define: { __COMMAND_TRAITS__: JSON.stringify(traitsByCommand()) },
      build: { ssr: 'package/client.ts', outDir: home, emptyOutDir: true, target: 'node20' },
    })
    writeFileSync(
      join(home, 'package.json'),
      JSON.stringify({ type: 'module', exports: { './client': './client.js' } }),
    )
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    cpSync(join(ROOT, 'examples'), join(folder, 'examples'), { recursive: true })
    imap = await startDemoImap()
    const endpoint = { host: '127.0.0.1', port: imap.server.port, ca: imap.certificate.ca }
    bridge = await startTestBridge([
      {
        id: 'demo',
        name: 'Demo',
        auth: { kind: 'oidc', clientId: 'x', authority: 'https://id.example.org/', scopes: ['openid'] },
        imap: endpoint,
        smtp: { ...endpoint, port: 1 },
        sentIsFiledByServer: true,
      },
    ])
    url = `${bridge.origin.replace('http', 'ws')}/bridge`
    for (const [subject, day] of [
      ['Old', '2020-01-01'],
      ['New', '2026-11-01'],
    ] as const)
      imap.store.account(ADA)?.append('INBOX', {
        raw: Buffer.from(`From: anna@ponte.test\r\nSubject: ${subject}\r\n\r\nHello.\r\n`),
        flags: [],
        internalDate: new Date(day),
      })
  })
  afterAll(async () => {
    await bridge.stop()
    await imap.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const example = async (name: string, ...args: string[]): Promise<string> => {
    const env = { PATH: process.env['PATH'], PONTE_ACCESS_TOKEN: TOKEN }
    const { stdout } = await run(process.execPath, [join(folder, 'examples', name), url, 'demo', ...args], {
      cwd: folder,
      env,
    })
    return stdout
  }

  it('unread lists what is unread', async () => {
    expect((await example('unread.mjs', ADA)).split('\n')).toEqual([
      'anna@ponte.test: Old',
      'anna@ponte.test: New',
      '',
    ])
  })

  it('archive moves what is older than a day, into a folder that it makes', async () => {
    expect(await example('archive.mjs', ADA, '2025-01-01', 'Before')).toBe('1 moved to Before\n')
    expect(await example('unread.mjs', ADA)).toBe('anna@ponte.test: New\n')
  })

  it('migrate copies a folder into another account, flags and dates too', async () => {
    expect(await example('migrate.mjs', ADA, BOB, 'INBOX')).toBe('1 copied\n')
    expect(await example('unread.mjs', BOB)).toBe('anna@ponte.test: New\n')
  })

  it('watch says when mail comes', async () => {
    const watching = example('watch.mjs', BOB, '--once')
    const before = imap.store.account(BOB)
    // Whether it comes before or after the first look, the count that ends the example is told once it is there.
    const mail = setInterval(() => {
      before?.append('INBOX', {
        raw: Buffer.from('Subject: Now\r\n\r\nNow.\r\n'),
        flags: [],
        internalDate: new Date(),
      })
    }, 1_000)
    const told = await watching.finally(() => clearInterval(mail))
    expect(told).toMatch(/^\d+ messages\n\d+ messages\n/)
  })
})
