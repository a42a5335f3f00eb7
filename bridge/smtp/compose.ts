import { createHash, randomBytes } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Draft } from '../../shared/mail/draft.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { Uploads } from '../streams.ts'

/** A message whose length is known before its bytes are: what APPEND's literal and SMTP's SIZE need. */
export interface ComposedMessage {
  /** Bytes `read` yields, exactly. */
  size: number
  /** The message's bytes, RFC 5322 with CRLF; attachments are pulled from the uploads as they are needed. */
  read(): AsyncGenerator<Uint8Array, void, void>
}

/** Characters of one line of base64, RFC 2045 section 6.8. */
const BASE64_LINE = 76
/** Source bytes of whole base64 lines handed on at once, about 64 KiB. */
const BASE64_BLOCK = (BASE64_LINE / 4) * 3 * 1_024

/**
 * Builds a message from a draft. nodemailer lays it out with a marker in the place of each attachment; the markers'
 * places are then filled with the uploads, so that no attachment is ever held whole and the length is exact.
 *
 * @param options.keepBcc The sender's own copy keeps Bcc; what is submitted does not.
 */
export async function composeMessage(
  draft: Draft,
  options: { keepBcc: boolean; uploads: Uploads },
): Promise<ComposedMessage> {
  const markers = draft.attachments.map(() => randomBytes(30))
  const skeleton = await layOut(draft, markers, options.keepBcc)
  const pieces = split(skeleton, markers)
  const attachmentBytes = draft.attachments.reduce((sum, one) => sum + base64Length(one.size), 0)
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0) + attachmentBytes
  return {
    size,
    async *read() {
      for (const [index, piece] of pieces.entries()) {
        yield piece
        const attachment = draft.attachments[index]
        if (attachment) yield* encodeBase64(options.uploads.read(index + 1, attachment.size))
      }
    },
  }
}

async function layOut(draft: Draft, markers: Buffer[], keepBcc: boolean): Promise<Buffer> {
  const composer = new MailComposer({
    from: draft.from,
    to: draft.to,
    cc: draft.cc,
    bcc: draft.bcc,
    replyTo: draft.replyTo,
    subject: draft.subject,
    text: draft.text,
    ...(draft.html === undefined ? {} : { html: draft.html }),
    messageId: draft.messageId,
    date: new Date(draft.date),
    ...(draft.inReplyTo === undefined ? {} : { inReplyTo: draft.inReplyTo }),
    ...(draft.references.length === 0 ? {} : { references: draft.references }),
    attachments: draft.attachments.map((one, index) => ({
      filename: one.name,
      contentType: one.type,
      content: markers[index] as Buffer,
      contentTransferEncoding: 'base64' as const,
      ...(one.contentId === undefined ? {} : { cid: one.contentId, contentDisposition: 'inline' as const }),
    })),
    // The same draft gives the same bytes: for the copy in Sent and for what was sent.
    baseBoundary: createHash('sha256').update(draft.messageId).digest('hex').slice(0, 16),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: '\r\n',
  } as ConstructorParameters<typeof MailComposer>[0])
  const node = composer.compile()
  node.keepBcc = keepBcc
  return node.build()
}

/** The skeleton cut where its markers are; one piece more than there are markers. */
function split(skeleton: Buffer, markers: Buffer[]): Buffer[] {
  const pieces: Buffer[] = []
  let from = 0
  for (const marker of markers) {
    const encoded = Buffer.from(marker.toString('base64'), 'latin1')
    const at = skeleton.indexOf(encoded, from)
    if (at === -1) throw new PonteError('internal')
    pieces.push(skeleton.subarray(from, at))
    from = at + encoded.length
  }
  pieces.push(skeleton.subarray(from))
  return pieces
}

/** Length of so many bytes in base64, in lines of 76 without a break after the last. */
function base64Length(bytes: number): number {
  const characters = Math.ceil(bytes / 3) * 4
  return characters + (characters === 0 ? 0 : (Math.ceil(characters / BASE64_LINE) - 1) * 2)
}

async function* encodeBase64(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  let rest: Buffer = Buffer.alloc(0)
  let begun = false
  const lines = (bytes: Buffer): Buffer => {
    const text = (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')
    const block = Buffer.from(begun ? `\r\n${text}` : text, 'latin1')
    begun = true
    return block
  }
  for await (const chunk of source) {
    rest = Buffer.concat([rest, chunk])
    const whole = rest.length - (rest.length % BASE64_BLOCK)
    if (whole === 0) continue
    yield lines(rest.subarray(0, whole))
    rest = rest.subarray(whole)
  }
  if (rest.length > 0) yield lines(rest)
}
