import { COLUMN, type CompactRow } from '../../shared/mail/compactRow.ts'
import { messageIdsIn } from '../mime/messageId.ts'
import { MAX_REFERENCES, MAX_TEXT } from './limits.ts'
import { marksOf, MARK } from './marks.ts'
import { messageIdHash } from './messageIdHash.ts'
import { keptLines, lineAt } from './textLines.ts'

/**
 * Headers of some messages of one mailbox in columns, ascending by UID. Immutable but for `marks`; made of typed arrays and
 * strings alone, so that it is written to IndexedDB and handed between threads as it is.
 */
export interface HeaderBlock {
  uids: Uint32Array
  /** Bits of `MARK`. */
  marks: Uint8Array
  /** INTERNALDATE, in milliseconds; 0 when unknown. */
  received: Float64Array
  /** The Date header, else INTERNALDATE, in milliseconds. */
  sent: Float64Array
  /** RFC822.SIZE, in bytes. */
  sizes: Uint32Array
  /** Hash of the Message-ID; 0 without. */
  ids: Float64Array
  /** Hashes of the messages each goes back to, oldest first, all one after the other … */
  references: Float64Array
  /** … and where each one's end. */
  referenceEnds: Uint32Array
  /** A line each. */
  subjects: string
  /** Which line of `people` each is from, and to. */
  from: Uint16Array
  to: Uint16Array
  /** A line each, no line twice: name, tab, address. */
  people: string
}

/** What a row of the list shows, as far as the index knows it. */
export interface HeaderRow {
  uid: number
  marks: number
  received: number
  sent: number
  size: number
  subject: string
  from: Person
  to: Person
}

export interface Person {
  name: string
  address: string
}

/** @param rows At most 65,536, any order, no UID twice. */
export function blockOf(rows: readonly CompactRow[]): HeaderBlock {
  const sorted = [...rows].sort((one, other) => one[COLUMN.uid] - other[COLUMN.uid])
  const people = new Lines()
  const references: number[] = []
  const block: HeaderBlock = {
    uids: Uint32Array.from(sorted, (row) => row[COLUMN.uid]),
    marks: Uint8Array.from(
      sorted,
      (row) => marksOf(row[COLUMN.flags]) | (row[COLUMN.files] ? MARK.files : 0),
    ),
    received: Float64Array.from(sorted, (row) => row[COLUMN.received]),
    sent: Float64Array.from(sorted, (row) => row[COLUMN.sent] || row[COLUMN.received]),
    sizes: Uint32Array.from(sorted, (row) => row[COLUMN.size]),
    ids: Float64Array.from(sorted, (row) => hashes(row[COLUMN.messageId])[0] ?? 0),
    references: new Float64Array(),
    referenceEnds: Uint32Array.from(sorted, (row) =>
      references.push(...ends(hashes(row[COLUMN.references]))),
    ),
    subjects: sorted.map((row) => line(row[COLUMN.subject])).join('\n'),
    from: Uint16Array.from(sorted, (row) =>
      people.add(`${line(row[COLUMN.fromName])}\t${line(row[COLUMN.fromAddress])}`),
    ),
    to: Uint16Array.from(sorted, (row) => people.add(`${line(row[COLUMN.to])}\t`)),
    people: '',
  }
  return { ...block, references: Float64Array.from(references), people: people.join() }
}

function hashes(header: string): number[] {
  return messageIdsIn(header).map(messageIdHash)
}

/** The first and the newest: those link a chain. */
function ends(all: number[]): number[] {
  return all.length <= MAX_REFERENCES ? all : [...all.slice(0, 1), ...all.slice(1 - MAX_REFERENCES)]
}

/** One line of at most `MAX_TEXT`, never cut inside a character. */
function line(text: string): string {
  const flat = text.replace(/[\t\n\r]+/g, ' ')
  return flat.length <= MAX_TEXT ? flat : flat.slice(0, MAX_TEXT).replace(/[\ud800-\udbff]$/, '')
}

/** Some of the rows, by ascending places, and perhaps those of another block behind them. */
export function pick(block: HeaderBlock, places: readonly number[], next?: HeaderBlock): HeaderBlock {
  const parts = next ? [rowsOf(block, places), rowsOf(next, [...next.uids.keys()])] : [rowsOf(block, places)]
  const rows = parts.flat()
  const people = new Lines()
  const references: number[] = []
  const number = (read: (one: Place) => number): number[] => rows.map(read)
  return {
    uids: Uint32Array.from(number(({ of, at }) => of.uids[at] ?? 0)),
    marks: Uint8Array.from(number(({ of, at }) => of.marks[at] ?? 0)),
    received: Float64Array.from(number(({ of, at }) => of.received[at] ?? 0)),
    sent: Float64Array.from(number(({ of, at }) => of.sent[at] ?? 0)),
    sizes: Uint32Array.from(number(({ of, at }) => of.sizes[at] ?? 0)),
    ids: Float64Array.from(number(({ of, at }) => of.ids[at] ?? 0)),
    referenceEnds: Uint32Array.from(number(({ of, at }) => references.push(...referencesAt(of, at)))),
    references: Float64Array.from(references),
    subjects: rows.map(({ lines, at }) => lines.subjects[at] ?? '').join('\n'),
    from: Uint16Array.from(number(({ of, lines, at }) => people.add(lines.people[of.from[at] ?? 0] ?? '\t'))),
    to: Uint16Array.from(number(({ of, lines, at }) => people.add(lines.people[of.to[at] ?? 0] ?? '\t'))),
    people: people.join(),
  }
}

interface Place {
  of: HeaderBlock
  at: number
  lines: { subjects: string[]; people: string[] }
}

function rowsOf(block: HeaderBlock, places: readonly number[]): Place[] {
  const lines = linesOf(block)
  return places.map((at) => ({ of: block, at, lines }))
}

export function referencesAt(block: HeaderBlock, at: number): Float64Array {
  return block.references.subarray(at === 0 ? 0 : block.referenceEnds[at - 1], block.referenceEnds[at])
}

export function linesOf(block: HeaderBlock): { subjects: string[]; people: string[] } {
  return { subjects: block.subjects.split('\n'), people: block.people.split('\n') }
}

const keptLinesOf = keptLines((block: HeaderBlock) => block)

/** Rows by their places. */
export function headerRows(block: HeaderBlock, places: readonly number[]): HeaderRow[] {
  const { subjects, people } = keptLinesOf(block)
  return places.map((at) => ({
    uid: block.uids[at] ?? 0,
    marks: block.marks[at] ?? 0,
    received: block.received[at] ?? 0,
    sent: block.sent[at] ?? 0,
    size: block.sizes[at] ?? 0,
    subject: lineAt(subjects, at),
    from: person(lineAt(people, block.from[at] ?? 0)),
    to: person(lineAt(people, block.to[at] ?? 0)),
  }))
}

function person(text: string): Person {
  const [name = '', address = ''] = text.split('\t')
  return { name, address }
}

/** Texts, each once, by number. */
class Lines {
  readonly #numbers = new Map<string, number>()

  add(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#numbers.size)
    return this.#numbers.size - 1
  }

  join(): string {
    return [...this.#numbers.keys()].join('\n')
  }
}
