/** All three kinds of server. */
import '../e2e/absence.test.ts'
