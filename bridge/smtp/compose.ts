import { createHash, randomBytes } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Draft } from '../../shared/mail/draft.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { AttachmentSource } from './attachmentSource.ts'

/** A message whose length is known before its bytes are: what APPEND's literal and SMTP's SIZE need. */
export interface ComposedMessage {
  /** Bytes `read` yields, exactly. */
  size: number
  /** The message's bytes, RFC 5322 with CRLF; attachments are pulled from the uploads as they are needed. */
  read(): AsyncGenerator<Uint8Array, void, void>
}

/**
 * Builds a message from a draft. nodemailer lays it out with a marker in the place of each attachment; the markers'
 * places are then filled from the attachments' sources, so that no attachment is ever held whole and the length is exact.
 *
 * @param options.keepBcc The sender's own copy keeps Bcc; what is submitted does not.
 */
export async function composeMessage(
  draft: Draft,
  options: { keepBcc: boolean; attachments: readonly AttachmentSource[] },
): Promise<ComposedMessage> {
  const { attachments, keepBcc } = options
  const slots = attachments.map(({ encoding }) => ({ encoding, marker: randomBytes(12).toString('hex') }))
  const { pieces, order } = split(await layOut(draft, slots, keepBcc), slots)
  const size = [...pieces, ...attachments].reduce(
    (sum, one) => sum + ('size' in one ? one.size : one.length),
    0,
  )
  return {
    size,
    async *read() {
      for (const [index, piece] of pieces.entries()) {
        yield piece
        const attachment = attachments[order[index] ?? -1]
        if (attachment) yield* attachment.read()
      }
    },
  }
}

/** Outlook goes by the first, older programs by the other. */
const PRIORITIES = {
  high: { Importance: 'high', 'X-Priority': '1' },
  low: { Importance: 'low', 'X-Priority': '5' },
}

/** The place of an attachment in the skeleton: plain ASCII that no encoding but base64 changes, and base64 not across lines. */
interface Slot {
  encoding: AttachmentSource['encoding']
  marker: string
}

async function layOut(draft: Draft, slots: readonly Slot[], keepBcc: boolean): Promise<Buffer> {
  const composer = new MailComposer({
    from: draft.from,
    to: draft.to,
    cc: draft.cc,
    bcc: draft.bcc,
    replyTo: draft.replyTo,
    subject: draft.subject,
    text: draft.text,
    ...(draft.html === undefined ? {} : { html: draft.html }),
    ...(draft.calendar ? { alternatives: [calendarPart(draft.calendar)] } : {}),
    messageId: draft.messageId,
    date: new Date(draft.date),
    headers: {
      ...(draft.priority === undefined ? {} : PRIORITIES[draft.priority]),
      ...(draft.readReceipt ? { 'Disposition-Notification-To': draft.from.address } : {}),
    },
    ...(draft.inReplyTo === undefined ? {} : { inReplyTo: draft.inReplyTo }),
    ...(draft.references.length === 0 ? {} : { references: draft.references }),
    attachments: draft.attachments.map((one, index) => ({
      filename: one.name,
      contentType: one.type,
      content: slots[index]?.marker,
      contentTransferEncoding: slots[index]?.encoding,
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

/** RFC 6047 section 2.4: the method stands in the type too, and nothing but an encoding may touch the lines. */
function calendarPart({ method, text }: NonNullable<Draft['calendar']>) {
  return {
    contentType: `text/calendar; charset=utf-8; method=${method}`,
    content: text,
    contentTransferEncoding: 'base64' as const,
  }
}

/**
 * The skeleton cut where its markers are; one piece more than there are markers. `order` tells which slot follows each
 * piece: what the HTML shows is laid out before the other files, whatever its place in the draft.
 */
function split(skeleton: Buffer, slots: readonly Slot[]): { pieces: Buffer[]; order: number[] } {
  const places = slots
    .map(({ encoding, marker }, slot) => {
      const written = encoding === 'base64' ? Buffer.from(marker).toString('base64') : marker
      return { slot, at: skeleton.indexOf(written, 0, 'latin1'), length: written.length }
    })
    .sort((a, b) => a.at - b.at)
  const pieces: Buffer[] = []
  let from = 0
  for (const { at, length } of places) {
    if (at === -1) throw new PonteError('internal')
    pieces.push(skeleton.subarray(from, at))
    from = at + length
  }
  pieces.push(skeleton.subarray(from))
  return { pieces, order: places.map(({ slot }) => slot) }
}
