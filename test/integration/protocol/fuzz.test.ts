import { afterAll, beforeAll, test } from 'vitest'
import { startBed, type ProtocolBed } from './bed.ts'
import { sendRandomFrames } from './randomFrames.ts'

/** Rule T3: no input ends the process. A million frames are sent in test/long. */
const FRAMES = 6_000
const SEED = Number(process.env['PONTE_TEST_FUZZ_SEED'] ?? Date.now() % 1_000_000)

let bed: ProtocolBed
beforeAll(async () => {
  bed = await startBed({ profile: 'full' })
})
afterAll(() => bed.stop())

test(`T3: ${FRAMES} random frames (seed ${SEED}) end nothing but their own sockets`, async () => {
  await sendRandomFrames(bed, { frames: FRAMES, seed: SEED })
})
