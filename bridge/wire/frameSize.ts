import { PonteError } from '../../shared/protocol/errors.ts'
import { MAX_FRAME_BYTES } from '../../shared/protocol/limits.ts'

/**
 * Holds an answer to what a frame may be (rule T3). What mail can bring about is bounded where it is read; this is for a
 * mail server that says what none does, such as a folder's name of a megabyte.
 *
 * @param json What goes into the frame; `spare` bytes of it come on top.
 * @throws PonteError `tooLarge`.
 */
export function requireFrame(json: string, spare = 0): void {
  // A unit is never more than three bytes of UTF-8: hardly ever are they counted.
  if (json.length * 3 + spare <= MAX_FRAME_BYTES) return
  if (Buffer.byteLength(json) + spare <= MAX_FRAME_BYTES) return
  throw new PonteError('tooLarge', {
    message: 'The answer is longer than a frame may be; ask for less at once.',
  })
}
