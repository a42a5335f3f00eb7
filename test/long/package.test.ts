import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installPackage, PACKAGE, type Installed } from '../support/installedPackage.ts'

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))

/** One program for each entry; each must compile with the strictest checks, declarations included. */
const PROGRAMS = {
  'protocol.ts': `
    import { commands, limits, PonteError, type CommandName, type ErrorCode } from '${PACKAGE}/protocol'
    const names = Object.keys(commands) as CommandName[]
    const code: ErrorCode = new PonteError('throttled').code
    // @ts-expect-error a code of the closed table, and no other
    const none: ErrorCode = 'noSuchCode'
    export default [names, code, none, limits.MAX_FRAME_BYTES]
  `,
  'client.ts': `
    import { connect } from '${PACKAGE}/client'
    export async function unread(url: string): Promise<number> {
      const client = await connect({ url, provider: 'work', user: 'anna', credentials: () => ({ accessToken: 't' }) })
      const { uidValidity } = await client.call('examine', { path: 'INBOX' })
      client.on('exists', ({ exists }) => exists.toFixed())
      const { count } = await client.call('search', { mailbox: { path: 'INBOX', uidValidity }, criteria: { key: 'unseen' } })
      // @ts-expect-error arguments are those of the command
      await client.call('examine', { mailbox: 'INBOX' })
      await client.close()
      return count
    }
  `,
  'bridge.ts': `
    import { startBridge, type Provider } from '${PACKAGE}/bridge'
    const provider: Provider = {
      id: 'work', name: 'Work', auth: { kind: 'password' }, sentIsFiledByServer: false,
      imap: { host: 'imap.example.org', port: 993 }, smtp: { host: 'smtp.example.org', port: 587 },
    }
    const bridge = await startBridge({ listen: { host: '127.0.0.1', port: 0 }, providers: [provider] })
    // @ts-expect-error a number
    const port: string = bridge.port
    export default port
  `,
}

describe('the package', () => {
  let installed: Installed
  beforeAll(async () => {
    installed = await installPackage()
  })
  afterAll(() => installed.remove())

  it('is under 5 MB', () => {
    expect(statSync(installed.tarball).size).toBeLessThan(5_000_000)
  })

  it.each(Object.entries(PROGRAMS))('%s type-checks with skipLibCheck off', (name, text) => {
    const file = installed.write(name, text)
    const options = {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      target: 'ES2023',
      module: 'NodeNext',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      // Who embeds the bridge writes for Node, and has its types.
      types: name === 'bridge.ts' ? ['node'] : [],
    }
    installed.write('tsconfig.json', JSON.stringify({ compilerOptions: options, files: [file] }))
    const { stdout } = spawnSync(process.execPath, [TSC, '-p', installed.folder], { encoding: 'utf8' })
    expect(stdout).toBe('')
  })

  it('runs: the protocol’s schemas, a bridge inside a program, and a client that talks to it', () => {
    const file = installed.write(
      'run.mjs',
      `import { commands } from '${PACKAGE}/protocol'
       import { connect, PonteError } from '${PACKAGE}/client'
       import { startBridge } from '${PACKAGE}/bridge'
       import { WebSocket } from 'ws'
       const imap = { host: '127.0.0.1', port: 1 }
       const provider = { id: 'work', name: 'Work', auth: { kind: 'password' }, imap, smtp: imap, sentIsFiledByServer: false }
       const bridge = await startBridge({ listen: { host: '127.0.0.1', port: 0 }, providers: [provider] })
       const origin = 'http://127.0.0.1:' + bridge.port
       const error = await connect({
         url: origin.replace('http', 'ws') + '/bridge', provider: 'work', user: 'anna',
         credentials: () => ({ password: 'tulip' }),
         createWebSocket: (url, protocol) => new WebSocket(url, protocol, { origin }),
       }).catch((error) => error)
       console.log(Object.keys(commands).length, error instanceof PonteError, error.code, error.step)
       await bridge.close()
       process.exit(0)`,
    )
    expect(installed.node(file)).toMatch(/^\d+ true connectionRefused network\n$/)
  })

  it('has a command line with help, exit codes and JSON', () => {
    const bin = join(installed.folder, 'node_modules', PACKAGE, 'dist/server/ponte.js')
    const run = (...args: string[]) => {
      const env = { PATH: process.env['PATH'] }
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
        cwd: installed.folder,
        encoding: 'utf8',
        env,
      })
      return { status, stdout, stderr }
    }
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('check-config') })
    for (const name of ['serve', 'doctor', 'check-config', 'run'])
      expect(run(name, '--help')).toMatchObject({
        status: 0,
        stdout: expect.stringContaining(`ponte ${name}`),
      })
    expect(run('nonsense').status).toBe(2)
    expect(run('doctor').status).toBe(2)
    expect(JSON.parse(run('check-config').stdout)).toMatchObject({ ok: true, demo: true })
    const config = {
      providers: [
        {
          id: 'work',
          name: 'Work',
          auth: { kind: 'password' },
          imap: { host: '127.0.0.1', port: 1 },
          smtp: { host: '127.0.0.1', port: 1 },
        },
      ],
    }
    installed.write('ponte.config.json', JSON.stringify(config))
    const checks = run('doctor', 'work', '--json')
    expect(checks.status).toBe(1)
    expect(JSON.parse(checks.stdout)).toContainEqual(
      expect.objectContaining({ step: 'imapConnect', outcome: 'failed', cause: 'connectionRefused' }),
    )
    installed.write('ponte.config.json', '{ "providers": [{}] }')
    expect(run('check-config')).toMatchObject({ status: 1, stdout: '{"ok":false}\n' })
  })
})
