import { shallowRef, type ShallowRef } from 'vue'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { BridgeClient, CallOptions } from '../../bridge/types.ts'
import { decodeText } from '../../mime/charset.ts'
import {
  choosePartsToShow,
  type BodyForm,
  type LeafPart,
  type PartsToShow,
  type ShownPart,
  WHOLE_MESSAGE,
} from '../../mime/choosePartsToShow.ts'
import { fileNameOf } from '../../mime/fileName.ts'
import { parseHeader, type HeaderField } from '../../mime/headerFields.ts'
import { rasterTypeOf } from '../../../shared/mail/imageType.ts'
import { MAX_HEADER_BYTES } from '../../mime/limits.ts'
import type { ReaderPart } from '../../reader/draw.ts'
import { createCollector, type Collector } from '../kit/collector.ts'
import { isCancelled } from '../kit/failure.ts'
import type { OpenMessage } from '../../mailbox/row.ts'
import { MAX_BODY_BYTES } from './limits.ts'

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
  /** Which of its two forms is shown, and whether it has both. */
  form: BodyForm
  choice: boolean
  /** Its words are encrypted. */
  encrypted: boolean
  /** It is damaged: its text is shown as it came. */
  raw: boolean
  /** All of the message's header; it comes behind the text, and is empty where the server does not hand it out. */
  header: Readonly<ShallowRef<readonly HeaderField[] | undefined>>
  /** Frees the pictures. */
  release(): void
}

/** FETCH of one part, decoded by the bridge; the size as transferred saves the round trip that would find the end. */
export function partSection(part: LeafPart): ArgsInput<Commands['fetchBody']>['sections'][number] {
  if (part.part === WHOLE_MESSAGE.part) return { kind: 'source' }
  return {
    kind: 'part',
    part: part.part,
    ...(part.encoding === undefined || part.encoding === '' ? {} : { decode: part.encoding.slice(0, 40) }),
    ...(part.size === undefined ? {} : { size: part.size }),
  }
}

export interface LoadBodyOptions extends Pick<CallOptions<'fetchBody'>, 'lane' | 'priority'> {
  signal: AbortSignal
  form?: BodyForm
}

/** What came of a message: what it takes to show it, and nothing made of it yet. */
export interface Received {
  form: BodyForm
  /** What was asked for: a stream for each of `body`, then for each of `inline`. */
  chosen: PartsToShow
  streams: readonly Pick<Collector, 'full' | 'length' | 'bytes'>[]
  missing: number
  header: ShallowRef<readonly HeaderField[] | undefined>
  /** Settles when nothing more comes: whether all of it came. */
  whole: Promise<boolean>
}

/** Makes of what came what is shown. Each has pictures of its own, freed by its `release`. */
export function buildBody({ form, chosen, streams, missing, header }: Received): MessageBody {
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
  const parts = chosen.body.flatMap((shown, at) => toReaderPart(shown, streams[at]?.bytes(), pictureUrl))
  return {
    parts,
    encrypted: chosen.encrypted || parts.some(isInlinePgp),
    raw: chosen.raw,
    pictures,
    inline,
    attachments: [...chosen.attachments, ...unusable],
    missing,
    cut: chosen.cut || streams.some((one) => one.full),
    form,
    choice: chosen.choice,
    header,
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
  if (part.part === WHOLE_MESSAGE.part) return [{ kind: 'text', text: withoutHeader(text) }]
  if (kind === 'html') return [{ kind, html: text }]
  const flowed = part.parameters['format']?.toLowerCase() === 'flowed'
  const delSp = part.parameters['delsp']?.toLowerCase() === 'yes'
  return [{ kind, text, ...(flowed ? { flowed: { delSp } } : {}) }]
}

/** The header has its own dialog; a message without a body is shown whole. */
function withoutHeader(text: string): string {
  const body = text.replace(/^[^]*?\r?\n\r?\n/, '')
  return body.trim() === '' ? text : body
}

/** RFC 9580 section 6.2, in the text itself, as older programs put it. */
function isInlinePgp(part: ReaderPart): boolean {
  return part.kind === 'text' && /^\s*-----BEGIN PGP MESSAGE-----\r?$/m.test(part.text.slice(0, 2_000))
}

/**
 * Asks for all that is shown of a message, in one call: texts, the pictures its HTML may show, and behind them its header.
 * Settles when what is shown is there; the header goes on coming, and is never waited for.
 *
 * @throws PonteError
 */
export function receiveBody(
  client: BridgeClient,
  { row, mailbox }: OpenMessage,
  { signal, form = 'html', ...call }: LoadBodyOptions,
): Promise<Received> {
  const chosen = choosePartsToShow(row.bodyStructure, form)
  const wanted = [...chosen.body.map((shown) => shown.part), ...chosen.inline]
  const streams = wanted.map(() => createCollector(MAX_BODY_BYTES))
  const head = createCollector(MAX_HEADER_BYTES)
  let end: (whole: boolean) => void = () => undefined
  const whole = new Promise<boolean>((resolve) => (end = resolve))
  const received: Received = { form, chosen, streams, missing: 0, header: shallowRef(), whole }
  const enough = new AbortController()
  const readHeader = (): void => {
    received.header.value ??= parseHeader(head.bytes())
  }
  return new Promise((resolve, reject) => {
    let left = wanted.length
    if (left === 0) resolve(received)
    const sections = [...wanted.map(partSection), { kind: 'header' as const }]
    client
      .call(
        'fetchBody',
        { mailbox, uid: row.uid, sections },
        {
          ...call,
          signal: AbortSignal.any([signal, enough.signal]),
          onRestart() {
            head.clear()
            if (left === 0) return
            for (const stream of streams) stream.clear()
            received.missing = 0
            left = wanted.length
          },
          onItem: ({ stream }) => void (stream < wanted.length && received.missing++),
          onBytes: (stream, bytes, last) => {
            const target = streams[stream] ?? head
            // What is shown already comes again with a header that was cut off.
            if (target !== head && left === 0) return
            target.add(bytes)
            if (target !== head && last && --left === 0) resolve(received)
            if (left === 0 && head.full) enough.abort()
          },
        },
      )
      .then(
        () => {
          readHeader()
          resolve(received)
          end(true)
        },
        (error: unknown) => {
          if (left === 0 || (enough.signal.aborted && isCancelled(error))) readHeader()
          end(enough.signal.aborted && !signal.aborted)
          reject(error instanceof Error ? error : new Error(String(error)))
        },
      )
  })
}
