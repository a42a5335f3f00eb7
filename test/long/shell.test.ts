/** Every look at every width. */
import '../e2e/shell.test.ts'
