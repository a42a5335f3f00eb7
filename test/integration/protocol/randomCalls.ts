import fc from 'fast-check'
import { expect } from 'vitest'
import { until } from '../../support/net.ts'
import { messageOf, type ProtocolBed } from './bed.ts'
import type { Frame, RawSession } from './rawSession.ts'

export interface RandomCalls {
  /** One of each call. */
  calls: Calls
  /** The user beside, who must notice nothing. */
  beside: RawSession
  /** Random interleavings of calls, cancels, credit, chunks and nonsense; each run is a socket of its own. */
  run(runs: number): Promise<void>
}

type Action =
  | { do: 'call'; tag: number; command: string; args: Record<string, unknown> }
  | { do: 'malformed'; text: string; tag?: number }
  | { do: 'cancel' | 'credit'; tag: number; bytes: number }
  | { do: 'chunk'; tag: number; stream: number; length: number; last: boolean }
  | { do: 'breathe' }

const draft = {
  from: { name: '', address: 'a@b.c' },
  to: [],
  subject: 's',
  text: 't',
  messageId: '<i@b.c>',
  date: '2026-11-22T09:58:00.000Z',
}
type Calls = [string, () => Record<string, unknown>][]

function callsOn(uidValidity: string): Calls {
  const mailbox = () => ({ path: 'INBOX', uidValidity })
  return [
    ['noop', () => ({})],
    ['list', () => ({})],
    ['idle', () => ({ seconds: 1_000 })],
    ['status', () => ({ paths: ['INBOX', 'Sent', 'missing'] })],
    ['fetch', () => ({ mailbox: mailbox(), messages: { by: 'sequence', set: '1:*' } })],
    ['fetchBody', () => ({ mailbox: mailbox(), uid: 1, sections: [{ kind: 'source' }, { kind: 'header' }] })],
    ['fetchBody', () => ({ mailbox: mailbox(), uid: 999, sections: [{ kind: 'source' }] })],
    ['append', () => ({ path: 'Drafts', message: { kind: 'upload', size: 300 } })],
    ['compose', () => ({ draft: { ...draft, attachments: [{ name: 'x', type: 'a/b', size: 100 }] } })],
    ['search', () => ({ mailbox: mailbox(), criteria: { key: 'all' } })],
    ['fetch', () => ({ mailbox: { path: 'INBOX', uidValidity: '1' }, messages: { by: 'uid', set: '1' } })],
    ['nothing', () => ({})],
    ['noop', () => ({ extra: 1 })],
  ]
}

const tag = fc.integer({ min: 1, max: 5 })
const actionOf = (calls: Calls): fc.Arbitrary<Action> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(tag, fc.constantFrom(...calls)).map(([name, [command, args]]): Action => ({
        do: 'call',
        tag: name,
        command,
        args: args(),
      })),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), tag, bytes: fc.constant(0) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('credit' as const),
        tag,
        bytes: fc.integer({ min: 1, max: 100_000 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('chunk' as const),
        tag,
        stream: fc.integer({ min: 0, max: 2 }),
        length: fc.constantFrom(0, 1, 100, 200, 300, 70_000),
        last: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: tag.map((name): Action => ({
        do: 'malformed',
        tag: name,
        text: JSON.stringify({ tag: name, command: 'noop', args: {}, more: 1 }),
      })),
    },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('?', '{}', '[]', '{"cancel":0}')
        .map((text): Action => ({ do: 'malformed', text })),
    },
    { weight: 3, arbitrary: fc.constant<Action>({ do: 'breathe' }) },
  )

const isAnswer = (frame: Frame): boolean => 'result' in frame || 'error' in frame

/** What the bridge said of a tag, counted. Answers to calls that could not be read are counted apart. */
function tally(raw: RawSession, name: number): { answers: number; inUse: number } {
  const answers = raw.frames.filter(
    (frame) => frame.tag === name && isAnswer(frame) && frame.error?.code !== 'malformedFrame',
  )
  const inUse = raw.frames.filter(
    (frame) => frame.error?.message === `Tag ${name} is in use by a running call.`,
  )
  return { answers: answers.length, inUse: inUse.length }
}

async function perform(raw: RawSession, actions: readonly Action[]): Promise<void> {
  const calls = new Map<number, number>()
  let malformed = 0
  for (const one of actions) {
    switch (one.do) {
      case 'call':
        calls.set(one.tag, (calls.get(one.tag) ?? 0) + 1)
        raw.send({ tag: one.tag, command: one.command, args: one.args })
        break
      case 'malformed':
        malformed += 1
        raw.send(one.text)
        break
      case 'cancel':
        raw.send({ cancel: one.tag })
        break
      case 'credit':
        raw.send({ credit: one.tag, bytes: one.bytes })
        break
      case 'chunk':
        raw.upload(one.tag, Buffer.alloc(one.length, 97), one)
        break
      case 'breathe':
        await new Promise((resolve) => setImmediate(resolve))
    }
  }
  // Whatever still runs is cancelled; then everything has been answered, and a last call proves the order.
  for (const name of calls.keys()) raw.send({ cancel: name })
  await until('every call’s answer', () =>
    [...calls].every(([name, count]) => {
      const { answers, inUse } = tally(raw, name)
      return answers + inUse >= count
    })
      ? true
      : undefined,
  )
  expect((await raw.call('list', {})).error).toBeUndefined()
  for (const [name, count] of calls) {
    const { answers, inUse } = tally(raw, name)
    expect(answers + inUse).toBe(count)
  }
  expect(raw.frames.filter((frame) => frame.error?.code === 'malformedFrame')).toHaveLength(malformed)
  nothingFollows(raw, calls)
}

/** Items, bytes and credit of a tag come only while fewer of its calls have been answered than were made. */
function nothingFollows(raw: RawSession, calls: ReadonlyMap<number, number>): void {
  const answered = new Map<number, number>()
  for (const one of raw.all) {
    const name = 'chunk' in one ? one.chunk.tag : (one.frame.credit ?? one.frame.tag)
    if (name === undefined || name > 1_000_000) continue
    const accepted = (calls.get(name) ?? 0) - tally(raw, name).inUse
    if ('frame' in one && isAnswer(one.frame)) {
      if (one.frame.error?.code !== 'malformedFrame') answered.set(name, (answered.get(name) ?? 0) + 1)
    } else expect(answered.get(name) ?? 0).toBeLessThan(accepted)
  }
}

/** A broken-off upload costs the IMAP connection; the page would sign in again, so does this. */
function keepSignedIn(bed: ProtocolBed, raw: RawSession): void {
  raw.ws.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) return
    const { event } = JSON.parse(data.toString()) as Frame
    if (event?.type !== 'credentials' || raw.ws.readyState !== raw.ws.OPEN) return
    const { user, password } = bed.dovecot
    void raw
      .call('login', { provider: 'plain', user: user(1), password, lane: event.lane })
      .catch(() => undefined)
  })
}

export async function prepareRandomCalls(bed: ProtocolBed): Promise<RandomCalls> {
  bed.dovecot.append(
    bed.dovecot.user(1),
    'INBOX',
    ...['a', 'b', 'c'].map((name) => messageOf(name, 'x'.repeat(70).concat('\r\n').repeat(2_000))),
  )
  const beside = (await bed.signIn(2)).raw
  const first = await bed.signIn(1)
  first.raw.close()
  const calls = callsOn(first.uidValidity)
  return {
    calls,
    beside,
    run: (runs) =>
      fc.assert(
        fc.asyncProperty(fc.array(actionOf(calls), { minLength: 5, maxLength: 60 }), async (actions) => {
          const { raw } = await bed.signIn(1)
          keepSignedIn(bed, raw)
          try {
            await perform(raw, actions)
            expect((await beside.call('noop', {})).result).toEqual({})
          } finally {
            raw.ws.terminate()
          }
        }),
        { numRuns: runs, endOnFailure: true },
      ),
  }
}
