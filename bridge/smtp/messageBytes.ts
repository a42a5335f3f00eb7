import type { MessageSource } from '../../shared/mail/draft.ts'
import type { Uploads } from '../wire/streams.ts'
import type { BodyLane } from '../imap/bodyReader.ts'
import { attachmentSources } from './attachmentSource.ts'
import { composeMessage, type ComposedMessage } from './compose.ts'

/** The bytes a command was given: uploaded as they are, or built from a draft. */
export async function messageBytes(
  source: MessageSource,
  options: {
    keepBcc: boolean
    uploads: Uploads
    /** Reads the parts a draft refers to. */
    lane: BodyLane
    /** The lane will be busy when the bytes are read: what it must fetch is fetched before. */
    beforehand?: boolean
    /** The bytes go to the browser, under its credit, not to a mail server. */
    toBrowser?: boolean
  },
): Promise<ComposedMessage> {
  const { keepBcc, uploads, lane, toBrowser = false } = options
  uploads.expect(streamsOf(source))
  if (source.kind === 'upload') return { size: source.size, read: () => uploads.read(0, source.size) }
  const hold = options.beforehand === true
  const attachments = await attachmentSources(source.draft, { uploads, lane, hold, toBrowser })
  return composeMessage(source.draft, { keepBcc, attachments })
}

/** A message is stream 0; of a draft, the attachments that do not lie on the mail server, counted from 1 with those that do. */
function streamsOf(source: MessageSource): number[] {
  if (source.kind === 'upload') return [0]
  return source.draft.attachments.flatMap(({ from }, index) => (from ? [] : [index + 1]))
}

const CR = 0x0d
const LF = 0x0a

/**
 * Every line break as CRLF, whatever it was: a lone CR or LF is how one message becomes two on some servers (SMTP
 * smuggling). RFC 5321 section 2.3.8.
 */
export async function* canonicalLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, void> {
  let afterCr = false
  for await (const chunk of source) {
    const output = Buffer.allocUnsafe(chunk.length * 2 + 1)
    let length = 0
    for (const byte of chunk) {
      if (afterCr) {
        output[length++] = LF
        afterCr = false
        if (byte === LF) continue
      }
      if (byte === LF) output[length++] = CR
      output[length++] = byte
      afterCr = byte === CR
    }
    yield output.subarray(0, length)
  }
  if (afterCr) yield Buffer.from([LF])
}
