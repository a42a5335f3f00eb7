import { DOVECOT, requireSystem } from './system.ts'

/** Before the integration tests: vitest's globalSetup. */
export const setup = (): void => requireSystem(DOVECOT)
