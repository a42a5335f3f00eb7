import { contentIdIn, picturesIn, type DocNode } from '../../editor/doc.ts'
import { fromBase64, toBase64 } from '../../mime/base64.ts'
import { fileFrom, newContentId, type DraftFile } from './draftFiles.ts'
import { MAX_SIGNATURE_BYTES } from './limits.ts'

/** A picture of a signature, as it is kept with the settings: they are text. */
export interface SignaturePicture {
  type: string
  /** Base64. */
  data: string
}

/** By Content-ID, which the signature's tree names. */
export type SignaturePictures = Readonly<Record<string, SignaturePicture>>

const TYPE = /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/
const MAX_LENGTH = Math.ceil((MAX_SIGNATURE_BYTES * 4) / 3) + 400

/** Those of a stored signature that are pictures; none once all of them together are too large. */
export function picturesFrom(stored: unknown): SignaturePictures {
  const pictures: Record<string, SignaturePicture> = {}
  let length = 0
  for (const [id, one] of Object.entries(stored ?? {})) {
    const { type, data } = (one ?? {}) as Partial<SignaturePicture>
    if (typeof type !== 'string' || !TYPE.test(type) || typeof data !== 'string' || !isBase64(data)) continue
    length += data.length
    if (length > MAX_LENGTH) return {}
    pictures[id] = { type, data }
  }
  return pictures
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}

export function pictureBlob({ type, data }: SignaturePicture): Blob {
  return new Blob([fromBase64(data)], { type })
}

export async function pictureOf(blob: Blob): Promise<SignaturePicture> {
  return { type: blob.type, data: toBase64(new Uint8Array(await blob.arrayBuffer())) }
}

/** A signature's nodes for one message, and its pictures as files of that, under ids of their own. */
export function forMessage(
  doc: DocNode,
  pictures: SignaturePictures | undefined,
): { nodes: readonly DocNode[]; files: DraftFile[] } {
  const nodes = doc.content ?? []
  const shown = [...picturesIn(doc)].flatMap((id) => {
    const picture = pictures?.[id]
    return picture ? [{ id, picture, own: newContentId() }] : []
  })
  if (shown.length === 0) return { nodes, files: [] }
  const ids = new Map(shown.map(({ id, own }) => [id, own]))
  const files = shown.map(({ picture, own }) =>
    fileFrom(pictureBlob(picture), `signature.${picture.type.slice('image/'.length)}`, own),
  )
  return { nodes: nodes.map((node) => renamed(node, ids)), files }
}

function renamed(node: DocNode, ids: ReadonlyMap<string, string>): DocNode {
  const id = node.type === 'image' ? contentIdIn(node.attrs?.['src']) : undefined
  const own = id === undefined ? undefined : ids.get(id)
  return {
    ...node,
    ...(own === undefined ? {} : { attrs: { ...node.attrs, src: `cid:${own}` } }),
    ...(node.content ? { content: node.content.map((child) => renamed(child, ids)) } : {}),
  }
}
