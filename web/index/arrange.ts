import type { Arrangement } from '../headers/arrangement.ts'
import type { HeaderBlock } from '../headers/block.ts'
import { baseSubject } from './baseSubject.ts'
import { fold } from './fold.ts'
import { linesOf, recipientsAt } from './headerBlock.ts'

export type { Arrangement }

export const SORT_KEYS = ['date', 'sender', 'subject', 'size'] as const
export type SortKey = (typeof SORT_KEYS)[number]

/** What the list goes by. Descending has the newest, the last in the alphabet, or the largest at its top. */
export interface SortOrder {
  key: SortKey
  descending: boolean
}

/** As the server has them: what arrived last on top. */
export const ARRIVAL: SortOrder = { key: 'date', descending: true }

export interface ArrangeOptions {
  order: SortOrder
  /** Whom it is to stands for whom it is from. */
  outgoing: boolean
  /** The conversation of each message, by place in the blocks; without, every message is a row. */
  threads?: Int32Array
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** @param blocks Of one mailbox, ascending by UID: the order of arrival. Pure. */
export function arrange(blocks: readonly HeaderBlock[], options: ArrangeOptions): Arrangement {
  const uids = concat(blocks)
  const groups = options.threads && groupsOf(options.threads.subarray(0, uids.length))
  const heads = groups ? groups.heads : Int32Array.from(uids.keys())
  sortRows(heads, blocks, options)
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

/** The same in the order of arrival, with rows for messages of which only the UIDs are known, ascending. Pure. */
export function withSingles(arrangement: Arrangement, singles: readonly number[]): Arrangement {
  if (singles.length === 0) return arrangement
  const { uids, members, ends } = arrangement
  const merged = new Uint32Array(uids.length + singles.length)
  const mergedMembers = new Uint32Array((members ?? uids).length + singles.length)
  const mergedEnds = new Uint32Array(merged.length)
  let [row, single, member] = [0, 0, 0]
  for (let place = 0; place < merged.length; place++) {
    const head = uids[row] ?? Infinity
    const uid = singles[single] ?? Infinity
    if (uid < head) {
      single++
      mergedMembers[member++] = uid
    } else {
      const own = members?.subarray(ends?.[row - 1] ?? 0, ends?.[row]) ?? [head]
      mergedMembers.set(own, member)
      member += own.length
      row++
    }
    merged[place] = Math.min(uid, head)
    mergedEnds[place] = member
  }
  return members ? { uids: merged, members: mergedMembers, ends: mergedEnds } : { uids: merged }
}

/** Messages by conversation: the newest of each is its head. */
function groupsOf(threads: Int32Array): { heads: Int32Array; membersOf(head: number): Int32Array } {
  const grouping = grouped(threads)
  const heads: number[] = []
  for (const [row, thread] of threads.entries()) if (grouping.of(thread).at(-1) === row) heads.push(row)
  return { heads: Int32Array.from(heads), membersOf: (head) => grouping.of(threads[head] ?? 0) }
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
  blocks: readonly HeaderBlock[],
  { order, outgoing }: ArrangeOptions,
): void {
  if (order.key === 'date') {
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

function concat(blocks: readonly HeaderBlock[]): Uint32Array {
  const all = new Uint32Array(blocks.reduce((sum, { uids }) => sum + uids.length, 0))
  let at = 0
  for (const { uids } of blocks) {
    all.set(uids, at)
    at += uids.length
  }
  return all
}

function concatSizes(blocks: readonly HeaderBlock[]): Uint32Array {
  return Uint32Array.from(blocks.flatMap(({ sizes }) => [...sizes]))
}
