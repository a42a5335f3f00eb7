import * as v from 'valibot'
import { draft } from '../../mail/draft.ts'
import { defineCommand } from '../command.ts'
import { byteCount, none } from '../values.ts'

/**
 * Builds a message (RFC 5322, RFC 2045) from a draft and streams its bytes back as stream 0: what `append` and
 * `submit` would use for the same draft. Attachments are uploaded as streams 1….
 */
export const compose = defineCommand({
  name: 'compose',
  traits: { neverWaits: true },
  args: v.strictObject({ draft }),
  item: none,
  result: v.object({ size: byteCount }),
})
