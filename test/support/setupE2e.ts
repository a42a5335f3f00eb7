import type { TestProject } from 'vitest/node'
import { BUILT, ensureBuilt } from './app.ts'
import { FONTS } from './fonts.ts'
import { DOVECOT, requireChromium, requireSystem } from './system.ts'

/** Before the end-to-end tests: vitest's globalSetup. */
export async function setup({ config }: TestProject): Promise<void> {
  requireSystem(DOVECOT, ...FONTS)
  requireChromium(config.env)
  await ensureBuilt()
  process.env[BUILT] = '1'
}
