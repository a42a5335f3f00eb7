/** Each of the tests on both server profiles. */
import '../e2e/live.test.ts'
