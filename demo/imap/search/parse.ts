import { MAX_SEARCH_DEPTH } from '../limits.ts'
import { type Cursor, CommandSyntaxError, type SequenceRange } from '../wire/cursor.ts'
import { monthIndex } from '../wire/output.ts'

/** A SEARCH key (RFC 3501 section 6.4.4) as a tree. Days count from 1970, UTC; strings are in lower case. */
export type SearchKey =
  | { readonly kind: 'all' | 'recent' }
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'and' | 'or'; readonly keys: readonly SearchKey[] }
  | { readonly kind: 'not'; readonly key: SearchKey }
  | { readonly kind: 'arrived' | 'sent'; readonly when: 'before' | 'on' | 'since'; readonly day: number }
  | { readonly kind: 'header'; readonly name: string; readonly text: string }
  | { readonly kind: 'body' | 'text'; readonly text: string }
  | { readonly kind: 'larger' | 'smaller'; readonly size: number }
  | { readonly kind: 'sequence' | 'uid'; readonly set: readonly SequenceRange[] }

/** The CHARSET is none the server searches in: `NO [BADCHARSET (US-ASCII)]`. */
export class BadCharsetError extends Error {
  constructor() {
    super('[BADCHARSET (US-ASCII)] The specified charset is not supported.')
    this.name = 'BadCharsetError'
  }
}

const FLAG_KEYS: Readonly<Record<string, string>> = {
  ANSWERED: '\\Answered',
  DELETED: '\\Deleted',
  DRAFT: '\\Draft',
  FLAGGED: '\\Flagged',
  SEEN: '\\Seen',
}

/** Reads the arguments of SEARCH. Throws {@link BadCharsetError} and `CommandSyntaxError`. */
export function parseSearch(cursor: Cursor): SearchKey {
  if (cursor.take('CHARSET ')) {
    const charset = cursor.astring().toUpperCase()
    if (charset !== 'US-ASCII' && charset !== 'ASCII') throw new BadCharsetError()
    cursor.space()
  }
  const keys = [parseKey(cursor, 0)]
  while (!cursor.atEnd) {
    cursor.space()
    keys.push(parseKey(cursor, 0))
  }
  return { kind: 'and', keys }
}

function parseKey(cursor: Cursor, depth: number): SearchKey {
  if (depth > MAX_SEARCH_DEPTH) throw new CommandSyntaxError()
  if (cursor.peek() === '(') {
    const keys = cursor.list(() => parseKey(cursor, depth + 1))
    if (keys.length === 0) throw new CommandSyntaxError()
    return { kind: 'and', keys }
  }
  if (/[\d*]/.test(cursor.peek())) return { kind: 'sequence', set: cursor.sequenceSet() }
  const word = cursor.keyword()
  const flag = FLAG_KEYS[word]
  if (flag) return { kind: 'flag', flag }
  const absent = word.startsWith('UN') ? FLAG_KEYS[word.slice(2)] : undefined
  if (absent) return not({ kind: 'flag', flag: absent })
  switch (word) {
    case 'ALL':
      return { kind: 'all' }
    case 'RECENT':
      return { kind: 'recent' }
    case 'OLD':
      return not({ kind: 'recent' })
    case 'NEW':
      return { kind: 'and', keys: [{ kind: 'recent' }, not({ kind: 'flag', flag: '\\Seen' })] }
    case 'NOT':
      cursor.space()
      return not(parseKey(cursor, depth + 1))
    case 'OR':
      return { kind: 'or', keys: [spaced(cursor, depth), spaced(cursor, depth)] }
    default:
      cursor.space()
      return parseArgument(cursor, word)
  }
}

function spaced(cursor: Cursor, depth: number): SearchKey {
  cursor.space()
  return parseKey(cursor, depth + 1)
}

function not(key: SearchKey): SearchKey {
  return { kind: 'not', key }
}

function parseArgument(cursor: Cursor, word: string): SearchKey {
  const dated = /^(SENT)?(BEFORE|ON|SINCE)$/.exec(word)
  if (dated) {
    const when = (dated[2] ?? '').toLowerCase() as 'before' | 'on' | 'since'
    return { kind: dated[1] ? 'sent' : 'arrived', when, day: parseDay(cursor) }
  }
  switch (word) {
    case 'BCC':
    case 'CC':
    case 'FROM':
    case 'SUBJECT':
    case 'TO':
      return { kind: 'header', name: word.toLowerCase(), text: text(cursor) }
    case 'HEADER': {
      const name = text(cursor)
      cursor.space()
      return { kind: 'header', name, text: text(cursor) }
    }
    case 'BODY':
      return { kind: 'body', text: text(cursor) }
    case 'TEXT':
      return { kind: 'text', text: text(cursor) }
    case 'LARGER':
      return { kind: 'larger', size: cursor.number() }
    case 'SMALLER':
      return { kind: 'smaller', size: cursor.number() }
    case 'UID':
      return { kind: 'uid', set: cursor.sequenceSet() }
    default: // KEYWORD and UNKEYWORD too: Outlook keeps no keywords and answers BAD
      throw new CommandSyntaxError()
  }
}

function text(cursor: Cursor): string {
  const value = cursor.astring()
  if (/[^\0-\x7f]/.test(value)) throw new CommandSyntaxError() // 8-bit without a charset that has it
  return value.toLowerCase()
}

function parseDay(cursor: Cursor): number {
  const quoted = cursor.take('"')
  const date = cursor.match(/\d{1,2}-[a-z]{3}-\d{4}/iy)
  if (date === undefined) throw new CommandSyntaxError()
  if (quoted) cursor.expect('"')
  const [day, month = '', year] = date.split('-')
  if (monthIndex(month) === -1) throw new CommandSyntaxError()
  return dayNumber(Number(year), monthIndex(month), Number(day))
}

/** Days since 1970 of a calendar date. */
export function dayNumber(year: number, month: number, day: number): number {
  return Math.floor(Date.UTC(year, month, day) / 86_400_000)
}
