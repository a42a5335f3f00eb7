import { CHROMIUM, DOVECOT, requireSystem } from './system.ts'

/** Before the end-to-end tests: vitest's globalSetup. */
export const setup = (): void => requireSystem(CHROMIUM, DOVECOT)
