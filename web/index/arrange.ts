import { isAscending, type Arrangement } from '../headers/arrangement.ts'
import type { HeaderBlock } from '../headers/block.ts'
import { baseSubject } from './baseSubject.ts'
import { fold } from './fold.ts'
import { linesOf, recipientsAt } from './headerBlock.ts'

export type { Arrangement }

export const SORT_KEYS = ['date', 'sender', 'subject', 'size'] as const
export type SortKey = (typeof SORT_KEYS)[number]

/**
 * What the list goes by; `date` is INTERNALDATE: a message moved here stands where it was received. Descending has the
 * newest, the last in the alphabet, or the largest at its top.
 */
export interface SortOrder {
  key: SortKey
  descending: boolean
}

/** Until somebody chooses otherwise. */
export const NEWEST_FIRST: SortOrder = { key: 'date', descending: true }

export interface ArrangeOptions {
  order: SortOrder
  /** Whom it is to stands for whom it is from. */
  outgoing: boolean
  /** The conversation of each message, by place in the blocks; without, every message is a row. */
  threads?: Int32Array
  /** Messages of which only the UIDs are known, ascending; only by date. They stand by their neighbours, in rows of their own. */
  singles?: readonly number[]
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** @param blocks Of one mailbox, ascending by UID: the order of arrival. Pure. */
export function arrange(blocks: readonly HeaderBlock[], options: ArrangeOptions): Arrangement {
  const { uids, dates, threads } = withSingles(columnsOf(blocks, options.threads), options.singles ?? [])
  const groups = threads && groupsOf(threads, dates)
  const heads = groups ? groups.heads : Int32Array.from(uids.keys())
  sortRows(heads, { blocks, dates, options })
  const arranged = Uint32Array.from(heads, (row) => uids[row] ?? 0)
  if (!groups) return { uids: arranged }
  const members = new Uint32Array(uids.length)
  const ends = new Uint32Array(heads.length)
  let at = 0
  for (const [place, head] of heads.entries()) {
    for (const row of groups.membersOf(head)) members[at++] = uids[row] ?? 0
    ends[place] = at
  }
  return { uids: arranged, members, ends }
}

/** Whether every message is a row, and they stand as they arrived: then their numbers say as much. */
export function isAsNumbered({ uids, ends }: Arrangement): boolean {
  return ends === undefined && isAscending(uids)
}

/** What rows are sorted and grouped by: an entry each, ascending by UID. */
interface Columns {
  uids: Uint32Array
  /** INTERNALDATE, in milliseconds; where it is unknown, that of the message before. */
  dates: Float64Array
  threads: Int32Array | undefined
}

function columnsOf(blocks: readonly HeaderBlock[], threads: Int32Array | undefined): Columns {
  const uids = new Uint32Array(blocks.reduce((sum, block) => sum + block.uids.length, 0))
  const dates = new Float64Array(uids.length)
  let at = 0
  for (const block of blocks) {
    uids.set(block.uids, at)
    dates.set(block.received, at)
    at += block.uids.length
  }
  for (let row = 1; row < dates.length; row++) if (dates[row] === 0) dates[row] = dates[row - 1] ?? 0
  return { uids, dates, threads: threads?.subarray(0, uids.length) }
}

/** With messages in between of which only the UIDs are known: taken to be as old as the next newer one. */
function withSingles(known: Columns, singles: readonly number[]): Columns {
  if (singles.length === 0) return known
  const length = known.uids.length + singles.length
  const uids = new Uint32Array(length)
  const dates = new Float64Array(length)
  const threads = known.threads && new Int32Array(length)
  let thread = known.threads?.reduce((highest, one) => Math.max(highest, one), 0) ?? 0
  let [row, single] = [known.uids.length - 1, singles.length - 1]
  let newer = known.dates[row] ?? 0
  for (let at = length - 1; at >= 0; at--) {
    const own = known.uids[row] ?? -1
    const other = singles[single] ?? -1
    const isSingle = other > own
    if (!isSingle) newer = known.dates[row] ?? newer
    uids[at] = isSingle ? other : own
    dates[at] = newer
    if (threads) threads[at] = isSingle ? ++thread : (known.threads?.[row] ?? 0)
    if (isSingle) single--
    else row--
  }
  return { uids, dates, threads }
}

/** Messages by conversation, each oldest first; the newest is its head. */
function groupsOf(
  threads: Int32Array,
  dates: Float64Array,
): { heads: Int32Array; membersOf(head: number): Int32Array } {
  const grouping = grouped(threads)
  const ordered = new Map<number, Int32Array>()
  const heads: number[] = []
  for (const [row, thread] of threads.entries()) {
    const places = grouping.of(thread)
    if (places[0] !== row) continue
    const members = byDate(places, dates)
    if (members !== places) ordered.set(thread, members)
    heads.push(members.at(-1) ?? row)
  }
  // As they arrived, which is nearly sorted.
  heads.sort((one, other) => one - other)
  return {
    heads: Int32Array.from(heads),
    membersOf: (head) => ordered.get(threads[head] ?? 0) ?? grouping.of(threads[head] ?? 0),
  }
}

/** The same array where they stand by date already. */
function byDate(rows: Int32Array, dates: Float64Array): Int32Array {
  const before = (one: number, other: number): number =>
    (dates[one] ?? 0) - (dates[other] ?? 0) || one - other
  for (let at = 1; at < rows.length; at++)
    if (before(rows[at - 1] ?? 0, rows[at] ?? 0) > 0) return rows.slice().sort(before)
  return rows
}

/** Places by the number that stands there, ascending: a counting sort. */
export function grouped(numbers: Int32Array): { of(number: number): Int32Array } {
  let highest = -1
  for (const number of numbers) if (number > highest) highest = number
  const ends = new Int32Array(highest + 2)
  for (const number of numbers) ends[number + 1] = (ends[number + 1] ?? 0) + 1
  for (let at = 1; at < ends.length; at++) ends[at] = (ends[at] ?? 0) + (ends[at - 1] ?? 0)
  const next = ends.slice()
  const places = new Int32Array(numbers.length)
  for (const [place, number] of numbers.entries()) {
    const at = next[number] ?? 0
    places[at] = place
    next[number] = at + 1
  }
  return { of: (number) => places.subarray(ends[number] ?? 0, ends[number + 1] ?? 0) }
}

/** In place. Where the key is the same, what arrived later is above, whichever way the key goes. */
function sortRows(
  rows: Int32Array,
  {
    blocks,
    dates,
    options: { order, outgoing },
  }: { blocks: readonly HeaderBlock[]; dates: Float64Array; options: ArrangeOptions },
): void {
  if (order.key === 'date') {
    rows.set(byDate(rows, dates))
    if (!order.descending) rows.reverse()
    return
  }
  const keys = order.key === 'size' ? concatSizes(blocks) : ranks(textsOf(blocks, order.key, outgoing))
  const sign = order.descending ? 1 : -1
  rows.sort((one, other) => sign * ((keys[one] ?? 0) - (keys[other] ?? 0)) || one - other)
}

/** Few texts are different ones: only those are compared, which is what costs. */
function ranks(texts: readonly string[]): Uint32Array {
  const ordered = [...new Set(texts)].sort(collator.compare)
  const rank = new Map(ordered.map((text, at) => [text, at]))
  return Uint32Array.from(texts, (text) => rank.get(text) ?? 0)
}

function textsOf(blocks: readonly HeaderBlock[], key: 'sender' | 'subject', outgoing: boolean): string[] {
  return blocks.flatMap((block) => {
    const { subjects, people } = linesOf(block)
    if (key === 'subject') return subjects.map((subject) => fold(baseSubject(subject).base))
    const names = people.map((person) => fold(nameIn(person)))
    return Array.from(block.from, (from, at) => {
      const number = outgoing ? recipientsAt(block, at).to[0] : from
      return (number === undefined ? undefined : names[number]) ?? ''
    })
  })
}

/** The name, else the address. */
function nameIn(person: string): string {
  const [name = '', address = ''] = person.split('\t')
  return name.trim() || address
}

function concatSizes(blocks: readonly HeaderBlock[]): Uint32Array {
  return Uint32Array.from(blocks.flatMap(({ sizes }) => [...sizes]))
}
