import { afterAll, beforeAll, test } from 'vitest'
import { startBed, type ProtocolBed } from '../integration/protocol/bed.ts'
import { prepareRandomCalls } from '../integration/protocol/randomCalls.ts'
import { sendRandomFrames } from '../integration/protocol/randomFrames.ts'

/** The full figures of test/integration/protocol. */
const FRAMES = 1_000_000
const INTERLEAVINGS = 2_000

let bed: ProtocolBed
beforeAll(async () => {
  bed = await startBed({ profile: 'full' })
})
afterAll(() => bed.stop())

test(`C1 to C4: ${INTERLEAVINGS} random interleavings`, async () => {
  const random = await prepareRandomCalls(bed)
  await random.run(INTERLEAVINGS)
})

for (const seed of [1, Date.now() % 1_000_000]) {
  test(`T3: ${FRAMES} random frames (seed ${seed})`, () => sendRandomFrames(bed, { frames: FRAMES, seed }))
}
