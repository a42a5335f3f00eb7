import { COLUMN, type CompactRow } from '../../shared/mail/compactRow.ts'
import type { Person } from '../headers/arrangement.ts'
import type { HeaderBlock } from '../headers/block.ts'
import { messageIdsIn } from '../mime/messageId.ts'
import { MAX_REFERENCES, MAX_TEXT } from './limits.ts'
import { marksOf } from './marks.ts'
import { messageIdHash } from './messageIdHash.ts'
import { keptLines, lineAt } from './textLines.ts'

/** What a row of the list shows, as far as the index knows it. */
export interface HeaderRow {
  uid: number
  marks: number
  received: number
  sent: number
  size: number
  subject: string
  from: Person
  /** The first eight recipients, those of To before those of Cc. */
  to: Person[]
  cc: Person[]
  /** Bits of `TRAIT`. */
  traits: number
  /** Empty where it is of no list. */
  listId: string
}

/** @param rows At most `BLOCK_ROWS`, any order, no UID twice. */
export function blockOf(rows: readonly CompactRow[]): HeaderBlock {
  const sorted = [...rows].sort((one, other) => one[COLUMN.uid] - other[COLUMN.uid])
  const people = new Lines()
  const lists = new Lines()
  const references: number[] = []
  const recipients: number[] = []
  const block: HeaderBlock = {
    uids: Uint32Array.from(sorted, (row) => row[COLUMN.uid]),
    marks: Uint8Array.from(sorted, (row) => marksOf(row[COLUMN.flags])),
    traits: Uint16Array.from(sorted, (row) => row[COLUMN.traits]),
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
    recipients: new Uint16Array(),
    recipientEnds: Uint16Array.from(sorted, (row) =>
      recipients.push(...linesFor(row[COLUMN.to], people), ...linesFor(row[COLUMN.cc], people)),
    ),
    toCounts: Uint8Array.from(sorted, (row) => row[COLUMN.to].length / 2),
    people: '',
    lists: Uint16Array.from(sorted, (row) => lists.add(line(row[COLUMN.listId]))),
    listIds: '',
  }
  return {
    ...block,
    references: Float64Array.from(references),
    recipients: Uint16Array.from(recipients),
    people: people.join(),
    listIds: lists.join(),
  }
}

/** Names and addresses, one after the other, as lines. */
function linesFor(flat: readonly string[], people: Lines): number[] {
  const numbers: number[] = []
  for (let at = 0; at < flat.length; at += 2)
    numbers.push(people.add(`${line(flat[at] ?? '')}\t${line(flat[at + 1] ?? '')}`))
  return numbers
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
  const lists = new Lines()
  const references: number[] = []
  const recipients: number[] = []
  const person = ({ lines }: Place, number: number | undefined): number =>
    people.add(lines.people[number ?? 0] ?? '\t')
  const number = (read: (one: Place) => number): number[] => rows.map(read)
  return {
    uids: Uint32Array.from(number(({ of, at }) => of.uids[at] ?? 0)),
    marks: Uint8Array.from(number(({ of, at }) => of.marks[at] ?? 0)),
    traits: Uint16Array.from(number(({ of, at }) => of.traits[at] ?? 0)),
    received: Float64Array.from(number(({ of, at }) => of.received[at] ?? 0)),
    sent: Float64Array.from(number(({ of, at }) => of.sent[at] ?? 0)),
    sizes: Uint32Array.from(number(({ of, at }) => of.sizes[at] ?? 0)),
    ids: Float64Array.from(number(({ of, at }) => of.ids[at] ?? 0)),
    referenceEnds: Uint32Array.from(number(({ of, at }) => references.push(...referencesAt(of, at)))),
    references: Float64Array.from(references),
    subjects: rows.map(({ lines, at }) => lines.subjects[at] ?? '').join('\n'),
    from: Uint16Array.from(number((row) => person(row, row.of.from[row.at]))),
    recipientEnds: Uint16Array.from(
      number((row) => {
        const { to, cc } = recipientsAt(row.of, row.at)
        for (const place of to) recipients.push(person(row, place))
        for (const place of cc) recipients.push(person(row, place))
        return recipients.length
      }),
    ),
    recipients: Uint16Array.from(recipients),
    toCounts: Uint8Array.from(number(({ of, at }) => of.toCounts[at] ?? 0)),
    people: people.join(),
    lists: Uint16Array.from(number(({ of, lines, at }) => lists.add(lines.lists[of.lists[at] ?? 0] ?? ''))),
    listIds: lists.join(),
  }
}

interface Place {
  of: HeaderBlock
  at: number
  lines: { subjects: string[]; people: string[]; lists: string[] }
}

function rowsOf(block: HeaderBlock, places: readonly number[]): Place[] {
  const lines = { ...linesOf(block), lists: block.listIds.split('\n') }
  return places.map((at) => ({ of: block, at, lines }))
}

export function referencesAt(block: HeaderBlock, at: number): Float64Array {
  return block.references.subarray(at === 0 ? 0 : block.referenceEnds[at - 1], block.referenceEnds[at])
}

/** A message's recipients, as lines of `people`. */
export function recipientsAt(block: HeaderBlock, at: number): { to: Uint16Array; cc: Uint16Array } {
  const start = at === 0 ? 0 : (block.recipientEnds[at - 1] ?? 0)
  const middle = start + (block.toCounts[at] ?? 0)
  return {
    to: block.recipients.subarray(start, middle),
    cc: block.recipients.subarray(middle, block.recipientEnds[at]),
  }
}

export function linesOf(block: HeaderBlock): { subjects: string[]; people: string[] } {
  return { subjects: block.subjects.split('\n'), people: block.people.split('\n') }
}

const keptLinesOf = keptLines((block: HeaderBlock) => block)

/** Rows by their places. */
export function headerRows(block: HeaderBlock, places: readonly number[]): HeaderRow[] {
  const { subjects, people } = keptLinesOf(block)
  const listIds = block.listIds.split('\n')
  const person = (number: number): Person => {
    const [name = '', address = ''] = lineAt(people, number).split('\t')
    return { name, address }
  }
  return places.map((at) => {
    const { to, cc } = recipientsAt(block, at)
    return {
      uid: block.uids[at] ?? 0,
      marks: block.marks[at] ?? 0,
      received: block.received[at] ?? 0,
      sent: block.sent[at] ?? 0,
      size: block.sizes[at] ?? 0,
      subject: lineAt(subjects, at),
      from: person(block.from[at] ?? 0),
      to: Array.from(to, person),
      cc: Array.from(cc, person),
      traits: block.traits[at] ?? 0,
      listId: listIds[block.lists[at] ?? 0] ?? '',
    }
  })
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
