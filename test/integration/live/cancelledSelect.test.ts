import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dovecotProvider, startTestBridge, type TestBridge, type TestSession } from '../../support/bridge.ts'
import { makeCa } from '../../support/ca.ts'
import { until } from '../../support/net.ts'
import { startScriptedImap, type Answer, type ScriptedConnection, type ScriptedImap } from './scriptedImap.ts'

/** Rule C3: the page was told `cancelled`, so for the page INBOX is the mailbox whose changes are told. */
describe('a select that was cancelled does not move the watched mailbox', () => {
  let imap: ScriptedImap
  let bridge: TestBridge
  let session: TestSession
  let answer: Answer

  const connection = (): ScriptedConnection => {
    const found = imap.connections.at(-1)
    if (!found) throw new Error('nobody connected')
    return found
  }
  const signIn = () =>
    session.client.call('authenticate', { provider: 'work', user: 'ada', accessToken: 'token' })
  const heard = (pattern: RegExp, from = 0) =>
    until(`${pattern}`, () => {
      const index = connection().lines.findIndex((line, at) => at >= from && pattern.test(line))
      return index === -1 ? undefined : { index, tag: connection().lines[index]?.split(' ')[0] ?? '' }
    })
  /** Asks for a mailbox, and how to take that back. */
  const select = (path: string) => {
    const stop = new AbortController()
    const outcome = session.client.call('select', { path }, { signal: stop.signal }).then(
      () => 'selected',
      (error: { code: string }) => error.code,
    )
    return { cancel: () => stop.abort(), outcome }
  }
  /** Through the bridge, without the mail server: what was asked for before has come as far as it can. */
  const roundTrip = async () => {
    const other = await bridge.connect()
    await expect(other.client.call('noop', {})).rejects.toMatchObject({ code: 'notSignedIn' })
  }
  const selects = () => connection().lines.filter((line) => / (?:SELECT|EXAMINE) /.test(line))
  const last = () => selects().at(-1)?.split(' ').slice(1).join(' ')
  /** The lane rests, and what happens in INBOX is told as INBOX's. */
  const watchesInbox = async () => {
    const { index } = await heard(/ IDLE$/, connection().lines.length)
    expect(index).toBeGreaterThan(0)
    expect(last()).toBe('SELECT "INBOX"')
    connection().say('+ idling', '* 9 EXISTS')
    expect(await session.event('exists', ({ exists }) => exists === 9)).toMatchObject({ mailbox: 'INBOX' })
  }

  beforeEach(async () => {
    answer = ({ command }) => (command === 'IDLE' ? [] : undefined)
    const ca = makeCa()
    imap = await startScriptedImap(ca, (line, to) => answer(line, to))
    bridge = await startTestBridge([dovecotProvider({ host: '127.0.0.1', imapPort: imap.port, ca })])
    session = await bridge.connect()
    await signIn()
    await session.client.call('select', { path: 'INBOX' })
  })
  afterEach(async () => {
    await bridge.stop()
    await imap.stop()
  })
  /** A command that the server does not answer before it is told to. */
  const hold = (name: string) => {
    answer = ({ command }) => (command.startsWith(name) || command === 'IDLE' ? [] : undefined)
  }

  it('before its turn: it is never sent', async () => {
    hold('CHECK')
    const slow = session.client.call('check', {})
    const { tag } = await heard(/ CHECK$/)
    const other = select('Other')
    await roundTrip()
    other.cancel()
    expect(await other.outcome).toBe('cancelled')
    connection().say(`${tag} OK done`)
    await slow
    expect(connection().lines.filter((line) => line.includes('Other'))).toEqual([])
  })

  it('in the moment it was asked for', async () => {
    const other = select('Other')
    other.cancel()
    expect(await other.outcome).toBe('cancelled')
    await watchesInbox()
    expect(connection().lines.filter((line) => line.includes('Other'))).toEqual([])
  })

  it('while IDLE ends', async () => {
    const { tag } = await heard(/ IDLE$/)
    const other = select('Other')
    // It waits for the server's `+` now.
    await roundTrip()
    other.cancel()
    expect(await other.outcome).toBe('cancelled')
    connection().say('+ idling')
    await heard(/^DONE$/)
    const before = connection().lines.length
    connection().say(`${tag} OK done`)
    await heard(/ IDLE$/, before)
    expect(connection().lines.filter((line) => line.includes('Other'))).toEqual([])
  })

  it('while it runs: the mailbox from before is selected again', async () => {
    hold('SELECT "Other"')
    const other = select('Other')
    const { tag } = await heard(/ SELECT "Other"$/)
    other.cancel()
    expect(await other.outcome).toBe('cancelled')
    connection().say('* 5 EXISTS', '* OK [UIDVALIDITY 8] ok', `${tag} OK [READ-WRITE] selected`)
    await watchesInbox()
    expect(session.events).toContainEqual(expect.objectContaining({ type: 'resync', mailbox: 'INBOX' }))
  })

  it('while it runs, and another was asked for since: that one', async () => {
    hold('SELECT "Other"')
    const other = select('Other')
    const { tag } = await heard(/ SELECT "Other"$/)
    other.cancel()
    const third = select('Third')
    connection().say('* 5 EXISTS', '* OK [UIDVALIDITY 8] ok', `${tag} OK [READ-WRITE] selected`)
    expect(await third.outcome).toBe('selected')
    expect(last()).toBe('SELECT "Third"')
  })

  it('while the connection is away: the new one selects INBOX', async () => {
    connection().end()
    await session.event('credentials')
    const other = select('Other')
    other.cancel()
    expect(await other.outcome).toBe('cancelled')
    await signIn()
    await watchesInbox()
    expect(connection().lines.filter((line) => line.includes('Other'))).toEqual([])
  })

  it('while it runs and the connection dies of it: the new one selects INBOX', async () => {
    hold('SELECT "Other"')
    const other = select('Other')
    await heard(/ SELECT "Other"$/)
    other.cancel()
    connection().end()
    await session.event('credentials')
    await signIn()
    await watchesInbox()
  })
})
