/** By each way of signing in. */
import '../e2e/mail-on-dovecot.test.ts'
