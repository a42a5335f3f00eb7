/** A bridge in front of a real Dovecot and raw sockets to it: what the tests of the protocol's rules share. */
import { Socket } from 'node:net'
import { dovecotProvider, startTestBridge, type TestBridge } from '../../support/bridge.ts'
import { startDovecot, type Dovecot, type DovecotOptions } from '../../support/dovecot.ts'
import type { ProxyTarget } from '../../support/delayProxy.ts'
import { openRaw, type RawOptions, type RawSession } from './rawSession.ts'

export interface ProtocolBed {
  dovecot: Dovecot
  bridge: TestBridge
  /** Opens a socket; it waits for credentials. */
  open(options?: RawOptions): Promise<RawSession>
  /** Opens a socket, signs in as this user, selects INBOX and answers its UIDVALIDITY. */
  signIn(user: number): Promise<{ raw: RawSession; uidValidity: string }>
  /** Bytes that wait in this process on the bridge's end of all sockets: what a slow reader costs in memory. */
  unsent(): number
  stop(): Promise<void>
}

export async function startBed(
  options: Partial<DovecotOptions> & { through?: (dovecot: Dovecot) => Promise<ProxyTarget> } = {},
): Promise<ProtocolBed> {
  const { through, ...dovecotOptions } = options
  const dovecot = await startDovecot({ profile: 'outlook', ...dovecotOptions })
  const target = await through?.(dovecot)
  const provider = dovecotProvider(dovecot, {
    id: 'plain',
    kind: 'password',
    ...(target ? { imapPort: target.port } : {}),
  })
  const bridge = await startTestBridge([provider])
  const sockets: RawSession[] = []
  const open = async (rawOptions?: RawOptions): Promise<RawSession> => {
    const raw = await openRaw(bridge.origin, rawOptions)
    sockets.push(raw)
    return raw
  }
  return {
    dovecot,
    bridge,
    open,
    async signIn(user) {
      const raw = await open()
      const login = await raw.call('login', {
        provider: 'plain',
        user: dovecot.user(user),
        password: dovecot.password,
      })
      if (login.error) throw new Error(`signing in: ${login.error.code}`)
      const { result } = await raw.call('select', { path: 'INBOX' })
      return { raw, uidValidity: (result as { uidValidity: string }).uidValidity }
    },
    unsent() {
      // The bridge runs in this process, so its sockets are among the open handles; there is no public list.
      const { _getActiveHandles: handles } = process as unknown as { _getActiveHandles(): unknown[] }
      return handles
        .call(process)
        .filter((one): one is Socket => one instanceof Socket && one.localPort === bridge.server.port)
        .reduce((sum, socket) => sum + socket.writableLength, 0)
    },
    async stop() {
      for (const raw of sockets) raw.ws.terminate()
      await bridge.stop()
      await dovecot.stop()
    },
  }
}

/** A small message of its own subject. */
export const messageOf = (subject: string, body = 'Hello.'): string =>
  [
    'From: Anna <anna@example.org>',
    'To: user1@ponte.test',
    `Subject: ${subject}`,
    'Date: Sun, 22 Nov 2026 09:58:00 +0000',
    `Message-ID: <${subject.replace(/\W+/g, '.')}@ponte.test>`,
    '',
    body,
    '',
  ].join('\r\n')
