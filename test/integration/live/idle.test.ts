import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dovecotProvider, startTestBridge, type TestBridge, type TestSession } from '../../support/bridge.ts'
import { makeCa } from '../../support/ca.ts'
import { until } from '../../support/net.ts'
import { mail } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'
import { startScriptedImap, type Answer, type ScriptedConnection, type ScriptedImap } from './scriptedImap.ts'

const first = { by: 'sequence', set: '1' } as const

describeEveryServer(
  'IDLE and the next command',
  (server) => {
    it('opening a message while the lane idles is one round trip: DONE and FETCH leave together', async () => {
      const user = server.user()
      const [uid = 0] = await user.deliver('INBOX', mail())
      const session = await user.signIn()
      await session.run('select', { path: 'INBOX' })
      const mailbox = await user.ref('INBOX')
      await until('IDLE to begin', () => /\r\n\+ /.test(session.wire.text('server')) || undefined)
      const { tap } = server
      tap.reset()
      const { streams } = await session.download({ mailbox, uid, sections: [{ kind: 'source' }] })
      expect(streams[0]?.length).toBeGreaterThan(0)
      const turns = tap.roundTrips().filter((turn) => turn !== '')
      expect(turns).toEqual([expect.stringMatching(/^DONE \| UID FETCH /)])
    })

    it('the same for another folder and for its rows; what IDLE still tells is not taken for a row', async () => {
      const user = server.user()
      await user.deliver('INBOX', mail(), mail())
      const session = await user.signIn()
      await session.run('select', { path: 'INBOX' })
      const mailbox = await user.ref('INBOX')
      await until('IDLE to begin', () => /\r\n\+ /.test(session.wire.text('server')) || undefined)
      await user.deliver('INBOX', mail())
      const { items } = await session.run('fetch', { mailbox, messages: first, fields: ['envelope'] })
      expect(items).toHaveLength(1)
      expect(await session.event('exists', ({ exists }) => exists === 3)).toMatchObject({ mailbox: 'INBOX' })
      server.tap.reset()
      await session.run('select', { path: 'Archive' })
      expect(session.events.filter(({ type }) => type === 'credentials')).toEqual([])
    })

    it('a change by sequence number waits for what IDLE still has to tell', async () => {
      const user = server.user()
      await user.deliver('INBOX', mail())
      const session = await user.signIn()
      await session.run('select', { path: 'INBOX' })
      const mailbox = await user.ref('INBOX')
      await until('IDLE to begin', () => /\r\n\+ /.test(session.wire.text('server')) || undefined)
      const change = { action: 'add' as const, flags: ['\\Flagged'] }
      await session.run('store', { mailbox, messages: first, change })
      expect(session.wire.text('server')).toMatch(/OK Idle completed[^]*OK Store completed/)
      const turns = server.tap.roundTrips()
      expect(turns.some((turn) => turn === 'DONE')).toBe(true)
    })
  },
  { servers: ['full'] },
)

describe('IDLE at moments a real server cannot be held at', () => {
  let imap: ScriptedImap
  let bridge: TestBridge
  let session: TestSession
  let answer: Answer
  /** Commands the server leaves without an answer, by name, with their tags. */
  const held = new Map<string, string>()
  const mailbox = { path: 'INBOX', uidValidity: '7' }
  const POLL_INTERVAL_MS = 200

  const connection = (): ScriptedConnection => {
    const found = imap.connections.at(-1)
    if (!found) throw new Error('nobody connected')
    return found
  }
  const signIn = (lane: 'main' | 'side' = 'main') =>
    session.client.call('authenticate', { provider: 'work', user: 'ada', accessToken: 'token', lane })
  const heard = (pattern: RegExp) =>
    until(`${pattern}`, () => connection().lines.find((line) => pattern.test(line)))
  const idling = async () => {
    await heard(/ IDLE$/)
    connection().say('+ idling')
  }
  const hold: Answer = ({ tag, command }) => {
    const name = /^(UID FETCH|FETCH|IDLE)/.exec(command)?.[0]
    if (name === undefined) return undefined
    held.set(name, tag)
    return []
  }

  beforeEach(async () => {
    held.clear()
    answer = hold
    const ca = makeCa()
    imap = await startScriptedImap(ca, (line, to) => answer(line, to))
    bridge = await startTestBridge([dovecotProvider({ host: '127.0.0.1', imapPort: imap.port, ca })], {
      pollIntervalMs: POLL_INTERVAL_MS,
    })
    session = await bridge.connect()
    await signIn()
    await session.client.call('select', { path: 'INBOX' })
    session.events.splice(0) // without a mailbox there was no IDLE, and the page was told
  })
  afterEach(async () => {
    await bridge.stop()
    await imap.stop()
  })

  const flagsOf = (uid: number) => {
    const rows: unknown[] = []
    return session.client
      .call(
        'fetch',
        { mailbox, messages: { by: 'uid', set: String(uid) }, fields: ['flags', 'size'] },
        { onItem: (row) => rows.push(row) },
      )
      .then(() => rows)
  }

  it('EXISTS, EXPUNGE and flags between DONE and its OK are events, in order, and the answer is the answer', async () => {
    await idling()
    const rows = flagsOf(12)
    await heard(/UID FETCH/)
    expect(connection().lines.slice(-2)).toEqual(['DONE', expect.stringMatching(/UID FETCH 12 /)])
    connection().say(
      '* 4 EXISTS',
      '* 1 EXPUNGE',
      '* 2 FETCH (UID 13 FLAGS (\\Seen))',
      `${held.get('IDLE')} OK idle done`,
      '* 1 FETCH (UID 12 FLAGS (\\Flagged) RFC822.SIZE 9)',
      `${held.get('UID FETCH')} OK fetch done`,
    )
    expect(await rows).toEqual([{ seq: 1, uid: 12, flags: ['\\Flagged'], size: 9 }])
    const told = session.events.filter(({ type }) => ['exists', 'expunge', 'flags'].includes(type))
    expect(told).toMatchObject([
      { type: 'exists', exists: 4 },
      { type: 'expunge', seq: 1 },
      { type: 'flags', seq: 2, uid: 13, flags: ['\\Seen'] },
    ])
  })

  it.each(['NO not now', 'BAD what'])('an IDLE that ends with %s hurts nobody', async (words) => {
    await idling()
    const rows = flagsOf(12)
    await heard(/UID FETCH/)
    connection().say(
      `${held.get('IDLE')} ${words}`,
      '* 2 FETCH (UID 12 FLAGS () RFC822.SIZE 9)',
      `${held.get('UID FETCH')} OK done`,
    )
    expect(await rows).toHaveLength(1)
  })

  it('sends nothing before a server that is slow to say +', async () => {
    await heard(/ IDLE$/)
    const rows = flagsOf(12)
    // Another session's round trip: whatever was to leave at once has left by then.
    await (
      await bridge.connect()
    ).client.call('authenticate', { provider: 'work', user: 'b', accessToken: 't' })
    const [mine] = imap.connections
    expect(mine?.lines.at(-1)).toMatch(/ IDLE$/)
    mine?.say('+ at last')
    await until('FETCH', () => mine?.lines.find((line) => /UID FETCH/.test(line)))
    expect(mine?.lines.slice(-2)[0]).toBe('DONE')
    mine?.say(
      `${held.get('IDLE')} OK`,
      '* 2 FETCH (UID 12 FLAGS () RFC822.SIZE 9)',
      `${held.get('UID FETCH')} OK`,
    )
    expect(await rows).toHaveLength(1)
  })

  it('BYE during IDLE asks for credentials with the server’s words, and work goes on after', async () => {
    await idling()
    connection().say('* BYE Session invalidated - AccessTokenExpired')
    connection().end()
    expect(await session.event('credentials')).toMatchObject({ lane: 'main', reason: 'expired' })
    const rows = flagsOf(12)
    answer = (line, to) =>
      line.command.startsWith('UID FETCH')
        ? ['* 2 FETCH (UID 12 FLAGS () RFC822.SIZE 9)', `${line.tag} OK`]
        : line.command.startsWith('IDLE')
          ? ['+ idling']
          : hold(line, to)
    await signIn()
    expect(await rows).toHaveLength(1)
    expect(await session.event('resync')).toMatchObject({ mailbox: 'INBOX', exists: 3 })
  })

  it('BYE between DONE and its OK fails the command behind it, and asks for credentials', async () => {
    await idling()
    const rows = flagsOf(12)
    await heard(/UID FETCH/)
    connection().say('* BYE going down')
    connection().end()
    await expect(rows).rejects.toMatchObject({
      code: 'serverBye',
      server: expect.stringContaining('going down'),
    })
    expect(await session.event('credentials')).toMatchObject({ reason: 'reconnect' })
  })

  const count = (pattern: RegExp) => connection().lines.filter((line) => pattern.test(line)).length
  /** Several rounds of NOOP, and not one IDLE among them. */
  const polls = async () => {
    expect(await session.event('polling')).toEqual({ type: 'polling', nextIn: POLL_INTERVAL_MS })
    const idles = count(/ IDLE$/)
    expect(idles).toBeGreaterThan(0)
    const noops = count(/ NOOP$/)
    await until('NOOPs', () => (count(/ NOOP$/) >= noops + 3 ? true : undefined))
    expect(count(/ IDLE$/)).toBe(idles)
    expect(session.events.filter(({ type }) => type === 'credentials')).toEqual([])
  }

  it.each([
    ['refuses it', 'NO not here'],
    ['does not know it', 'BAD what'],
    ['answers without beginning', 'OK done'],
  ])('a server that announces IDLE and %s is asked by NOOP, and the page is told', async (_how, words) => {
    answer = ({ tag, command }) => (command === 'IDLE' ? [`${tag} ${words}`] : undefined)
    await polls()
    connection().say('* 4 EXISTS')
    expect(await session.event('exists')).toMatchObject({ exists: 4 })
    session.events.splice(0)
    await session.client.call('select', { path: 'INBOX' })
    await polls()
    await expect(session.client.call('idle', { seconds: 1 })).rejects.toMatchObject({
      code: words.startsWith('BAD') ? 'serverBad' : 'serverNo',
    })
  })

  it('a server that ends IDLE by itself is asked by NOOP', async () => {
    await idling()
    connection().say(`${held.get('IDLE')} NO enough of that`)
    await polls()
  })

  it('a server that refuses IDLE because it throttles is asked again when that is over', async () => {
    let refused = 0
    answer = (line, to) => {
      if (line.command !== 'IDLE' || refused > 0) return hold(line, to)
      refused += 1
      return [`${line.tag} NO Request is throttled. Suggested Backoff Time: 500 milliseconds`]
    }
    expect(await session.event('throttled')).toMatchObject({ retryAfter: 500 })
    await until('the next IDLE', () => held.get('IDLE'))
    connection().say('+ idling', '* 5 EXISTS')
    expect(await session.event('exists')).toMatchObject({ exists: 5 })
    expect(session.events.filter(({ type }) => type === 'polling')).toEqual([])
  })

  it('idles again after the command, with a new IDLE', async () => {
    await idling()
    const rows = flagsOf(12)
    await heard(/UID FETCH/)
    const before = held.get('IDLE')
    connection().say(`${before} OK`, `${held.get('UID FETCH')} OK`)
    expect(await rows).toEqual([])
    await until('the next IDLE', () => held.get('IDLE') !== before || undefined)
    connection().say('+ idling', '* 4 EXISTS')
    expect(await session.event('exists')).toMatchObject({ exists: 4 })
  })
})
