/**
 * The mbox file (RFC 4155): messages one after the other, each behind a line `From sender date`. Written as "mboxrd": a line
 * of the message that would look like one has a `>` before it, and so has one that already had. Flags go by the fields
 * that Dovecot, mutt and Thunderbird read and write.
 */
import { chunksOf } from '../chunksOf.ts'
import { fieldValues, parseHeader } from './headerFields.ts'
import { MAX_HEADER_BYTES } from './limits.ts'

/** A message as a file holds it. */
export interface FiledMessage {
  /** As IMAP has it, lines ending in CR LF. */
  bytes: Uint8Array<ArrayBuffer>
  /** `undefined` where nothing tells when it was received. */
  received: Date | undefined
  flags: string[]
}

const LF = 10
const CR = 13
const GREATER = 62
const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)
const FROM = encode('From ')
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** Which letter of which field stands for a flag. */
const LETTERS = [
  ['Status', 'R', '\\Seen'],
  ['X-Status', 'A', '\\Answered'],
  ['X-Status', 'F', '\\Flagged'],
  ['X-Status', 'T', '\\Draft'],
  ['X-Status', 'D', '\\Deleted'],
] as const

/** Bits of Thunderbird's X-Mozilla-Status. */
const MOZILLA = [
  [0x0001, '\\Seen'],
  [0x0002, '\\Answered'],
  [0x0004, '\\Flagged'],
  [0x0008, '\\Deleted'],
  [0x1000, '$Forwarded'],
] as const

/** The fields that `mboxEntry` puts before a message, in their order: these are no part of it. */
const OURS = ['Status:', 'X-Status:', 'X-Keywords:']

/** One message of a file, ready to be written. @param sender Of the envelope, or whoever wrote it; '' when nobody knows. */
export function mboxEntry(
  { bytes, received, flags }: FiledMessage,
  sender: string,
): Uint8Array<ArrayBuffer>[] {
  const letters = (field: string): string =>
    LETTERS.filter(([name, , flag]) => name === field && flags.some((one) => sameFlag(one, flag)))
      .map(([, letter]) => letter)
      .join('')
  const keywords = flags.filter((flag) => !flag.startsWith('\\'))
  const head = [
    `From ${/^[\x21-\x7e]+$/.test(sender) ? sender : 'MAILER-DAEMON'} ${asctime(received ?? new Date(0))}`,
    `Status: ${letters('Status')}O`,
    `X-Status: ${letters('X-Status')}`,
    `X-Keywords: ${keywords.join(' ')}`,
  ]
  return [encode(head.join('\n') + '\n'), quoted(bytes), Uint8Array.of(LF)]
}

/** The messages of an mbox file, one at a time, however long it is. Lines that are quoted, or only look so, come as they were. */
export async function* readMbox(file: ReadableStream<Uint8Array>): AsyncGenerator<FiledMessage> {
  let parts: Uint8Array[] = []
  let received: Date | undefined
  let rest = new Uint8Array(0)
  let afterBlank = true
  let inMessage = false
  const finish = (): FiledMessage => toMessage(join(parts), received)

  for await (const chunk of chunksOf(file)) {
    const text = rest.length === 0 ? chunk : join([rest, chunk])
    let start = 0
    let at = 0
    for (let end = text.indexOf(LF, at); end !== -1; end = text.indexOf(LF, at)) {
      const line = text.subarray(at, end)
      const date = afterBlank && startsWith(line, FROM) ? dateOfSeparator(line) : undefined
      if (date) {
        parts.push(text.slice(start, at))
        if (inMessage) yield finish()
        parts = []
        start = end + 1
        inMessage = true
        received = date === 'unknown' ? undefined : date
      }
      afterBlank = line.length === 0 || (line.length === 1 && line[0] === CR)
      at = end + 1
    }
    parts.push(text.slice(start, at))
    rest = text.slice(at)
  }
  parts.push(rest)
  if (inMessage) yield finish()
}

/** A message of a file of its own. */
export function readEml(bytes: Uint8Array<ArrayBuffer>, lastModified: number): FiledMessage {
  const message = toMessage(bytes, undefined)
  const fields = parseHeader(message.bytes.subarray(0, MAX_HEADER_BYTES))
  // RFC 5321 section 4.4: the topmost is the last server's, its date behind the last semicolon.
  const told = [fieldValues(fields, 'Received')[0]?.split(';').at(-1), fieldValues(fields, 'Date')[0]]
  const dates = told.map((text) => readDate(text?.replace(/\([^()]*\)/g, '') ?? ''))
  const flags = message.flags.length > 0 ? message.flags : ['\\Seen']
  return { ...message, flags, received: dates.find(Boolean) ?? new Date(lastModified) }
}

/** Whether a file that begins like this holds several messages. */
export function isMbox(beginning: Uint8Array): boolean {
  return startsWith(beginning, FROM)
}

/** As lines of an mbox: LF alone, and `>` before what looks like the line between two messages. */
function quoted(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length + countQuoted(bytes) + 1)
  let length = 0
  for (const line of linesOf(bytes)) {
    if (isQuotable(line)) out[length++] = GREATER
    out.set(line, length)
    length += line.length
    out[length++] = LF
  }
  return out.slice(0, length)
}

function countQuoted(bytes: Uint8Array): number {
  let count = 0
  for (const line of linesOf(bytes)) if (isQuotable(line)) count += 1
  return count
}

/** The lines, without what ends them; nothing behind the last one's end. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let at = 0
  while (at < bytes.length) {
    const found = bytes.indexOf(LF, at)
    const end = found === -1 ? bytes.length : found
    yield bytes.subarray(at, found > at && bytes[end - 1] === CR ? end - 1 : end)
    at = end + 1
  }
}

function isQuotable(line: Uint8Array): boolean {
  let at = 0
  while (line[at] === GREATER) at += 1
  return startsWith(line.subarray(at, at + FROM.length), FROM)
}

function toMessage(text: Uint8Array, received: Date | undefined): FiledMessage {
  const lines = [...linesOf(text)]
  // The line between this message and the next.
  if (lines.at(-1)?.length === 0) lines.pop()
  const fields = parseHeader(text.subarray(0, MAX_HEADER_BYTES))
  if (OURS.every((name, at) => startsWith(lines[at] ?? new Uint8Array(0), encode(name))))
    lines.splice(0, OURS.length)
  const plain = lines.map((line) => (line[0] === GREATER && isQuotable(line) ? line.subarray(1) : line))
  const bytes = new Uint8Array(plain.reduce((sum, { length }) => sum + length + 2, 0))
  let at = 0
  for (const line of plain) {
    bytes.set(line, at)
    at += line.length
    bytes[at++] = CR
    bytes[at++] = LF
  }
  return { bytes, received, flags: flagsOf((name) => fieldValues(fields, name)[0] ?? '') }
}

function flagsOf(field: (name: string) => string): string[] {
  const letters = LETTERS.filter(
    ([name, letter]) => /^[A-Z]{0,8}$/.test(field(name)) && field(name).includes(letter),
  )
  const bits = parseInt(/^[0-9a-f]{4}$/i.exec(field('X-Mozilla-Status'))?.[0] ?? '0', 16)
  const mozilla = MOZILLA.filter(([bit]) => (bits & bit) !== 0)
  const keywords = field('X-Keywords')
    .split(/[\s,]+/)
    .filter((word) => /^[^\s(){%*"\\\]]{1,64}$/.test(word) && /^[\x21-\x7e]+$/.test(word))
  return [...new Set([...letters.map(([, , flag]) => flag), ...mozilla.map(([, flag]) => flag), ...keywords])]
}

/** RFC 4155: a sender, and when it was received, in UTC. Thunderbird writes `-` for the sender, and some write no date at all. */
function dateOfSeparator(line: Uint8Array): Date | 'unknown' | undefined {
  const text = latin1(line.subarray(0, 400)).trimEnd()
  if (/^From -?$/.test(text)) return 'unknown'
  const [, month = '', day, hours, minutes, seconds = '0', year] =
    /\b([A-Z][a-z]{2}) +(\d{1,2}) (\d{1,2}):(\d{2})(?::(\d{2}))? (?:[A-Z]{3,5} |[+-]\d{4} )?(\d{4})\b/.exec(
      text,
    ) ?? []
  const index = MONTHS.findIndex((one) => one === month)
  if (index === -1) return undefined
  return new Date(Date.UTC(Number(year), index, Number(day), Number(hours), Number(minutes), Number(seconds)))
}

function asctime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  const day = String(date.getUTCDate()).padStart(2, ' ')
  return `${DAYS[date.getUTCDay()] ?? ''} ${MONTHS[date.getUTCMonth()] ?? ''} ${day} ${time} ${date.getUTCFullYear()}`
}

function readDate(text: string): Date | undefined {
  const date = new Date(text.trim())
  return Number.isNaN(date.getTime()) ? undefined : date
}

const sameFlag = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
const startsWith = (bytes: Uint8Array, start: Uint8Array): boolean =>
  start.every((byte, at) => bytes[at] === byte)

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
