import * as v from 'valibot'
import { defineCommand } from '../command.ts'
import { none, text } from '../values.ts'

/** Why there is no picture; the page has a sentence for those that a person can do something about. */
export const IMAGE_REFUSALS = [
  'off',
  'notAllowed',
  'unreachable',
  'timeout',
  'notFound',
  'notPicture',
  'tooLarge',
] as const
export type ImageRefusal = (typeof IMAGE_REFUSALS)[number]

/**
 * A remote picture, fetched by the bridge so that its host learns nothing of the reader: no cookie, no referrer, not the
 * browser's address. The bytes are stream 0; those of a picture that turns out too large are to be let go.
 */
export const image = defineCommand({
  name: 'image',
  traits: { neverWaits: true },
  args: v.strictObject({ url: v.pipe(text, v.minLength(1)) }),
  item: none,
  result: v.variant('outcome', [
    v.object({
      outcome: v.literal('picture'),
      type: v.picklist(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp', 'image/avif']),
      size: v.number(),
    }),
    v.object({ outcome: v.literal('none'), reason: v.picklist(IMAGE_REFUSALS) }),
  ]),
})
