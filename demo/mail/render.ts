import { formatDate, romeOffset } from './dates.ts'
import { encodeWords, formatMailbox } from './headers.ts'
import { serialize } from './mime.ts'
import { incomingName, traceHeaders } from './trace.ts'
import type { HeaderField, Letter, Mailbox, SampleMessage } from './types.ts'

/** The complete bytes of a letter. */
export function renderLetter(letter: Letter): Buffer {
  const { from, to, cc = [], references = [], headerStyle } = letter
  const written = letter.written ?? letter.date
  const list = (mailboxes: Mailbox[]) =>
    mailboxes.map((mailbox) => formatMailbox(mailbox, headerStyle)).join(', ')
  const fields: HeaderField[] = [
    ...traceHeaders(letter),
    ['Date', formatDate(written, letter.zone ?? romeOffset(written))],
    ['From', formatMailbox(from, headerStyle)],
  ]
  if (to.length > 0) fields.push(['To', list(to)])
  if (cc.length > 0) fields.push(['Cc', list(cc)])
  fields.push(['Subject', encodeWords(letter.subject, headerStyle)], ['Message-ID', `<${letter.messageId}>`])
  const previous = references.at(-1)
  if (previous !== undefined) {
    fields.push(['In-Reply-To', `<${previous}>`], ['References', references.map((id) => `<${id}>`).join(' ')])
  }
  if (letter.mailer !== undefined) fields.push(['X-Mailer', letter.mailer])
  fields.push(...(letter.headers ?? []).map(([name, value]): HeaderField => [incomingName(name), value]))
  fields.push(['MIME-Version', '1.0'])
  const entity = letter.body()
  const without = new Set(letter.without ?? [])
  const replacing = new Map((letter.replacing ?? []).map(([name, value]) => [name.toLowerCase(), value]))
  const kept = [...fields, ...entity.headers]
    .filter(([name]) => !without.has(name.toLowerCase()))
    .map(([name, value]): HeaderField => [name, replacing.get(name.toLowerCase()) ?? value])
  return serialize(kept, entity.body)
}

/** A letter as the mailbox holds it: bytes made when asked for. */
export function toSampleMessage(letter: Letter): SampleMessage {
  let size: number | undefined
  return {
    folder: letter.folder,
    flags: letter.flags,
    internalDate: letter.date,
    raw: () => renderLetter(letter),
    get size() {
      return (size ??= renderLetter(letter).length)
    },
  }
}
