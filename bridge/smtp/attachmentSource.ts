import type { Draft } from '../../shared/mail/draft.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import { bodyReader, type BodyLane } from '../imap/bodyReader.ts'
import { exactSize } from '../imap/exactSize.ts'
import { MAX_HELD_REFERENCES_BYTES } from '../limits.ts'
import type { Uploads } from '../wire/streams.ts'
import { base64Length, encodeBase64 } from './base64Lines.ts'

/** An attachment as it stands in the message: already encoded, its length known. */
export interface AttachmentSource {
  encoding: 'base64' | 'quoted-printable' | '7bit' | '8bit'
  /** Bytes `read` yields, exactly. */
  size: number
  read(): AsyncGenerator<Uint8Array, void, void>
}

type Attachment = Draft['attachments'][number]

/** Where a draft's attachments come from: uploads, or parts that lie on the mail server. */
export async function attachmentSources(
  draft: Draft,
  options: {
    uploads: Uploads
    lane: BodyLane
    /** Fetch the parts at once and hold them: the lane will be busy when they are needed. */
    hold: boolean
    /** The bytes go to the browser, under its credit, not to a mail server. */
    toBrowser: boolean
  },
): Promise<AttachmentSource[]> {
  const sources: AttachmentSource[] = []
  let held = 0
  for (const [index, attachment] of draft.attachments.entries()) {
    const { from } = attachment
    if (!from) {
      sources.push(uploaded(index + 1, attachment.size, options.uploads))
      continue
    }
    const source = await referenced({ ...attachment, from }, options)
    held += source.size
    if (options.hold && held > MAX_HELD_REFERENCES_BYTES) {
      throw new PonteError('tooLarge', {
        message: 'The attachments are too large to be copied over one connection.',
      })
    }
    sources.push(options.hold ? await heldInMemory(source) : source)
  }
  return sources
}

async function heldInMemory(source: AttachmentSource): Promise<AttachmentSource> {
  const chunks: Uint8Array[] = []
  for await (const chunk of source.read()) chunks.push(chunk)
  return {
    ...source,
    async *read() {
      yield* chunks
    },
  }
}

function uploaded(stream: number, size: number, uploads: Uploads): AttachmentSource {
  return {
    encoding: 'base64',
    size: base64Length(size),
    read: () => encodeBase64(uploads.read(stream, size)),
  }
}

async function referenced(
  attachment: Attachment & { from: NonNullable<Attachment['from']> },
  { lane, toBrowser }: { lane: BodyLane; toBrowser: boolean },
): Promise<AttachmentSource> {
  const { mailbox, uid, part, encoding } = attachment.from
  const name = part ?? ''
  const size = await exactSize({ lane, mailbox, uid, name, expected: attachment.size })
  return {
    encoding: knownEncoding(encoding, part),
    size,
    async *read() {
      const requests = [{ name, size, start: 0, length: size }]
      for await (const piece of bodyReader({ lane, mailbox, uid, requests, flows: !toBrowser })) {
        if (piece.kind === 'missing') throw new PonteError('unretrievable')
        yield piece.bytes
      }
    },
  }
}

/** A message inside a message may only be 7bit or 8bit, RFC 2046 section 5.2.1. */
function knownEncoding(encoding: string, part: string | undefined): AttachmentSource['encoding'] {
  const name = encoding.toLowerCase()
  if (part !== undefined && (name === 'base64' || name === 'quoted-printable' || name === '7bit')) return name
  return '8bit'
}
