import fc from 'fast-check'
import { describe, it } from 'vitest'
import { checkRun, runOf } from './modelRun.ts'

const RUNS = 10_000

describe('the mailbox model against a server', () => {
  it(
    `shows what the server has once everything is told, in ${RUNS} runs`,
    () => fc.assert(fc.property(runOf(30), checkRun), { numRuns: RUNS }),
    300_000,
  )
})
