import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commands } from '../../../shared/protocol/registry.ts'
import { messageOf, startBed, type ProtocolBed } from './bed.ts'
import type { Frame, RawSession } from './rawSession.ts'

/** Rules C1 to C3 and C6 to C8 of PROTOCOL.md; C4 is in flow.test.ts. */

let bed: ProtocolBed
let raw: RawSession
let inbox: { path: string; uidValidity: string }

beforeAll(async () => {
  bed = await startBed({ profile: 'full' })
  for (const subject of ['one', 'two', 'three'])
    bed.dovecot.append(bed.dovecot.user(1), 'INBOX', messageOf(subject))
})
afterAll(() => bed.stop())
beforeEach(async () => {
  const signedIn = await bed.signIn(1)
  raw = signedIn.raw
  inbox = { path: 'INBOX', uidValidity: signedIn.uidValidity }
})
afterEach(() => raw.ws.terminate())

const answersTo = (tag: number): Frame[] =>
  raw.frames.filter((frame) => frame.tag === tag && ('result' in frame || 'error' in frame))
const fetchAll = () => ({ mailbox: inbox, messages: { by: 'sequence', set: '1:*' }, fields: ['envelope'] })

describe('C1: calls', () => {
  test('C1: many run at once, each answered under its tag', async () => {
    const tags = [7, 4_294_967_295, 1, 3_000_000_000]
    for (const tag of tags) raw.send({ tag, command: 'fetch', args: fetchAll() })
    for (const tag of tags) {
      expect((await raw.answer(tag)).result).toEqual({})
      expect(
        raw.frames.filter((frame) => frame.tag === tag && frame.items).flatMap((one) => one.items),
      ).toHaveLength(3)
    }
  })

  test('C1: a tag in use is refused without a tag, and the running call is not disturbed', async () => {
    raw.send({ tag: 5, command: 'fetch', args: fetchAll() })
    raw.send({ tag: 5, command: 'noop', args: {} })
    const { error } = await raw.frame((frame) => frame.error?.code === 'tagInUse')
    expect(error?.message).toBe('Tag 5 is in use by a running call.')
    expect((await raw.answer(5)).result).toEqual({})
    expect(raw.frames.find((frame) => frame.error)).not.toHaveProperty('tag')
    expect(answersTo(5)).toHaveLength(1)
  })

  test('C1: a malformed call under a running call’s tag is refused without a tag', async () => {
    raw.send({ tag: 5, command: 'fetch', args: fetchAll() })
    raw.send({ tag: 5, command: 'fetch', args: fetchAll(), unknown: 1 })
    await raw.frame((frame) => frame.error?.code === 'malformedFrame' && frame.tag === undefined)
    expect((await raw.answer(5)).result).toEqual({})
    await raw.call('noop', {})
    expect(answersTo(5)).toHaveLength(1)
  })

  test('C1: a tag is free again once its call has ended', async () => {
    for (let count = 1; count <= 3; count++) {
      raw.send({ tag: 5, command: 'noop', args: {} })
      await raw.frame(() => answersTo(5).length === count)
    }
  })

  test.each(['', 'NOOP', 'toString', 'constructor', 'hasOwnProperty', '../noop', 'noop\r\n'])(
    'C1: %j is no command',
    async (command) => {
      expect((await raw.call(command, {})).error?.code).toBe('unknownCommand')
    },
  )

  test('C1: wrong arguments are named by field', async () => {
    const wrong = {
      mailbox: { path: 5, uidValidity: 'x', extra: true },
      messages: { by: 'uid', set: '1;2' },
      fields: ['all'],
    }
    const { error } = await raw.call('fetch', wrong)
    expect(error?.code).toBe('invalidArguments')
    for (const field of ['mailbox.path', 'mailbox.uidValidity', 'mailbox.extra', 'messages.set', 'fields.0'])
      expect(error?.message).toContain(`${field}: `)
  })

  test('C1: arguments nested without end are refused, not followed', async () => {
    const nested = (depth: number): string =>
      `${'{"key":"not","criteria":'.repeat(depth)}{"key":"all"}${'}'.repeat(depth)}`
    const search = (tag: number, depth: number): void =>
      raw.send(
        `{"tag":${tag},"command":"search","args":{"mailbox":${JSON.stringify(inbox)},"criteria":${nested(depth)}}}`,
      )
    search(5, 33)
    search(6, 1_000)
    for (const tag of [5, 6])
      expect((await raw.answer(tag)).error).toMatchObject({
        code: 'invalidArguments',
        message: 'criteria: must nest at most 32 deep and hold at most 1000 criteria',
      })
    search(7, 32)
    expect((await raw.answer(7)).result).toMatchObject({ count: 3 })
    // Deeper than a reader of JSON may be able to follow: then it is no frame at all.
    search(8, 30_000)
    const { error } = await raw.frame(
      (frame) => frame.error !== undefined && ![5, 6].includes(frame.tag ?? 0),
    )
    expect(['invalidArguments', 'malformedFrame']).toContain(error?.code)
  })

  test('C1: 10,000 calls at once: those beyond the limit are refused, none is lost, the user beside notices nothing', async () => {
    const beside = await bed.signIn(2)
    const count = 10_000
    for (let tag = 1; tag <= count; tag++) raw.send({ tag, command: 'fetch', args: fetchAll() })
    // Meanwhile: an ordinary call of someone else.
    const other = await beside.raw.call('list', {})
    expect(other.result).toEqual({})
    for (let tag = 1; tag <= count; tag++) await raw.answer(tag)
    const answers = new Map<number, Frame[]>()
    for (const frame of raw.frames) {
      if (frame.tag === undefined || frame.items) continue
      answers.set(frame.tag, [...(answers.get(frame.tag) ?? []), frame])
    }
    // Tags above a million are the bed's own.
    const flood = [...answers].filter(([tag]) => tag <= count).map(([, frames]) => frames)
    expect(flood).toHaveLength(count)
    expect(flood.every((frames) => frames.length === 1)).toBe(true)
    const codes = new Set(flood.flatMap(([frame]) => (frame?.error ? [frame.error.code] : [])))
    expect([...codes]).toEqual(['tooManyCalls'])
    expect(flood.filter(([frame]) => frame?.result).length).toBeGreaterThanOrEqual(256)
    expect((await raw.call('noop', {})).result).toEqual({})
    beside.raw.ws.terminate()
  })
})

describe('C2: items, then exactly one result or error', () => {
  test('C2: items come before the result, several to a frame', async () => {
    bed.dovecot.seedBulk(bed.dovecot.user(3), 'INBOX', 2_000)
    const { raw: mine, uidValidity } = await bed.signIn(3)
    mine.send({
      tag: 1,
      command: 'fetch',
      args: {
        mailbox: { path: 'INBOX', uidValidity },
        messages: { by: 'sequence', set: '1:*' },
        fields: ['flags'],
      },
    })
    await mine.answer(1)
    const frames = mine.frames.filter((frame) => frame.tag === 1)
    expect(frames.at(-1)?.result).toEqual({})
    const batches = frames.slice(0, -1).map((frame) => frame.items ?? [])
    expect(batches.flat()).toHaveLength(2_000)
    expect(batches.flat().map((item) => (item as { seq: number }).seq)).toEqual(
      Array.from({ length: 2_000 }, (_, index) => index + 1),
    )
    // Batched: far fewer frames than items, and none near the frame limit.
    expect(batches.length).toBeLessThan(400)
    mine.ws.terminate()
  })

  test('C2: every command answers exactly once, also with arguments that are all wrong', async () => {
    const names = Object.keys(commands).filter((name) => name !== 'logout')
    for (const [index, command] of names.entries())
      raw.send({ tag: index + 1, command, args: { nonsense: true } })
    for (const index of names.keys()) {
      const { error } = await raw.answer(index + 1)
      expect(error?.code).toBe('invalidArguments')
    }
    await raw.call('noop', {})
    for (const index of names.keys()) expect(answersTo(index + 1)).toHaveLength(1)
  })

  test('C2: before signing in every command but three is refused, whatever its arguments', async () => {
    const fresh = await bed.open()
    for (const command of Object.keys(commands)) {
      const { error } = await fresh.call(command, { nonsense: true })
      const isOpen = ['authenticate', 'diagnose', 'login'].includes(command)
      expect([command, error?.code]).toEqual([command, isOpen ? 'invalidArguments' : 'notSignedIn'])
    }
    fresh.ws.terminate()
  })

  test('C2: logout is answered, then the socket closes', async () => {
    expect((await raw.call('logout', {})).result).toEqual({})
    expect((await raw.closed).code).toBe(1000)
  })
})

describe('C3: cancel', () => {
  test('C3: answers at once with cancelled; nothing of the call follows, and the lane is free again', async () => {
    raw.send({ tag: 5, command: 'idle', args: {} })
    raw.send({ tag: 6, command: 'fetch', args: fetchAll() })
    raw.send({ cancel: 6 })
    expect((await raw.answer(6)).error?.code).toBe('cancelled')
    raw.send({ cancel: 5 })
    expect((await raw.answer(5)).error?.code).toBe('cancelled')
    expect((await raw.call('noop', {})).result).toEqual({})
    for (const tag of [5, 6]) expect(raw.frames.filter((frame) => frame.tag === tag)).toHaveLength(1)
  })

  test('C3: cancelling what is not running does nothing', async () => {
    await raw.call('noop', {})
    const before = raw.frames.length
    raw.send({ cancel: 77 })
    raw.send({ cancel: 1_000_001 })
    await raw.call('noop', {})
    expect(raw.frames.length).toBe(before + 1)
  })

  test('C3: a cancelled tag can be used again at once', async () => {
    raw.send({ tag: 5, command: 'idle', args: {} })
    raw.send({ cancel: 5 })
    raw.send({ tag: 5, command: 'list', args: {} })
    await raw.frame(() => answersTo(5).length === 2)
    expect(answersTo(5)[0]?.error?.code).toBe('cancelled')
    expect(answersTo(5)[1]?.result).toEqual({})
  })
})

describe('C6 to C8', () => {
  test('C6: another UIDVALIDITY fails the call and nothing is done', async () => {
    const stale = { path: 'INBOX', uidValidity: '1' }
    const { error } = await raw.call('store', {
      mailbox: stale,
      messages: { by: 'sequence', set: '1:*' },
      change: { action: 'add', flags: ['\\Deleted'] },
    })
    expect(error?.code).toBe('uidValidityChanged')
    const { result } = await raw.call('search', { mailbox: inbox, criteria: { key: 'deleted' } })
    expect(result).toEqual({ set: '', count: 0 })
  })

  test.each(['\r', '\n', '\r\nA1 DELETE INBOX', '\0'])(
    'C7: %j in an argument is refused',
    async (breaker) => {
      const poisoned: [string, Record<string, unknown>][] = [
        ['create', { path: `x${breaker}` }],
        ['rename', { from: 'x', to: `y${breaker}` }],
        ['list', { pattern: `*${breaker}` }],
        ['search', { mailbox: inbox, criteria: { key: 'subject', value: `x${breaker}` } }],
        ['search', { mailbox: inbox, criteria: { key: 'header', field: `X${breaker}`, value: '' } }],
        ['search', { mailbox: inbox, criteria: { key: 'keyword', flag: `x${breaker}` } }],
        ['fetch', { mailbox: inbox, messages: { by: 'uid', set: `1${breaker}` } }],
        ['fetch', { mailbox: { ...inbox, path: `INBOX${breaker}` }, messages: { by: 'uid', set: '1' } }],
        ['fetchBody', { mailbox: inbox, uid: 1, sections: [{ kind: 'part', part: `1${breaker}` }] }],
        ['login', { provider: 'plain', user: `u${breaker}`, password: 'p' }],
        ['login', { provider: 'plain', user: 'u', password: `p${breaker}` }],
        ['authenticate', { provider: 'plain', user: 'u', accessToken: `t${breaker}` }],
      ]
      for (const [command, args] of poisoned) {
        const { error } = await raw.call(command, args)
        expect([command, error?.code]).toEqual([command, 'invalidArguments'])
      }
    },
  )

  test('C8: events and items keep the server’s order, and events name their mailbox', async () => {
    bed.dovecot.append(bed.dovecot.user(1), 'INBOX', messageOf('four'))
    raw.send({ tag: 5, command: 'noop', args: {} })
    await raw.answer(5)
    const at = raw.frames.findIndex((frame) => frame.event?.type === 'exists')
    expect(raw.frames[at]?.event).toMatchObject({
      mailbox: 'INBOX',
      uidValidity: inbox.uidValidity,
      exists: 4,
    })
    // Told with the command that brought it, so before that command's own end.
    expect(at).toBeLessThan(raw.frames.findIndex((frame) => frame.tag === 5))
  })
})
