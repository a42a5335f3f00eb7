import type { Address } from '../../../shared/mail/address.ts'
import { safeFileName } from '../../mime/fileName.ts'
import { rasterTypeOf } from '../../../shared/mail/imageType.ts'
import { MAX_ATTACHED_BOUNDARIES, MAX_ATTACHED_DEPTH, MAX_HEADER_BYTES } from '../../mime/limits.ts'
import type { ReaderPart } from '../../reader/draw.ts'

/** A message that came inside another one, opened to be read. */
export interface AttachedMessage {
  subject: string
  from: Address | undefined
  to: Address[]
  /** ISO 8601; absent when the message has none that can be read. */
  date: string | undefined
  parts: ReaderPart[]
  pictures: ReadonlyMap<string, string>
  files: { name: string; content: Blob }[]
  /** Frees the pictures. */
  release(): void
}

/** Parses it with postal-mime, which is loaded when first needed. @throws {Error} when it is too intricate to be a letter */
export async function readAttachedMessage(bytes: Uint8Array<ArrayBuffer>): Promise<AttachedMessage> {
  if (countBoundaries(bytes) > MAX_ATTACHED_BOUNDARIES) throw new Error('too many parts')
  const { default: PostalMime } = await import('postal-mime')
  const parsed = await PostalMime.parse(bytes, {
    maxNestingDepth: MAX_ATTACHED_DEPTH,
    maxHeadersSize: MAX_HEADER_BYTES,
    attachmentEncoding: 'arraybuffer',
  })
  const urls: string[] = []
  const pictures = new Map<string, string>()
  const files: AttachedMessage['files'] = []
  for (const { filename, mimeType, content, contentId, related } of parsed.attachments) {
    const raw = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
    const type = rasterTypeOf(raw)
    const id = contentId?.trim().replace(/^<|>$/g, '') ?? ''
    if (type && id !== '' && related) {
      const url = URL.createObjectURL(new Blob([raw], { type }))
      urls.push(url)
      pictures.set(id, url)
      continue
    }
    const name = safeFileName(filename ?? '', mimeType === 'message/rfc822' ? 'message.eml' : 'file')
    files.push({ name, content: new Blob([raw], { type: 'application/octet-stream' }) })
  }
  const { html, text } = parsed
  const parts: ReaderPart[] =
    html !== undefined && html.trim() !== ''
      ? [{ kind: 'html', html }]
      : text !== undefined && text.trim() !== ''
        ? [{ kind: 'text', text }]
        : []
  return {
    subject: parsed.subject ?? '',
    from: parsed.from ? addresses([parsed.from]).at(0) : undefined,
    to: addresses(parsed.to ?? []),
    date: parsed.date === undefined || Number.isNaN(Date.parse(parsed.date)) ? undefined : parsed.date,
    parts,
    pictures,
    files,
    release: () => urls.forEach((url) => URL.revokeObjectURL(url)),
  }
}

interface Found {
  name?: string | undefined
  address?: string | undefined
  group?: Found[] | undefined
}

function addresses(found: readonly Found[]): Address[] {
  return found.flatMap((one) =>
    one.group ? addresses(one.group) : [{ name: one.name ?? '', address: one.address ?? '' }],
  )
}

/** Lines that could be a boundary: a bound on what the parser will have to build. */
function countBoundaries(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x2d && bytes[at + 2] === 0x2d) count++
  }
  return count
}
