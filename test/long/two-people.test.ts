/** Every order of two people in one tab. */
import '../e2e/two-people.test.ts'
