import type { ArgsInput } from '../../shared/protocol/command.ts'
import type { Commands } from '../../shared/protocol/registry.ts'
import type { BridgeClient } from '../bridge/types.ts'
import { decodeText } from '../mime/charset.ts'
import { choosePartsToShow, type LeafPart, type ShownPart } from '../mime/choosePartsToShow.ts'
import { fileNameOf } from '../mime/fileName.ts'
import { rasterTypeOf } from '../mime/imageType.ts'
import type { ReaderPart } from '../reader/draw.ts'
import { MAX_BODY_BYTES } from './limits.ts'
import type { OpenMessage } from './listRow.ts'

export interface MessageBody {
  parts: ReaderPart[]
  /** Blob URLs of raster pictures of this message, by Content-ID without brackets. */
  pictures: ReadonlyMap<string, string>
  attachments: LeafPart[]
  /** Pictures fetched for the HTML, by Content-ID; those it does not show are attachments too. */
  inline: ReadonlyMap<string, LeafPart>
  /** Parts the server did not hand out. */
  missing: number
  /** Too deep, too many parts or too large to be drawn whole. */
  cut: boolean
  /** Frees the pictures. */
  release(): void
}

/** FETCH of one part, decoded by the bridge; the size as transferred saves the round trip that would find the end. */
export function partSection(part: LeafPart): ArgsInput<Commands['fetchBody']>['sections'][number] {
  return {
    kind: 'part',
    part: part.part,
    ...(part.encoding === undefined || part.encoding === '' ? {} : { decode: part.encoding.slice(0, 40) }),
    ...(part.size === undefined ? {} : { size: part.size }),
  }
}

/** All that is shown of a message, in one call: texts, and the pictures its HTML may show. */
export async function loadBody(
  client: BridgeClient,
  { row, mailbox }: OpenMessage,
  signal: AbortSignal,
): Promise<MessageBody> {
  const chosen = choosePartsToShow(row.bodyStructure)
  const wanted = [...chosen.body.map((shown) => shown.part), ...chosen.inline]
  const streams = wanted.map(() => new Collected())
  let missing = 0
  if (wanted.length > 0) {
    await client.call(
      'fetchBody',
      { mailbox, uid: row.uid, sections: wanted.map(partSection) },
      {
        signal,
        onItem: () => void missing++,
        onBytes: (stream, bytes) => streams[stream]?.add(bytes),
      },
    )
  }
  const urls: string[] = []
  const pictureUrl = (bytes: Uint8Array<ArrayBuffer> | undefined): string | undefined => {
    const type = bytes && rasterTypeOf(bytes)
    if (!type) return undefined
    const url = URL.createObjectURL(new Blob([bytes], { type }))
    urls.push(url)
    return url
  }
  const pictures = new Map<string, string>()
  const inline = new Map<string, LeafPart>()
  const unusable: LeafPart[] = []
  for (const [at, part] of chosen.inline.entries()) {
    const id = part.id?.trim().replace(/^<|>$/g, '')
    const url = pictureUrl(streams[chosen.body.length + at]?.bytes())
    if (id === undefined || id === '' || url === undefined) unusable.push(part)
    else {
      pictures.set(id, url)
      inline.set(id, part)
    }
  }
  return {
    parts: chosen.body.flatMap((shown, at) => toReaderPart(shown, streams[at]?.bytes(), pictureUrl)),
    pictures,
    inline,
    attachments: [...chosen.attachments, ...unusable],
    missing,
    cut: chosen.cut || streams.some((one) => one.full),
    release: () => urls.forEach((url) => URL.revokeObjectURL(url)),
  }
}

function toReaderPart(
  { kind, part }: ShownPart,
  bytes: Uint8Array<ArrayBuffer> | undefined,
  pictureUrl: (bytes: Uint8Array<ArrayBuffer> | undefined) => string | undefined,
): ReaderPart[] {
  if (!bytes) return []
  if (kind === 'image') {
    const url = pictureUrl(bytes)
    return url === undefined ? [] : [{ kind, url, name: fileNameOf(part) }]
  }
  const text = decodeText(bytes, part.parameters['charset'])
  if (text.trim() === '') return []
  if (kind === 'html') return [{ kind, html: text }]
  const flowed = part.parameters['format']?.toLowerCase() === 'flowed'
  const delSp = part.parameters['delsp']?.toLowerCase() === 'yes'
  return [{ kind, text, ...(flowed ? { flowed: { delSp } } : {}) }]
}

/** The bytes of one stream, up to what can be shown. */
class Collected {
  private readonly chunks: Uint8Array[] = []
  private length = 0
  full = false

  add(bytes: Uint8Array): void {
    if (this.length + bytes.length > MAX_BODY_BYTES) {
      this.full = true
      return
    }
    // Chunks are views into frames that the socket may reuse.
    this.chunks.push(bytes.slice())
    this.length += bytes.length
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.length)
    let at = 0
    for (const chunk of this.chunks) {
      whole.set(chunk, at)
      at += chunk.length
    }
    return whole
  }
}
