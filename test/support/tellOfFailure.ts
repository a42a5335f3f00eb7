/** Runs before each file of the e2e tests: a failed one tells what was on the screen. */
import { afterEach, beforeEach } from 'vitest'
import { describePages, forgetClosedPages } from './chromium.ts'

beforeEach(forgetClosedPages)
// The first of these hooks is the last that runs: by then the test's own may have closed its pages.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  // Also of a first try whose second passes: the report leaves out why.
  for (const { stack, message } of task.result.errors ?? []) console.error(stack ?? message)
  console.error(await describePages())
})
