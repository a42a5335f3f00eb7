/** Someone signed in to a Dovecot who submits through a given SMTP server: what the tests of `submit` share. */
import type { SmtpEndpoint } from '../../../bridge/config/config.ts'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import { dovecotProvider, startTestBridge, type TestSession } from '../../support/bridge.ts'
import { startDovecot, type Dovecot } from '../../support/dovecot.ts'
import { startIntrospection, type Introspection } from '../../support/introspection.ts'

export type SubmitArgs = ArgsInput<Commands['submit']>
export type DraftArgs = ArgsInput<Commands['compose']>['draft']

export interface MailHost {
  dovecot: Dovecot
  introspection: Introspection
  /** A session of user 1 whose provider submits there; by password or by token. */
  signIn(smtp: SmtpEndpoint, kind?: 'token' | 'password'): Promise<Submitter>
  stop(): Promise<void>
}

export interface Submitter {
  session: TestSession
  user: string
  /** What `submit` wants to be told: the bridge keeps no credentials. */
  credentials: SubmitArgs['credentials']
  /** Submits an uploaded message from user 1 to user 2, or as told. */
  submit(
    raw: string | Uint8Array<ArrayBuffer>,
    options?: { to?: string[]; credentials?: SubmitArgs['credentials']; size?: number },
  ): ReturnType<typeof submitVia>
}

export async function startMailHost(): Promise<MailHost> {
  const introspection = await startIntrospection()
  const dovecot = await startDovecot({
    profile: 'outlook',
    introspectionUrl: introspection.url,
    passwords: true,
  })
  const bridges: { stop(): Promise<void> }[] = []
  return {
    dovecot,
    introspection,
    async signIn(smtp, kind = 'token') {
      const bridge = await startTestBridge([{ ...dovecotProvider(dovecot, { kind }), smtp }])
      bridges.push(bridge)
      const session = await bridge.connect()
      const user = dovecot.user(1)
      const credentials: SubmitArgs['credentials'] =
        kind === 'token'
          ? { kind: 'accessToken', accessToken: introspection.issue(user) }
          : { kind: 'password', password: dovecot.password }
      if (credentials.kind === 'accessToken')
        await session.client.call('authenticate', {
          provider: 'work',
          user,
          accessToken: credentials.accessToken,
        })
      else await session.client.call('login', { provider: 'work', user, password: credentials.password })
      return {
        session,
        user,
        credentials,
        submit(raw, options = {}) {
          const bytes = typeof raw === 'string' ? new TextEncoder().encode(raw) : raw
          return submitVia(session, {
            from: user,
            to: options.to ?? [dovecot.user(2)],
            credentials: options.credentials ?? credentials,
            bytes,
            size: options.size ?? bytes.length,
          })
        },
      }
    },
    async stop() {
      for (const bridge of bridges) await bridge.stop()
      await dovecot.stop()
      await introspection.stop()
    },
  }
}

function submitVia(
  session: TestSession,
  from: {
    from: string
    to: string[]
    credentials: SubmitArgs['credentials']
    bytes: Uint8Array<ArrayBuffer>
    size: number
  },
) {
  return session.client.call(
    'submit',
    {
      envelope: { from: from.from, to: from.to },
      credentials: from.credentials,
      message: { kind: 'upload', size: from.size },
    },
    { uploads: new Map([[0, new Blob([from.bytes])]]) },
  )
}

/** A short message with everything a message needs. */
export const SHORT_MESSAGE = [
  'From: Anna <user1@ponte.test>',
  'To: user2@ponte.test',
  'Subject: Short',
  'Date: Sun, 22 Nov 2026 09:58:00 +0000',
  'Message-ID: <short@ponte.test>',
  '',
  'Hello.',
  '',
].join('\r\n')

export function draftOf(change: Partial<DraftArgs> = {}): DraftArgs {
  return {
    from: { name: 'Anna', address: 'user1@ponte.test' },
    to: [{ name: 'Ben', address: 'user2@ponte.test' }],
    subject: 'Subject',
    text: 'Hello.\n',
    messageId: '<draft.1@ponte.test>',
    date: '2026-11-22T09:58:00.000Z',
    ...change,
  }
}
