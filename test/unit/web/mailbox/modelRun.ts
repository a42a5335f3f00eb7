import fc from 'fast-check'
import { expect } from 'vitest'
import * as view from '../../../../web/mailbox/view.ts'
import { openWishes } from '../../../../web/mailbox/wishes.ts'
import { Oracle, type OracleOptions, type Step } from './oracle.ts'

/** One run: what the server is like, how many messages it begins with, and what happens. */
export interface Run {
  server: OracleOptions
  start: number
  steps: Step[]
}

const at = fc.nat({ max: 20 })
const flag = fc.nat({ max: 1 })
const on = fc.boolean()
/** What goes wrong is the exception. */
const rarely = fc.nat({ max: 9 }).map((dice) => dice === 0)
const kind = <Kind extends Step['kind']>(name: Kind): fc.Arbitrary<Kind> => fc.constant(name)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('arrive'),
      count: fc.integer({ min: 1, max: 2 }),
      thread: fc.nat({ max: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('expunge'), at }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('foreignFlag'), at, flag, on }) },
  { weight: 5, arbitrary: fc.record({ kind: kind('flag'), at, flag, on, refuse: rarely }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: kind('leave'), from: at, to: at, refuse: rarely, keep: rarely }),
  },
  { weight: 8, arbitrary: fc.record({ kind: kind('deliver'), count: fc.nat({ max: 4 }) }) },
  { weight: 6, arbitrary: fc.record({ kind: kind('serve'), count: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('drop') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('poll') }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('arrange') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('unfold'), at, on }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('search'), on }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('open'), at }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('recall') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('resync') }) },
  { weight: 1, arbitrary: rarely.map((really): Step => (really ? { kind: 'replace' } : { kind: 'poll' })) },
  { weight: 1, arbitrary: rarely.map((really): Step => (really ? { kind: 'reload' } : { kind: 'poll' })) },
)

/** @param least Steps of a run at least. */
export const runOf = (least: number): fc.Arbitrary<Run> =>
  fc.record({
    server: fc.record({ uidNext: on, byUid: on, expunges: on }),
    start: fc.nat({ max: 8 }),
    steps: fc.array(step, { minLength: least, maxLength: 45 }),
  })

/** Lets a run happen, then lets everything come to rest, and compares what shows with what there is. */
export function checkRun({ server, start, steps }: Run): void {
  const oracle = new Oracle(server, start)
  oracle.settle()
  oracle.syncIndex()
  for (const next of steps) {
    oracle.step(next)
    checkInvariants(oracle)
  }
  oracle.settle()
  checkIndex(oracle)
  oracle.syncIndex()
  oracle.step({ kind: 'search', on: false })
  oracle.settle()
  checkTruth(oracle)
}

/** An expectation that holds costs a hundred times this comparison, and a run has thousands. */
function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (!Object.is(actual, expected)) expect(actual, what).toBe(expected)
}

/** What holds at every moment. */
function checkInvariants({ model, faults }: Oracle): void {
  expectSame(faults.join('; '), '', 'faults')
  const shown = Array.from({ length: view.count(model) }, (_, index) => view.uidAtIndex(model, index))
  const known = shown.filter((uid) => uid !== undefined)
  expectSame(new Set(known).size, known.length, 'a message has one row')
  for (const [index, uid] of shown.entries())
    if (uid !== undefined && view.isListed(model, uid))
      expectSame(view.indexOf(model, uid), index, `the place of ${uid}`)
  for (const uid of known) expectSame(model.leaving.has(uid), false, 'what leaves is out of sight')
}

/** The index learnt every change by the news alone, unless it was told that it missed some. */
function checkIndex(oracle: Oracle): void {
  expect(oracle.isQuiet).toBe(true)
  if (!oracle.indexIsCurrent) return
  const truth = new Map(oracle.messages.map(({ uid, flags }) => [uid, [...flags].sort()]))
  const index = [...oracle.index].sort(([one], [other]) => one - other)
  expect(new Map(index.map(([uid, flags]) => [uid, [...flags].sort()]))).toEqual(truth)
}

function checkTruth(oracle: Oracle): void {
  const { model, messages } = oracle
  checkInvariants(oracle)
  expect(openWishes(model.wishes), 'every wish was answered').toEqual([])
  const inSight = messages.filter(({ uid }) => !model.leaving.has(uid))
  const uids = Array.from({ length: view.count(model) }, (_, index) => view.uidAtIndex(model, index) ?? 0)
  const represented = uids.flatMap((uid) => view.foldedGroup(model, uid)?.members ?? [uid])
  expect([...represented].sort(ascending)).toEqual(inSight.map(({ uid }) => uid).sort(ascending))
  if (!model.list.order) expect(uids).toEqual(inSight.map(({ uid }) => uid).reverse())
  for (const { uid, flags } of inSight) {
    const shown = ['\\Seen', '\\Flagged'].filter((name) => view.shownFlagOf(model, uid, name))
    if (uids.includes(uid)) expectSame(shown.join(), [...flags].sort().reverse().join(), `flags of ${uid}`)
    for (const name of ['\\Seen', '\\Flagged']) {
      const wished = oracle.wished.get(`${uid} ${name}`)
      if (wished !== undefined) expectSame(flags.includes(name), wished, `${name} of ${uid} as wished`)
    }
  }
  const unseen = messages.filter(({ flags }) => !flags.includes('\\Seen')).length
  expect(view.countsOf(model, 'INBOX')).toEqual({ messages: messages.length, unseen })
  // The list has it no more: whoever shows it asks what became of it.
  const { open } = model
  if (open !== undefined && !messages.some(({ uid }) => uid === open))
    expect(view.isListed(model, open)).toBe(false)
}

function ascending(one: number, other: number): number {
  return one - other
}
