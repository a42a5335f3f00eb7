/** All of it on both servers. */
import '../e2e/organise.test.ts'
