/** Runs before each file of the e2e tests: a failed one tells what was on the screen. */
import { afterEach, beforeEach } from 'vitest'
import { describePages, forgetClosedPages } from './chromium.ts'

beforeEach(forgetClosedPages)
// The first of these hooks is the last that runs: by then the test's own may have closed its pages.
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error(await describePages())
})
