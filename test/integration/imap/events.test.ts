import { expect, it } from 'vitest'
import type { BridgeEvent } from '../../../shared/protocol/events.ts'
import type { MessageRow } from '../../../shared/mail/message.ts'
import { until } from '../../support/net.ts'
import { mail, onePart, base64Lines, pseudoRandomBytes } from '../support/mail.ts'
import { describeEveryServer, type TestUser } from '../support/servers.ts'
import type { ProvedSession } from '../support/session.ts'

const told = (session: ProvedSession): BridgeEvent[] =>
  session.events.filter((event) => event.type !== 'polling')

/** Answers the bridge's question for credentials. */
const signInAgain = (session: ProvedSession, user: TestUser): Promise<unknown> =>
  session.run('authenticate', { provider: 'work', user: user.name, accessToken: user.accessToken() })

/** Waits until the lane idles by itself. */
const idling = (session: ProvedSession): Promise<true> =>
  until('IDLE', () => /(?:^|\n)\+ [^\n]*\n$/.test(session.wire.text('server')) || undefined)

const fetchAll = (
  session: ProvedSession,
  mailbox: { path: string; uidValidity: string },
  signal: AbortSignal,
): Promise<unknown> =>
  session.client.call('fetch', { mailbox, messages: { by: 'uid', set: '1:*' } }, { signal })

const listAll = (session: ProvedSession, _mailbox: unknown, signal: AbortSignal): Promise<unknown> =>
  session.client.call('list', {}, { signal })

/** Another client adds a message, flags the first and removes the second. */
async function meddle(user: TestUser): Promise<void> {
  const other = await user.other()
  await other.mailboxOpen('INBOX')
  await other.messageFlagsAdd('1', ['\\Flagged'])
  await other.append('INBOX', Buffer.from(mail()))
  await other.messageDelete('2')
  await other.mailboxClose()
}

function expectMeddling(session: ProvedSession, uidValidity: string | undefined): void {
  const where = { mailbox: 'INBOX', uidValidity }
  const events = told(session)
  const at = (type: BridgeEvent['type']): number => events.findIndex((event) => event.type === type)
  expect(events[at('flags')]).toMatchObject({ ...where, seq: 1 })
  expect((events[at('flags')] as { flags: string[] }).flags).toContain('\\Flagged')
  expect(events.filter((event) => event.type === 'expunge')).toEqual([{ type: 'expunge', ...where, seq: 2 }])
  // Told before or after the message that went, the number of messages is right in its place.
  const exists = events.filter((event) => event.type === 'exists').at(-1)
  expect(exists).toMatchObject({ ...where, exists: at('exists') < at('expunge') ? 4 : 3 })
}

describeEveryServer('changes by another client', (server) => {
  it('are told by NOOP', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail(), mail(), mail())
    const session = await user.signIn()
    const { uidValidity } = (await session.run('select', { path: 'INBOX' })).result
    await meddle(user)
    await session.run('noop', {})
    expectMeddling(session, uidValidity)
  })

  it('keep their place among the rows: each number is right for the events before it', async () => {
    const user = server.user()
    const uids = await user.deliver(
      'INBOX',
      ...Array.from({ length: 60 }, (_one, n) => mail({ subject: `#${n}` })),
    )
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    // What the page knows: the UIDs in their order, kept right by the events alone.
    const known = [...uids]
    session.client.on('expunge', ({ seq = 0 }) => void known.splice(seq - 1, 1))
    await session.run('select', { path: 'INBOX' })
    const other = await user.other()
    await other.mailboxOpen('INBOX')
    let checked = 0
    for (let round = 0; round < 10; round++) {
      const fetching = session.client.call(
        'fetch',
        { mailbox, messages: { by: 'sequence', set: '1:*' }, fields: ['flags', 'envelope'] },
        {
          onItem: (item) => {
            const row = item as MessageRow
            expect(row.uid).toBe(known[row.seq - 1])
            checked += 1
          },
        },
      )
      await other.messageDelete(String(((round * 7) % 40) + 1))
      await fetching
    }
    await session.run('noop', {})
    expect(known).toEqual((await user.messages('INBOX')).map((one) => one.uid))
    expect(known).toHaveLength(50)
    expect(checked).toBeGreaterThan(500)
  })

  it('that come while the lane was at work elsewhere are told by resync', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const { uidValidity } = (await session.run('select', { path: 'INBOX' })).result
    await session.run('search', { mailbox: await user.ref('Archive'), criteria: { key: 'all' } })
    const [, last = 0] = await user.deliver('INBOX', mail(), mail())
    // The lane goes back by itself once nothing else is asked of it.
    expect(await session.event('resync')).toEqual({
      type: 'resync',
      mailbox: 'INBOX',
      uidValidity,
      exists: 3,
      uidNext: last + 1,
    })
    await user.deliver('INBOX', mail())
    await session.run('noop', {})
    expect(await session.event('exists')).toMatchObject({ exists: 4 })
  })
})

describeEveryServer(
  'changes by another client, where the server has IDLE',
  (server) => {
    it('are told at once, without a command', async () => {
      if (server.name === 'demo') server.demo.server.quirks.idle = true
      const user = server.user()
      await user.deliver('INBOX', mail(), mail(), mail())
      const session = await user.signIn()
      const { uidValidity } = (await session.run('select', { path: 'INBOX' })).result
      await idling(session)
      await meddle(user)
      await session.event('expunge')
      await session.event('exists')
      expectMeddling(session, uidValidity)
      expect(session.wire.commands()).toHaveLength(1) // SELECT
    })

    it('end IDLE and the next command is answered on the same connection', async () => {
      if (server.name === 'demo') server.demo.server.quirks.idle = true
      const user = server.user()
      await user.deliver('INBOX', mail())
      const session = await user.signIn()
      const mailbox = await user.ref('INBOX')
      await session.run('select', { path: 'INBOX' })
      await idling(session)
      const { items } = await session.run('fetch', { mailbox, messages: { by: 'uid', set: '1:*' } })
      expect(items).toHaveLength(1)
      const { result } = await session.run('search', { mailbox, criteria: { key: 'all' } })
      expect(result.count).toBe(1)
      expect(session.wire.text('client').split('DONE\r\n')).toHaveLength(2)
      expect(told(session)).toEqual([])
    })
  },
  { servers: ['full', 'demo'] },
)

describeEveryServer(
  'a lost connection',
  (server) => {
    it('is asked for again; then the watched mailbox is back and what was queued goes on', async () => {
      const user = server.user()
      await user.deliver('INBOX', mail())
      const session = await user.signIn()
      const { uidValidity } = (await session.run('select', { path: 'INBOX' })).result
      server.faults.drop()
      expect(await session.event('credentials')).toEqual({
        type: 'credentials',
        lane: 'main',
        reason: 'reconnect',
        code: 'connectionLost',
      })
      await user.deliver('INBOX', mail())
      const mailbox = await user.ref('INBOX')
      const queued = [
        session.run('search', { mailbox, criteria: { key: 'all' } }),
        session.run('list', {}),
        session.run('noop', {}),
      ] as const
      await signInAgain(session, user)
      const [found, listed] = await Promise.all(queued)
      expect(found.result.count).toBe(2)
      expect(listed.items.length).toBeGreaterThan(3)
      // The page hears that it must compare before it gets an answer from the new connection.
      expect(told(session).map((event) => event.type)).toEqual(['credentials', 'resync'])
      expect(told(session).at(-1)).toMatchObject({ mailbox: 'INBOX', uidValidity, exists: 2 })
      await user.deliver('INBOX', mail())
      await session.run('noop', {})
      expect(await session.event('exists')).toMatchObject({ exists: 3 })
    })

    it('fails the call that was running with connectionLost, and no other', async () => {
      const user = server.user()
      const raw = onePart('application/octet-stream', 'base64', base64Lines(pseudoRandomBytes(5_000_000)))
      const [uid = 0] = await user.deliver('INBOX', raw)
      const session = await user.signIn()
      const mailbox = await user.ref('INBOX')
      await session.run('select', { path: 'INBOX' })
      server.faults.setFault({ kind: 'cut', direction: 'down', afterBytes: 100_000 })
      const running = session.refused('fetchBody', { mailbox, uid, sections: [{ kind: 'source' }] })
      const queued = session.run('noop', {})
      expect((await running).code).toBe('connectionLost')
      await session.event('credentials')
      server.faults.setFault(undefined)
      await signInAgain(session, user)
      await queued
    })

    it('whose watched mailbox has gone meanwhile says so and watches nothing', async () => {
      const user = server.user()
      const other = await user.other()
      await other.mailboxCreate('Projects')
      const session = await user.signIn()
      await session.run('select', { path: 'Projects' })
      server.faults.drop()
      await session.event('credentials')
      await other.mailboxDelete('Projects')
      await signInAgain(session, user)
      await session.event('mailboxes')
      expect((await session.refused('check', {})).code).toBe('noMailboxSelected')
      await session.run('select', { path: 'INBOX' })
    })

    it('with a token that is refused stays lost, and takes a good one later', async () => {
      const user = server.user()
      const session = await user.signIn()
      await session.run('select', { path: 'INBOX' })
      server.faults.drop()
      await session.event('credentials')
      const error = await session.refused('authenticate', {
        provider: 'work',
        user: user.name,
        accessToken: 'not-a-good-token',
      })
      expect(error).toMatchObject({ code: 'authenticationFailed', step: 'authenticate' })
      const queued = session.run('noop', {})
      await signInAgain(session, user)
      await queued
    })
  },
  { faults: true },
)

describeEveryServer(
  'a mailbox that is replaced while it is watched',
  (server) => {
    it('keeps its new messages from commands that name old UIDs', async () => {
      const user = server.user()
      await (await user.other()).mailboxCreate('Projects')
      await user.deliver('Projects', mail())
      const session = await user.signIn()
      const before = await user.ref('Projects')
      await session.run('select', { path: 'Projects' })
      await user.recreate('Projects')
      await user.deliver('Projects', { raw: mail(), flags: ['\\Deleted'] }, mail())
      const truth = await user.messages('Projects')
      const messages = { by: 'uid' as const, set: '1:*' }
      const change = { action: 'add' as const, flags: ['\\Flagged'] }
      const outcomes = await Promise.allSettled([
        session.run('store', { mailbox: before, messages, change }),
        // Dovecot 2.3.19 answers NO to that; a MOVE or EXPUNGE it would run on the new mailbox's mail.
        ...(server.name === 'demo'
          ? [
              session.run('move', { mailbox: before, messages, destination: 'INBOX' }),
              session.run('expunge', { mailbox: before }),
            ]
          : []),
      ])
      expect(outcomes).toHaveLength(server.name === 'demo' ? 3 : 1)
      expect(await user.messages('Projects')).toEqual(truth)
      const { result } = await session.run('select', { path: 'Projects' })
      expect(result).toMatchObject({ exists: 2, uidValidity: (await user.ref('Projects')).uidValidity })
      const error = await session.refused('fetch', { mailbox: before, messages })
      expect(error.code).toBe('uidValidityChanged')
    })

    it('is told by resync with its new UIDVALIDITY after a reconnect', async () => {
      const user = server.user()
      await (await user.other()).mailboxCreate('Projects')
      const session = await user.signIn()
      const before = (await session.run('select', { path: 'Projects' })).result.uidValidity
      server.faults.drop()
      await session.event('credentials')
      await user.recreate('Projects')
      await user.deliver('Projects', mail(), mail())
      await signInAgain(session, user)
      const { uidValidity } = await user.ref('Projects')
      expect(uidValidity).not.toBe(before)
      expect(await session.event('resync')).toMatchObject({ mailbox: 'Projects', uidValidity, exists: 2 })
    })
  },
  { faults: true },
)

describeEveryServer('a token renewed in time', (server) => {
  it('swaps the connections and no call fails', async () => {
    const user = server.user()
    await user.deliver('INBOX', ...Array.from({ length: 30 }, (_one, n) => mail({ subject: `#${n}` })))
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    const { uidValidity } = (await session.run('select', { path: 'INBOX' })).result
    const first = server.tap.connections.length
    const fetches = Array.from({ length: 20 }, () =>
      session.run('fetch', {
        mailbox,
        messages: { by: 'uid', set: '1:*' },
        fields: ['envelope', 'preview'],
      }),
    )
    const renewal = signInAgain(session, user)
    const during = Array.from({ length: 20 }, () => session.run('noop', {}))
    await renewal
    for (const { items } of await Promise.all(fetches)) expect(items).toHaveLength(30)
    await Promise.all(during)
    expect(told(session)).toMatchObject([{ type: 'resync', mailbox: 'INBOX', uidValidity, exists: 30 }])
    // The old connection took its leave, and all that follows goes over the new one.
    expect(server.tap.connections).toHaveLength(first + 1)
    await until('LOGOUT on the old connection', () => session.wire.commands().includes('LOGOUT') || undefined)
    const old = session.wire.commands().length
    await user.deliver('INBOX', mail())
    await session.run('noop', {})
    expect(session.wire.commands()).toHaveLength(old)
    expect(await session.event('exists')).toMatchObject({ exists: 31 })
  })
})

describeEveryServer(
  'a cancelled call',
  (server) => {
    it('is answered at once; a lane that does not come free is replaced', async () => {
      const user = server.user()
      await user.deliver('INBOX', mail())
      const mailbox = await user.ref('INBOX')
      // One is cancelled in the middle of a command, the other while IDLE, begun by itself, is to be ended for it.
      const busy = { session: await user.signIn(), sent: ' UID FETCH ', run: fetchAll }
      const idle = { session: await user.signIn(), sent: 'DONE', run: listAll }
      for (const { session } of [busy, idle]) await session.run('select', { path: 'INBOX' })
      await idling(idle.session)
      // Only when it hears of this has the `+` of IDLE come through to the bridge.
      await user.deliver('INBOX', mail())
      await idle.session.event('exists')
      server.faults.setFault({ kind: 'blackhole', direction: 'down' })
      const lost = [busy, idle].map(async ({ session, sent, run }) => {
        const stop = new AbortController()
        const running = run(session, mailbox, stop.signal)
        await until(sent, () => session.wire.text('client').includes(sent) || undefined)
        const next = session.run('search', { mailbox, criteria: { key: 'all' } })
        stop.abort()
        await expect(running).rejects.toMatchObject({ code: 'cancelled' })
        expect(told(session).filter((event) => event.type === 'credentials')).toEqual([])
        expect(await session.event('credentials')).toMatchObject({
          lane: 'main',
          reason: 'reconnect',
          code: 'connectionLost',
        })
        return { session, next }
      })
      const after = await Promise.all(lost)
      server.faults.setFault(undefined)
      for (const { session, next } of after) {
        await signInAgain(session, user)
        expect((await next).result.count).toBe(2)
      }
    })

    it('that still waits for its turn is never sent', async () => {
      const user = server.user()
      await user.deliver('INBOX', mail())
      const session = await user.signIn()
      const mailbox = await user.ref('INBOX')
      await session.run('select', { path: 'INBOX' })
      session.wire.reset()
      const stop = new AbortController()
      const first = session.run('noop', {})
      const change = { action: 'add' as const, flags: ['\\Deleted'] }
      const second = session.refused(
        'store',
        { mailbox, messages: { by: 'uid', set: '1:*' }, change },
        { signal: stop.signal },
      )
      stop.abort()
      await first
      expect((await second).code).toBe('cancelled')
      await session.run('noop', {})
      expect(session.wire.commands()).toEqual(['NOOP', 'NOOP'])
      expect((await user.messages('INBOX'))[0]?.flags).toEqual([])
    })
  },
  { faults: true, servers: ['full'] },
)

describeEveryServer(
  'Outlook\u2019s own ways',
  (server) => {
    it('a token that dies is asked for as expired', async () => {
      const user = server.user()
      const session = await user.signIn()
      await session.run('select', { path: 'INBOX' })
      server.demo.server.disconnectAll('Session invalidated - AccessTokenExpired')
      expect(await session.event('credentials')).toEqual({
        type: 'credentials',
        lane: 'main',
        reason: 'expired',
        code: 'tokenExpired',
        server: 'BYE Session invalidated - AccessTokenExpired',
      })
      const queued = session.run('noop', {})
      await signInAgain(session, user)
      await queued
      expect(await session.event('resync')).toMatchObject({ mailbox: 'INBOX' })
    })

    it('another goodbye is asked for as a reconnect, with the server\u2019s words', async () => {
      const user = server.user()
      const session = await user.signIn()
      server.demo.server.disconnectAll('Connection closed. 14')
      expect(await session.event('credentials')).toMatchObject({
        reason: 'reconnect',
        code: 'serverBye',
        server: 'BYE Connection closed. 14',
      })
    })

    it('throttling is told with its time, and the next calls wait for it', async () => {
      const user = server.user()
      await user.deliver('INBOX', mail())
      const session = await user.signIn()
      await session.run('select', { path: 'INBOX' })
      session.wire.reset()
      const backoffMs = 700
      server.demo.server.quirks.throttle = { afterCommands: 0, backoffMs }
      const error = await session.refused('noop', {})
      expect(error.code).toBe('throttled')
      expect(error.server).toBe(session.wire.lastTagged())
      expect(error.server).toMatch(/^BAD Request is throttled\. Suggested Backoff Time: \d+ milliseconds$/)
      expect(error.retryAfter).toBeGreaterThan(0)
      expect(error.retryAfter).toBeLessThanOrEqual(backoffMs)
      expect(await session.event('throttled')).toEqual({ type: 'throttled', retryAfter: error.retryAfter })
      // The server would throttle again whoever does not wait.
      server.demo.server.quirks.throttle.afterCommands = 100
      const waiting = [session.run('noop', {}), session.run('list', {})]
      await Promise.all(waiting)
      expect(session.wire.commands()).toEqual(['NOOP', 'NOOP', 'LIST "" "*"'])
      expect(told(session).filter((event) => event.type === 'throttled')).toHaveLength(1)
    })

    it('throttling with a goodbye is told as both, once each', async () => {
      const user = server.user()
      const session = await user.signIn()
      server.demo.server.quirks.throttle = { afterCommands: 0, backoffMs: 300, bye: true }
      expect((await session.refused('noop', {})).code).toBe('throttled')
      expect((await session.event('throttled')).retryAfter).toBeGreaterThan(0)
      expect(await session.event('credentials')).toMatchObject({
        reason: 'reconnect',
        code: 'serverBye',
        server: 'BYE Connection closed. 14',
      })
      expect(told(session)).toHaveLength(2)
      server.demo.server.quirks.throttle = undefined
      await signInAgain(session, user)
      await session.run('noop', {})
    })

    it('a mailbox without IMAP is named for what it is', async () => {
      const user = server.user()
      const session = await user.signIn()
      server.demo.server.quirks.authenticatedButNotConnected = true
      const error = await session.refused('select', { path: 'INBOX' })
      expect(error).toMatchObject({
        code: 'mailboxNotConnected',
        server: 'BAD User is authenticated but not connected.',
      })
    })
  },
  { servers: ['demo'] },
)
