import { BUILT, ensureBuilt } from './app.ts'
import { FONTS } from './fonts.ts'
import { CHROMIUM, DOVECOT, requireSystem } from './system.ts'

/** Before the end-to-end tests: vitest's globalSetup. */
export async function setup(): Promise<void> {
  requireSystem(CHROMIUM, DOVECOT, ...FONTS)
  await ensureBuilt()
  process.env[BUILT] = '1'
}
