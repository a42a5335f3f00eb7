import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import { dovecotProvider, startTestBridge, type TestBridge, type TestSession } from '../../support/bridge.ts'
import { startCommandTap, type CommandTap } from '../../support/commandTap.ts'
import { startDovecot, type Dovecot } from '../../support/dovecot.ts'
import { startIntrospection, type Introspection } from '../../support/introspection.ts'

describe('the side lane', () => {
  let introspection: Introspection
  let dovecot: Dovecot
  let tap: CommandTap
  let bridge: TestBridge

  beforeAll(async () => {
    introspection = await startIntrospection()
    dovecot = await startDovecot({ profile: 'outlook', introspectionUrl: introspection.url })
    dovecot.append(dovecot.user(1), 'INBOX', 'Subject: one\r\n\r\nOne\r\n')
    dovecot.append(dovecot.user(1), 'Archive', 'Subject: two\r\n\r\nTwo\r\n')
    tap = await startCommandTap({ to: { host: dovecot.host, port: dovecot.imapPort }, ca: dovecot.ca })
    bridge = await startTestBridge([dovecotProvider(dovecot, { imapPort: tap.port })])
  })
  afterAll(async () => {
    await bridge.stop()
    await tap.stop()
    await dovecot.stop()
    await introspection.stop()
  })

  const credentials = () => ({
    provider: 'work',
    user: dovecot.user(1),
    accessToken: introspection.issue(dovecot.user(1)),
  })

  async function signedIn(): Promise<{
    session: TestSession
    archive: { path: string; uidValidity: string }
  }> {
    const session = await bridge.connect()
    await session.client.call('authenticate', credentials())
    const { uidValidity } = await session.client.call('examine', { path: 'Archive' })
    await session.client.call('select', { path: 'INBOX' })
    tap.reset()
    return { session, archive: { path: 'Archive', uidValidity } }
  }

  const subjectOf = async (session: TestSession, mailbox: { path: string; uidValidity: string }) => {
    const subjects: unknown[] = []
    await session.client.call(
      'fetch',
      { mailbox, messages: { by: 'sequence', set: '1' }, fields: ['envelope'] },
      { lane: 'side', onItem: (row) => subjects.push('envelope' in row && row.envelope?.subject) },
    )
    return subjects
  }

  it('asks for credentials when it is first needed, and leaves the main lane in its mailbox', async () => {
    const { session, archive } = await signedIn()
    const rows = subjectOf(session, archive)
    const asked = await session.event('credentials')
    expect(asked).toMatchObject({ lane: 'side', reason: 'lane' })
    expect(await session.client.call('authenticate', { ...credentials(), lane: 'side' })).toMatchObject({
      lane: 'side',
    })
    expect(await rows).toEqual(['two'])
    expect(await subjectOf(session, archive)).toEqual(['two'])
    const main = tap.connections[0]?.text('client') ?? ''
    expect(main).not.toContain('SELECT')
    expect(session.events.filter((event) => event.type === 'credentials')).toHaveLength(1)
    session.close()
  })

  it('tells nothing of the mailbox: its numbers are not those the page holds', async () => {
    const { session, archive } = await signedIn()
    const rows = subjectOf(session, archive)
    await session.event('credentials')
    await session.client.call('authenticate', { ...credentials(), lane: 'side' })
    await rows
    const { uidValidity, exists } = await session.client.call('select', { path: 'INBOX' })
    const inbox = { path: 'INBOX', uidValidity }
    expect(await subjectOf(session, inbox)).toEqual(['one'])
    dovecot.append(dovecot.user(1), 'INBOX', 'Subject: three\r\n\r\nThree\r\n')
    const criteria = { key: 'all' } as const
    await session.client.call('search', { mailbox: inbox, criteria }, { lane: 'side' })
    // The side lane was told with that answer; the main lane has not been asked.
    expect(tap.connections.at(-1)?.text('server')).toContain(`* ${exists + 1} EXISTS`)
    expect(session.events.filter(({ type }) => type === 'exists')).toEqual([])
    await session.client.call('noop', {})
    expect(session.events.filter(({ type }) => type === 'exists')).toMatchObject([{ exists: exists + 1 }])
    session.close()
  })

  it('finds what came since it was last told, and asks for news only where that could be meant', async () => {
    const { session } = await signedIn()
    const { uidValidity, uidNext = 1 } = await session.client.call('select', { path: 'INBOX' })
    const inbox = { path: 'INBOX', uidValidity }
    const rows = subjectOf(session, inbox)
    await session.event('credentials')
    await session.client.call('authenticate', { ...credentials(), lane: 'side' })
    await rows
    dovecot.append(dovecot.user(1), 'INBOX', 'Subject: late\r\n\r\nLate\r\n')
    tap.reset()
    const search = async (set: string) => {
      const named: SearchCriteria = { key: 'uid', set }
      const criteria: SearchCriteria = {
        key: 'or',
        criteria: [named, { key: 'and', criteria: [named, named] }],
      }
      return (await session.client.call('search', { mailbox: inbox, criteria }, { lane: 'side' })).set
    }
    expect(await search(`${uidNext}:*`)).toBe(String(uidNext))
    expect(await search(`1:${uidNext}`)).toContain(String(uidNext))
    const sent = tap.connections.at(-1)?.text('client') ?? ''
    expect(sent.match(/NOOP|UID SEARCH/g)).toEqual(['NOOP', 'UID SEARCH', 'UID SEARCH'])
    session.close()
  })

  it('counts what came since it was last told, also in the mailbox it has selected', async () => {
    const { session } = await signedIn()
    const { uidValidity, exists } = await session.client.call('select', { path: 'INBOX' })
    const rows = subjectOf(session, { path: 'INBOX', uidValidity })
    await session.event('credentials')
    await session.client.call('authenticate', { ...credentials(), lane: 'side' })
    await rows
    dovecot.append(dovecot.user(1), 'INBOX', 'Subject: late\r\n\r\nLate\r\n')
    const counts: unknown[] = []
    const onItem = (item: object): void => void counts.push(item)
    const paths = ['INBOX', 'Archive']
    tap.reset()
    await session.client.call('status', { paths, fields: ['messages'] }, { lane: 'side', onItem })
    expect(counts).toMatchObject([{ messages: exists + 1 }, { messages: 1 }])
    const sent = tap.connections.at(-1)?.text('client') ?? ''
    expect(sent.match(/NOOP|STATUS/g)).toEqual(['NOOP', 'STATUS', 'STATUS'])
    session.close()
  })

  it('does its work on the main lane when a second connection is refused', async () => {
    const { session, archive } = await signedIn()
    const rows = subjectOf(session, archive)
    await session.event('credentials')
    await expect(
      session.client.call('authenticate', { ...credentials(), accessToken: 'no-token', lane: 'side' }),
    ).rejects.toMatchObject({ code: 'authenticationFailed', step: 'authenticate' })
    expect(await rows).toEqual(['two'])
    // It is not asked for again at once, and what it shows is back in INBOX by itself.
    expect(await subjectOf(session, archive)).toEqual(['two'])
    expect(session.events.filter((event) => event.type === 'credentials')).toHaveLength(1)
    expect(await session.event('resync')).toMatchObject({ mailbox: 'INBOX' })
    session.close()
  })

  it('without it, the parts of one message at a time are held in memory until they are appended', async () => {
    const { session, archive } = await signedIn()
    const rows = subjectOf(session, archive)
    await session.event('credentials')
    const refused = session.client.call('authenticate', {
      ...credentials(),
      accessToken: 'no-token',
      lane: 'side',
    })
    await expect(refused).rejects.toMatchObject({ code: 'authenticationFailed' })
    await rows
    tap.reset()
    const forward = (index: number, signal?: AbortSignal) =>
      session.client.call(
        'append',
        {
          path: 'Drafts',
          message: {
            kind: 'draft',
            draft: {
              from: { name: '', address: 'anna@example.org' },
              to: [],
              subject: `forward ${index}`,
              text: 'See below.',
              messageId: `<forward.${index}@example.org>`,
              date: '2026-11-22T09:58:00.000Z',
              attachments: [
                { name: 'two.eml', type: 'message/rfc822', size: 21, from: { mailbox: archive, uid: 1 } },
              ],
            },
          },
        },
        signal && { signal },
      )
    const stop = new AbortController()
    const appended = [forward(1), forward(2), forward(3)]
    const cancelled = forward(4, stop.signal)
    stop.abort()
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    for (const one of await Promise.all(appended)) expect(one.uid).toBeGreaterThan(0)
    const sent = tap.connections.map((one) => one.text('client')).join('')
    const steps = sent.match(/UID FETCH \d+ .*BODY|APPEND/g) ?? []
    const letters = steps.map((step) => (step === 'APPEND' ? 'A' : 'F')).join('')
    expect(letters).toMatch(/^(?:F+A){3}$/)
    session.close()
  })
})
