import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { traitsByCommand } from './shared/protocol/registry.ts'

/** These wait for minutes and work for seconds: they run beside the integration tests, first of all. */
const WAITING = 'test/e2e/token-life.test.ts'

class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const waits = (file: TestSpecification): boolean => file.moduleId.endsWith(WAITING)
    return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))]
  }
}

/** The browser that `npm test` drives; see test/support/system.ts. */
const SHELL = { PONTE_CHROMIUM: 'shell' }

/** A busy machine takes its time, and nothing asserts how long: these end only what never comes. */
const PATIENT = {
  // Each question costs a page or a process of the mail server's.
  expect: { poll: { timeout: 90_000, interval: 150 } },
  testTimeout: 300_000,
  hookTimeout: 300_000,
}

/**
 * `unit` is pure and parallel; `integration` starts real servers (Dovecot, SMTP, the demo), with `waiting` beside it;
 * `e2e` drives the built page in real Chromium, two files at once: a third would only slow the two.
 * They run one after the other: they share two cores. `long` holds the full figures (`npm run test:long`)
 * and is not part of `npm test`.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: WaitingFirst },
    projects: [
      {
        // As vite.config.ts has it.
        define: { __COMMAND_TRAITS__: JSON.stringify(traitsByCommand()) },
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          environment: 'node',
          sequence: { groupOrder: 1 },
          // These work and wait for nothing: whatever takes long is a machine with other things to do.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['test/support/setupIntegration.ts'],
          // Files share the process and its modules; what they start is theirs.
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'waiting',
          include: [WAITING],
          environment: 'node',
          env: SHELL,
          globalSetup: ['test/support/setupE2e.ts'],
          setupFiles: ['test/support/tellOfFailure.ts'],
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: [WAITING],
          environment: 'node',
          env: SHELL,
          globalSetup: ['test/support/setupE2e.ts'],
          setupFiles: ['test/support/tellOfFailure.ts'],
          // Files share the process, its modules and its Chromium; what they start is theirs.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
          // Once more, in sight ("retry x1"), until three whole runs in a row have needed none. What needed one is looked into.
          retry: 1,
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'long',
          // What e2e leaves out of its tables, too: see test/support/whole.ts.
          include: ['test/long/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          setupFiles: ['test/support/tellOfFailure.ts'],
          environment: 'node',
          globalSetup: ['test/support/setupE2e.ts'],
          env: { PONTE_WHOLE: '1' },
          fileParallelism: false,
          sequence: { groupOrder: 4 },
          ...PATIENT,
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
