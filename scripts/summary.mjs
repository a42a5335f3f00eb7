/**
 * Prints `N passed, N failed` from vitest's JSON report, the last line of .ci/run.
 * Usage: node scripts/summary.mjs <report.json> <exit status of npm test>
 */
import { existsSync, readFileSync } from 'node:fs'

const [report = '', status = '1'] = process.argv.slice(2)

function count() {
  // The type check, the linter or the build failed before any test ran.
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  let failed = 0
  for (const file of testResults) {
    const failures = file.assertionResults.filter((test) => test.status === 'failed').length
    // A file that did not even load, or whose hooks failed, has no failed test of its own.
    failed += file.status === 'failed' ? Math.max(1, failures) : failures
  }
  return { passed: numPassedTests, failed }
}

const { passed, failed } = count()
// vitest also fails for errors that belong to no test.
console.log(`${passed} passed, ${status === '0' ? failed : Math.max(1, failed)} failed`)
