import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatNumberSet } from '../../../../shared/mail/numberSet.ts'
import { chunked } from '../../../../shared/mail/setPieces.ts'
import {
  failed,
  NO_FLAG_WISHES,
  shownFlag,
  succeeded,
  takeBatch,
  unanswered,
  unwant,
  want,
  type FlagWishes,
} from '../../../../web/mailbox/flagWishes.ts'

const take = (pending: FlagWishes, truth: Map<number, boolean>): FlagWishes =>
  takeBatch(pending, { truthOf: (uid) => truth.get(uid), maxSetLength: 1_000, revision: 1 })

describe('flags between the key press and the answer', () => {
  it('ten toggles in a row are at most two commands', () => {
    const truth = new Map([[1, false]])
    let commands = 0
    let pending = NO_FLAG_WISHES
    const send = (): void => {
      const before = pending.sending
      pending = take(pending, truth)
      if (pending.sending && !before) commands++
    }
    for (let times = 0; times < 10; times++) {
      pending = want(pending, [1], !shownFlag(pending, 1, truth.get(1) ?? false))
      send()
    }
    while (pending.sending) {
      for (const uid of pending.sending.uids) truth.set(uid, pending.sending.on)
      pending = succeeded(pending)
      send()
    }
    expect([commands, truth.get(1)]).toEqual([2, false])
  })

  it('a hundred messages are one command', () => {
    const uids = Array.from({ length: 100 }, (_, at) => at + 1)
    const pending = take(want(NO_FLAG_WISHES, uids, true), new Map(uids.map((uid) => [uid, false])))
    expect(formatNumberSet(pending.sending?.uids ?? [])).toBe('1:100')
    expect(pending.wanted.size).toBe(0)
  })

  it('what is so already is not asked for', () => {
    const pending = take(
      want(NO_FLAG_WISHES, [1, 2], true),
      new Map([
        [1, true],
        [2, true],
      ]),
    )
    expect(pending).toBe(NO_FLAG_WISHES)
  })

  it('takes back what was not sent', () => {
    expect(unwant(want(NO_FLAG_WISHES, [1, 2], true), [1]).wanted).toEqual(new Map([[2, true]]))
  })

  it('a refusal takes the rest of the same change along, not the opposite wish', () => {
    const sending: FlagWishes = {
      wanted: new Map([
        [2, true],
        [1, false],
      ]),
      sending: { on: true, uids: new Set([1]), sentAt: 1 },
    }
    expect(failed(sending)).toEqual({ wanted: new Map([[1, false]]) })
  })

  it('splits what is too long for a line, and loses nothing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { minLength: 1 }), (uids) => {
        const chunks = chunked(uids, 24)
        expect(chunks.flat()).toEqual([...uids].sort((a, b) => a - b))
        expect(chunks.every((chunk) => chunk.length > 0 && formatNumberSet(chunk).length <= 24)).toBe(true)
      }),
    )
  })
})

describe('a flag whose command was not answered', () => {
  it('is sent again, whatever the server told before, and gives way to a newer wish', () => {
    const sent = take(
      want(NO_FLAG_WISHES, [1, 2], true),
      new Map([
        [1, false],
        [2, false],
      ]),
    )
    const changed = want(sent, [2], false)
    const again = take(
      unanswered(changed),
      new Map([
        [1, true],
        [2, false],
      ]),
    )
    expect([...(again.sending?.uids ?? [])]).toEqual([1])
    const rest = take(
      succeeded(again),
      new Map([
        [1, true],
        [2, false],
      ]),
    )
    expect([rest.sending?.on, ...(rest.sending?.uids ?? [])]).toEqual([false, 2])
    expect(take(succeeded(rest), new Map())).toEqual(NO_FLAG_WISHES)
  })
})

type Step =
  | { kind: 'press'; uids: number[]; on: boolean }
  | { kind: 'answer'; ok: boolean }
  | { kind: 'elsewhere'; uid: number; on: boolean }

const uid = fc.integer({ min: 1, max: 5 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('press' as const),
    uids: fc.uniqueArray(uid, { minLength: 1 }),
    on: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('answer' as const), ok: fc.boolean() }),
  fc.record({ kind: fc.constant('elsewhere' as const), uid, on: fc.boolean() }),
)

/** A server that answers when it likes, may refuse, and has other clients; `told` is what this client heard of it. */
describe('flags against a server', () => {
  it('show the newest wish while one is open, and in the end what the server has', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const server = new Map<number, boolean>([1, 2, 3, 4, 5].map((one) => [one, false]))
        const told = new Map(server)
        let pending = NO_FLAG_WISHES
        let refused = false
        const answer = (ok: boolean): void => {
          const batch = pending.sending
          if (!batch) return
          if (ok)
            for (const one of batch.uids) {
              server.set(one, batch.on)
              told.set(one, batch.on)
            }
          refused ||= !ok
          pending = ok ? succeeded(pending) : failed(pending)
          pending = take(pending, told)
        }
        for (const one of steps) {
          if (one.kind === 'press') {
            pending = take(want(pending, one.uids, one.on), told)
            for (const pressed of one.uids) {
              expect(shownFlag(pending, pressed, told.get(pressed) ?? false)).toBe(one.on)
            }
          } else if (one.kind === 'answer') answer(one.ok)
          else {
            server.set(one.uid, one.on)
            told.set(one.uid, one.on)
          }
          expect(pending.sending === undefined ? pending.wanted.size : 0).toBe(0)
        }
        for (let times = 0; pending.sending; times++) {
          expect(times).toBeLessThan(10)
          answer(true)
        }
        expect(pending.wanted.size).toBe(0)
        for (const [one, truth] of server) expect(shownFlag(pending, one, told.get(one) ?? false)).toBe(truth)
        // Without refusals and other clients the last wish for each message is what became of it.
        if (refused || steps.some(({ kind }) => kind === 'elsewhere')) return
        const last = new Map<number, boolean>()
        for (const one of steps)
          if (one.kind === 'press') for (const pressed of one.uids) last.set(pressed, one.on)
        for (const [one, on] of last) expect(server.get(one)).toBe(on)
      }),
      { numRuns: 1_000 },
    )
  })
})
