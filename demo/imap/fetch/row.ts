import type { Message } from '../mailbox.ts'
import type { Quirks } from '../quirks.ts'
import type { MailboxView } from '../view.ts'
import { imapDateTime } from '../wire/output.ts'
import { defectiveStructure } from './defects.ts'
import type { FetchItem } from './items.ts'
import { bodyStructureOf, envelopeOf, structureOf } from './parsed.ts'
import { formatSection, sectionBytes } from './section.ts'

/** What {@link fetchRow} needs besides the message. */
export interface RowContext {
  readonly view: MailboxView
  readonly items: readonly FetchItem[]
  readonly quirks: Quirks
}

/** One untagged FETCH response without its CRLF, as pieces to write one after another; undefined for one the server cannot retrieve. */
export function fetchRow(message: Message, context: RowContext): Buffer[] | undefined {
  const { view, items, quirks } = context
  const wantsContent = items.some((item) => item.kind === 'SECTION')
  const reads = items.some((item) => item.kind === 'SECTION' && !item.peek)
  const isUnretrievable = wantsContent && quirks.unretrievable?.(message.uid, view.mailbox.path) === true
  if (isUnretrievable && !(quirks.substitute && reads)) return undefined
  let shown = items
  if (reads && !view.readOnly && !message.flags.has('\\Seen')) {
    view.mailbox.setFlags(message, [...message.flags, '\\Seen'], view)
    if (!items.some((item) => item.kind === 'FLAGS')) shown = [...items, { kind: 'FLAGS' }]
  }
  if (shown.some((item) => item.kind === 'FLAGS')) view.forgetFlagChange(message)
  const pieces: Buffer[] = []
  let text = `* ${view.sequence(message)} FETCH (`
  shown.forEach((item, index) => {
    if (index > 0) text += ' '
    if (item.kind !== 'SECTION') {
      text += simpleItem(message, item.kind, context)
      return
    }
    const bytes = itemBytes(isUnretrievable ? substituteOf(message) : message.raw, { message, item })
    const origin = item.partial ? `<${item.partial.offset}>` : ''
    text += `${item.label}${item.label === 'BODY' ? formatSection(item.section) : ''}${origin} `
    if (!bytes) text += 'NIL'
    else if (bytes.length === 0) text += '""'
    else {
      pieces.push(Buffer.from(`${text}{${bytes.length}}\r\n`, 'latin1'), bytes)
      text = ''
    }
  })
  pieces.push(Buffer.from(`${text})`, 'latin1'))
  return pieces
}

/** Exchange's, for what it cannot convert. */
function substituteOf(message: Message): Buffer {
  const { from, subject } = headerOf(message)
  return Buffer.from(
    `${from}${subject}Content-Type: text/plain\r\n\r\nThe requested message could not be converted to an RFC-822 compatible format.\r\n`,
  )
}

/** Its own From and Subject, as they stand. */
function headerOf({ raw }: Message): { from: string; subject: string } {
  const field = (name: string): string =>
    new RegExp(`^${name}:.*\\r\\n(?:[ \\t].*\\r\\n)*`, 'im').exec(raw.toString('latin1'))?.[0] ?? ''
  return { from: field('From'), subject: field('Subject') }
}

function itemBytes(
  raw: Buffer,
  { message, item }: { message: Message; item: Extract<FetchItem, { kind: 'SECTION' }> },
): Buffer | undefined {
  const { section, partial } = item
  const whole = section.path.length === 0 && section.what === 'ALL'
  const bytes = whole ? raw : sectionBytes(raw, structureOf(message.content), section)
  return partial ? bytes?.subarray(partial.offset, partial.offset + partial.length) : bytes
}

type SimpleKind = Exclude<FetchItem['kind'], 'SECTION'>

function simpleItem(message: Message, kind: SimpleKind, { view, quirks }: RowContext): string {
  switch (kind) {
    case 'UID':
      return `UID ${message.uid}`
    case 'FLAGS':
      return `FLAGS (${view.flags(message).join(' ')})`
    case 'INTERNALDATE':
      return `INTERNALDATE ${imapDateTime(message.internalDate)}`
    case 'RFC822.SIZE':
      return `RFC822.SIZE ${quirks.wrongSize ? Math.ceil(message.size * 1.05) + 64 : message.size}`
    case 'ENVELOPE':
      return `ENVELOPE ${envelopeOf(message.content)}`
    case 'BODY':
      return `BODY ${bodyStructureOf(message.content, { extended: false })}`
    case 'BODYSTRUCTURE':
      return `BODYSTRUCTURE ${
        defectiveStructure(message.uid, quirks.bodystructureDefects) ??
        bodyStructureOf(message.content, { extended: true })
      }`
  }
}
