/** Every screen, light and dark, on all four widths. */
import '../e2e/pictures.test.ts'
