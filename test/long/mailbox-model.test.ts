import fc from 'fast-check'
import { expect, it } from 'vitest'
import { checkRun, runOf } from '../unit/web/mailbox/modelRun.ts'

const RUNS = 1_000_000
/** Runs of one batch: a failure is shrunk, and told, before the others have run. */
const BATCH = 50_000

it(`the mailbox model shows what the server has, in ${RUNS} runs`, () => {
  for (let done = 0; done < RUNS; done += BATCH) {
    const found = fc.check(fc.property(runOf(30), checkRun), { numRuns: BATCH })
    expect(found.failed, fc.defaultReportMessage(found)).toBe(false)
  }
})
