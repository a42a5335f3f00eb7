import fc from 'fast-check'
import { describe, it } from 'vitest'
import { checkRun, runOf, type Run } from './modelRun.ts'

/** Enough to find what one run in a few thousand shows; `test/long/mailbox-model.test.ts` makes a million. */
const RUNS = 10_000

const PLAIN = { uidNext: false, byUid: false, expunges: false }
const at = (place: number) => ({ at: place, flag: 0, refuse: false })

/** Runs that once showed something else than the server had, each as short as it could be made. */
const FOUND: Record<string, Run> = {
  'a flag whose STORE was lost is sent again, though what was told before seems to fulfil the wish': {
    server: PLAIN,
    start: 1,
    steps: [{ kind: 'flag', ...at(0), on: true }, { kind: 'flag', ...at(0), on: false }, { kind: 'drop' }],
  },
  'a message that leaves while its number is not known is out of sight': {
    server: PLAIN,
    start: 2,
    steps: [
      { kind: 'leave', from: 0, to: 0, refuse: false, keep: false },
      { kind: 'drop' },
      { kind: 'serve', count: 2 },
      { kind: 'deliver', count: 3 },
    ],
  },
  'a silent STORE of one flag says nothing of another one sent beside it': {
    server: PLAIN,
    start: 4,
    steps: [
      { kind: 'arrange' },
      { kind: 'deliver', count: 0 },
      { kind: 'flag', at: 0, flag: 1, on: true, refuse: false },
      { kind: 'flag', ...at(0), on: true },
    ],
  },
  'flags told by a number nobody knows are asked for': {
    server: PLAIN,
    start: 1,
    steps: [
      { kind: 'drop' },
      { kind: 'serve', count: 1 },
      { kind: 'foreignFlag', at: 0, flag: 0, on: true },
      { kind: 'arrange' },
    ],
  },
  'a message that came back counts as unread once': {
    server: PLAIN,
    start: 2,
    steps: [
      { kind: 'leave', from: 0, to: 19, refuse: true, keep: true },
      { kind: 'expunge', at: 0 },
      { kind: 'drop' },
    ],
  },
  'the index names no message before it has been compared with the mailbox selected anew': {
    server: { ...PLAIN, uidNext: true },
    start: 1,
    steps: [
      { kind: 'arrange' },
      { kind: 'leave', from: 0, to: 0, refuse: false, keep: false },
      { kind: 'drop' },
      { kind: 'arrive', count: 1, thread: 0 },
      { kind: 'arrive', count: 2, thread: 0 },
      { kind: 'expunge', at: 0 },
      { kind: 'serve', count: 1 },
      { kind: 'serve', count: 1 },
      { kind: 'arrive', count: 1, thread: 0 },
      { kind: 'expunge', at: 4 },
    ],
  },
  'a number the index guessed is asked for all the same': {
    server: PLAIN,
    start: 2,
    steps: [
      { kind: 'leave', from: 0, to: 0, refuse: true, keep: true },
      { kind: 'reload' },
      { kind: 'expunge', at: 0 },
      { kind: 'arrive', count: 1, thread: 0 },
      { kind: 'arrive', count: 1, thread: 0 },
      { kind: 'expunge', at: 0 },
      { kind: 'serve', count: 1 },
      { kind: 'deliver', count: 2 },
      { kind: 'deliver', count: 1 },
      { kind: 'deliver', count: 2 },
      { kind: 'recall' },
    ],
  },
  'a flag told otherwise while its STORE ran is asked for, and a newer wish is sent': {
    server: PLAIN,
    start: 5,
    steps: [
      { kind: 'arrange' },
      { kind: 'deliver', count: 0 },
      { kind: 'expunge', at: 0 },
      { kind: 'leave', from: 0, to: 0, refuse: true, keep: true },
      { kind: 'arrive', count: 1, thread: 0 },
      { kind: 'expunge', at: 0 },
      { kind: 'flag', ...at(0), on: true },
      { kind: 'foreignFlag', at: 5, flag: 0, on: false },
      { kind: 'flag', at: 0, flag: 0, on: false, refuse: true },
    ],
  },
  'what another client changed before the page was told may win over a wish that its own STORE seemed to fulfil':
    {
      server: PLAIN,
      start: 1,
      steps: [
        { kind: 'flag', ...at(0), on: true },
        { kind: 'flag', ...at(0), on: false, refuse: true },
        { kind: 'serve', count: 1 },
        { kind: 'foreignFlag', at: 0, flag: 0, on: false },
        { kind: 'flag', ...at(0), on: true, refuse: true },
      ],
    },
  'a wish that was confirmed is not in doubt when the connection is lost': {
    server: PLAIN,
    start: 1,
    steps: [
      { kind: 'arrive', count: 1, thread: 0 },
      { kind: 'leave', from: 0, to: 0, refuse: false, keep: true },
      { kind: 'serve', count: 1 },
      { kind: 'deliver', count: 2 },
      { kind: 'drop' },
      { kind: 'reload' },
      { kind: 'drop' },
    ],
  },
  'a number told before the mailbox is selected anew says nothing of the message that had it': {
    server: PLAIN,
    start: 2,
    steps: [
      { kind: 'flag', at: 0, flag: 1, on: true, refuse: false },
      { kind: 'flag', at: 1, flag: 1, on: true, refuse: false },
      { kind: 'serve', count: 1 },
      { kind: 'deliver', count: 2 },
      { kind: 'open', at: 0 },
      { kind: 'leave', from: 1, to: 1, refuse: false, keep: false },
      { kind: 'flag', at: 0, flag: 1, on: false, refuse: false },
      { kind: 'drop' },
      { kind: 'arrive', count: 1, thread: 0 },
      { kind: 'foreignFlag', at: 1, flag: 0, on: false },
    ],
  },
  'a result that is gone does not stay at the number the index guessed': {
    server: PLAIN,
    start: 0,
    steps: [
      { kind: 'search', on: true },
      { kind: 'arrive', count: 1, thread: 0 },
      { kind: 'serve', count: 1 },
      { kind: 'deliver', count: 1 },
      { kind: 'expunge', at: 0 },
      { kind: 'arrive', count: 2, thread: 0 },
      { kind: 'deliver', count: 1 },
      { kind: 'expunge', at: 0 },
      { kind: 'drop' },
      { kind: 'serve', count: 1 },
      { kind: 'deliver', count: 1 },
      { kind: 'recall' },
    ],
  },
}

describe('the mailbox model against a server', () => {
  it.each(Object.entries(FOUND))('%s', (_name, run) => checkRun(run))

  it(
    `shows what the server has once everything is told, in ${RUNS} runs`,
    () => fc.assert(fc.property(runOf(30), checkRun), { numRuns: RUNS }),
    // Half a minute of work, which a busy machine makes many.
    900_000,
  )
})
