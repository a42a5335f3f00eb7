import type { BridgeClient } from '../../bridge/types.ts'
import { rasterTypeOf } from '../../mime/imageType.ts'
import { MAX_INLINE_IMAGE_BYTES } from '../../mime/limits.ts'
import type { DraftFile } from './draftFiles.ts'

/**
 * Loads the pictures of a draft to show them, by Content-ID; the message refers to them on the server. Leaves out a picture
 * that is gone, too large, or by its first bytes no raster picture (threat 19).
 */
export async function loadPictures(
  client: BridgeClient,
  files: readonly DraftFile[],
): Promise<Map<string, Blob>> {
  const pictures = new Map<string, Blob>()
  for (const { contentId, blob, reference } of files) {
    if (contentId === undefined) continue
    if (blob) pictures.set(contentId, blob)
    else if (reference?.part !== undefined && reference.size <= MAX_INLINE_IMAGE_BYTES) {
      const { mailbox, uid, part, encoding, size } = reference
      const chunks: Uint8Array<ArrayBuffer>[] = []
      try {
        await client.call(
          'fetchBody',
          { mailbox: { ...mailbox }, uid, sections: [{ kind: 'part', part, decode: encoding, size }] },
          { lane: 'side', onBytes: (_stream, bytes) => void chunks.push(bytes.slice()) },
        )
      } catch {
        continue
      }
      const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer())
      const type = rasterTypeOf(bytes)
      if (type) pictures.set(contentId, new Blob([bytes], { type }))
    }
  }
  return pictures
}
