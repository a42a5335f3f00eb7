/** All of it on both servers. */
import '../e2e/conversations.test.ts'
