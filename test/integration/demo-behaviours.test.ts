import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSwitches, type BehaviourName, type Switched } from '../../demo/behaviours.ts'
import { startSmtpServer, type SmtpServer } from '../../demo/smtp/server.ts'
import type { SubmitReason } from '../../shared/protocol/refusals.ts'
import { dovecotProvider, startTestBridge, type TestBridge, type TestSession } from '../support/bridge.ts'
import { ADA, BOB, RawImap, startDemoImap, TOKEN, type DemoImap } from '../support/demoImap.ts'

/** The demo's behaviours by their names, as the bridge tells of them. */

let demo: DemoImap
let smtp: SmtpServer
let bridge: TestBridge
let behave: (...switched: Switched[]) => void
let session: TestSession

beforeAll(async () => {
  demo = await startDemoImap()
  smtp = await startSmtpServer({
    store: demo.store,
    tls: demo.certificate,
    authenticate: {
      token: (user, token) => Promise.resolve(token === TOKEN ? { ok: true, user } : { ok: false }),
    },
    autoFileSent: true,
  })
  const host = {
    host: '127.0.0.1' as const,
    imapPort: demo.server.port,
    ca: { cert: demo.certificate.ca } as never,
  }
  bridge = await startTestBridge([dovecotProvider(host, { smtpPort: smtp.port })])
  const switches = createSwitches({ imap: demo.server.quirks, smtp: smtp.quirks, store: demo.store })
  behave = (...switched) => switches(switched)
  session = await bridge.connect()
  await signIn()
})
afterEach(() => behave())
afterAll(async () => {
  await bridge.stop()
  await smtp.close()
  await demo.close()
  expect(demo.errors).toEqual([])
})

const signIn = (on = session) =>
  on.client.call('authenticate', { provider: 'work', user: ADA, accessToken: TOKEN })

const MESSAGE = `From: ${ADA}\r\nTo: ${BOB}\r\nSubject: s\r\n\r\n${'All work and no play.\r\n'.repeat(100)}`
function submit() {
  const bytes = new TextEncoder().encode(MESSAGE)
  return session.client.call(
    'submit',
    {
      envelope: { from: ADA, to: [BOB] },
      credentials: { kind: 'accessToken', accessToken: TOKEN },
      message: { kind: 'upload', size: bytes.length },
    },
    { uploads: new Map([[0, new Blob([bytes])]]) },
  )
}

describe('submission', () => {
  const REFUSALS: [BehaviourName, step: string, SubmitReason, retryAfter?: number][] = [
    ['smtpAuthDisabled', 'authenticate', 'smtpAuthDisabled'],
    ['smtpAuthDisabledMailbox', 'authenticate', 'smtpAuthDisabled'],
    ['smtpAuthRefused', 'authenticate', 'smtpAuthRefused'],
    ['smtpAuthUnsupported', 'authenticate', 'smtpAuthUnsupported'],
    ['smtpSendAsDenied', 'sender', 'notAllowedToSendAs'],
    ['smtpSendAsDeniedLate', 'data', 'notAllowedToSendAs'],
    ['smtpTooManyConnections', 'authenticate', 'busy', 10_000],
    ['smtpUnavailable', 'network', 'busy'],
    ['smtpRateLimited', 'sender', 'rateLimited', 60_000],
    ['smtpDailyLimit', 'recipients', 'rateLimited', 3_600_000],
    ['smtpMailboxFull', 'recipients', 'busy'],
    ['smtpTooManyRecipients', 'recipients', 'busy'],
    ['smtpBlockedSender', 'sender', 'blockedSender'],
    ['smtpSpamDetected', 'data', 'blockedSender'],
    ['smtpUnregisteredDomain', 'data', 'blockedSender'],
    ['smtpSizeAnnounced', 'data', 'tooLarge'],
    ['smtpTooLarge', 'data', 'tooLarge'],
    ['smtpSenderRefused', 'sender', 'senderRefused'],
    ['smtpRecipientRefused', 'recipients', 'recipientRefused'],
    ['smtpMessageRefused', 'data', 'messageRefused'],
    ['smtpServiceRefused', 'network', 'serviceRefused'],
  ]
  it.each(REFUSALS)('%s fails at %s: %s', async (name, step, reason, retryAfter) => {
    behave(name)
    const result = await submit()
    expect(result).toMatchObject({ outcome: 'failed', step, reason, ...(retryAfter && { retryAfter }) })
    expect(smtp.messages.count).toBe(0)
  })

  it('says how large the message is, and how large it may be where that was announced', async () => {
    behave('smtpSizeAnnounced')
    expect(await submit()).toMatchObject({ size: MESSAGE.length, sizeLimit: 1_000 })
    behave('smtpTooLarge')
    expect(await submit()).not.toHaveProperty('sizeLimit')
  })

  it.each(['smtpCutAtConnect', 'smtpCutAtAuth', 'smtpCutAtMail', 'smtpCutAtRcpt'] as const)(
    '%s is a failure of the network, and nothing was refused',
    async (name) => {
      behave(name)
      const result = await submit()
      expect(result).toEqual({ outcome: 'failed', step: 'network' })
    },
  )

  it('a cut after the message is unknown, delivered or not', async () => {
    behave('smtpCutAtDot')
    expect(await submit()).toMatchObject({ outcome: 'unknown' })
    expect(smtp.messages.count).toBe(0)
    behave('smtpCutAfterDot')
    expect(await submit()).toMatchObject({ outcome: 'unknown' })
    expect(smtp.messages.count).toBe(1)
  })

  it('goes through after as many refusals as were asked for', async () => {
    behave('smtpTooManyConnections:2')
    const outcomes = [await submit(), await submit(), await submit()].map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['failed', 'failed', 'sent'])
  })
})

describe('the mailbox', () => {
  it('is away for so many sign-ins, and nothing is refused', async () => {
    behave('serverUnavailable:2')
    const other = await bridge.connect()
    for (let turn = 0; turn < 2; turn++)
      await expect(signIn(other)).rejects.toMatchObject({
        code: 'serverUnavailable',
        server: 'NO Server Unavailable. 15',
      })
    expect(await signIn(other)).toBeDefined()
    other.close()
  })

  it('takes so many connections and no more', async () => {
    const other = await bridge.connect()
    behave('connectionLimit:1')
    await expect(signIn(other)).rejects.toMatchObject({ code: 'serverUnavailable' })
    other.close()
  })

  it('is not connected as Exchange says it: CAPABILITY is OK, then BAD, BAD and BYE', async () => {
    behave('notConnected')
    const socket = await RawImap.signedIn(demo)
    const [line] = await socket.ok('CAPABILITY')
    expect(line).toContain('BACKENDAUTHENTICATE')
    expect(line).not.toContain('LOGINDISABLED')
    expect(await socket.status('LIST "" "*"')).toBe('BAD User is authenticated but not connected.')
    expect(await socket.status('SELECT INBOX')).toBe('BAD User is authenticated but not connected.')
    expect(await socket.untilClosed()).toBe('* BYE Connection closed. 14\r\n')
  })

  it('with IMAP4rev2 has no SEARCH for who enables it, and one for the bridge, which does not', async () => {
    behave('imap4rev2')
    const socket = await RawImap.signedIn(demo, { select: 'INBOX' })
    expect((await socket.ok('CAPABILITY'))[0]).toContain('ENABLE IMAP4rev2')
    await socket.ok('SEARCH ALL')
    expect(await socket.ok('ENABLE IMAP4rev2')).toEqual(['* ENABLED IMAP4rev2'])
    expect(await socket.status('SEARCH ALL')).toMatch(/^BAD/)
    socket.close()

    const other = await bridge.connect()
    await signIn(other)
    const { uidValidity } = await other.client.call('select', { path: 'INBOX' })
    const mailbox = { path: 'INBOX', uidValidity }
    const { count } = await other.client.call('search', { mailbox, criteria: { key: 'all' } })
    expect(count).toBe(demo.store.account(ADA)?.require('INBOX').messages.length)
    other.close()
  })

  it.each([
    [
      'workFolderNames',
      { 'Sent Items': 'sent', 'Deleted Items': 'trash', 'Junk Email': 'junk', Drafts: 'drafts' },
    ],
    [
      'localisedFolderNames',
      { 'Posta inviata': 'sent', 'Posta eliminata': 'trash', Bozze: 'drafts', Archivio: 'archive' },
    ],
  ] as const)('%s are known for what they are', async (name, uses) => {
    behave(name)
    const found: Record<string, unknown> = {}
    await session.client.call(
      'list',
      {} as never,
      {
        onItem: (item: { path: string; specialUse?: string }) => (found[item.path] = item.specialUse),
      } as never,
    )
    expect(found).toMatchObject(uses)
  })
})
