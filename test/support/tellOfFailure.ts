/** Runs before each file of the e2e tests: a failed one tells what was on the screen. */
import { afterEach } from 'vitest'
import { describeOpenPages } from './chromium.ts'

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error(await describeOpenPages())
})
