/** A mailbox of 100,000. */
import '../e2e/round-trips.test.ts'
