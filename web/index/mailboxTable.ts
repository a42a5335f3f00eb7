import { COLUMN, type CompactRow } from '../../shared/mail/compactRow.ts'
import type { HeaderBlock } from '../headers/block.ts'
import { blockOf, headerRows, pick, type HeaderRow } from './headerBlock.ts'
import { BLOCK_ROWS } from './limits.ts'

/**
 * The headers of one mailbox, ascending by UID: as sequence numbers are, once all are here. Blocks never overlap; those that
 * changed are named until they have been written.
 */
export class MailboxTable {
  #blocks: TableBlock[]
  #nextId: number
  /** Blocks that are no more, until that has been written. */
  #removed: number[] = []

  /** @param blocks As they were written, any order. */
  constructor(blocks: readonly { id: number; block: HeaderBlock }[] = []) {
    this.#blocks = blocks
      .filter(({ block }) => block.uids.length > 0)
      .map(({ id, block }) => ({ id, block, dirty: false }))
      .sort((one, other) => first(one) - first(other))
    this.#nextId = Math.max(0, ...blocks.map(({ id }) => id)) + 1
  }

  get count(): number {
    return this.#blocks.reduce((sum, { block }) => sum + block.uids.length, 0)
  }

  /** The blocks, oldest first: for those who read columns. */
  get blocks(): readonly { id: number; block: HeaderBlock }[] {
    return this.#blocks
  }

  /** All UIDs, ascending. */
  uids(): Uint32Array {
    const all = new Uint32Array(this.count)
    let at = 0
    for (const { block } of this.#blocks) {
      all.set(block.uids, at)
      at += block.uids.length
    }
    return all
  }

  /** The UID at a place, counted from 0 and the lowest UID; `undefined` beyond the end. */
  uidAt(place: number): number | undefined {
    let left = place
    for (const { block } of this.#blocks) {
      if (left < block.uids.length) return block.uids[left]
      left -= block.uids.length
    }
    return undefined
  }

  has(uid: number): boolean {
    return this.#place(uid) !== undefined
  }

  /** Rows of those UIDs that are known, in the order asked for. */
  rowsOf(uids: readonly number[]): HeaderRow[] {
    const wanted = new Map<TableBlock, number[]>()
    for (const uid of uids) {
      const found = this.#place(uid)
      if (!found) continue
      const places = wanted.get(found.of)
      if (places) places.push(found.at)
      else wanted.set(found.of, [found.at])
    }
    const rows = new Map(
      [...wanted].flatMap(([{ block }, places]) => headerRows(block, places).map((row) => [row.uid, row])),
    )
    return uids.flatMap((uid) => rows.get(uid) ?? [])
  }

  /** When each arrived, in milliseconds; 0 where that is not known. */
  receivedOf(uids: readonly number[]): Float64Array {
    return Float64Array.from(uids, (uid) => {
      const found = this.#place(uid)
      return found?.of.block.received[found.at] ?? 0
    })
  }

  /** Adds what is not known yet; flags of what is are taken over. @returns how many were new */
  add(rows: readonly CompactRow[]): number {
    const unique = new Map(rows.map((row) => [row[COLUMN.uid], row]))
    const fresh = [...unique.values()].filter((row) => !this.has(row[COLUMN.uid]))
    fresh.sort((row, other) => row[COLUMN.uid] - other[COLUMN.uid])
    for (let at = 0; at < fresh.length; at += BLOCK_ROWS)
      this.#insert(blockOf(fresh.slice(at, at + BLOCK_ROWS)))
    return fresh.length
  }

  /** Messages that arrive one by one fill the last block; a batch from the server is a block of its own. */
  #insert(added: HeaderBlock): void {
    for (const part of this.#between(added)) {
      const last = this.#blocks.at(-1)
      const from = part.uids[0] ?? 0
      const before = this.#blocks.findLast((one) => first(one) < from)
      if (before && before === last && before.block.uids.length + part.uids.length <= BLOCK_ROWS) {
        last.block = pick(last.block, [...last.block.uids.keys()], part)
        last.dirty = true
      } else {
        const at = before ? this.#blocks.indexOf(before) + 1 : 0
        this.#blocks.splice(at, 0, { id: this.#nextId++, block: part, dirty: true })
      }
    }
  }

  /** @returns how many were there */
  remove(uids: ReadonlySet<number>): number {
    let removed = 0
    for (const one of this.#blocks) {
      const staying = [...one.block.uids.keys()].filter((at) => !uids.has(one.block.uids[at] ?? 0))
      const going = one.block.uids.length - staying.length
      if (going === 0) continue
      removed += going
      one.block = pick(one.block, staying)
      one.dirty = true
    }
    return removed
  }

  /** Sets the bits of `mask` to what `marksOf` answers. @returns the UIDs that changed */
  mark(mask: number, marksOf: (uid: number) => number | undefined): number[] {
    const changed: number[] = []
    for (const one of this.#blocks) {
      const { uids, marks } = one.block
      for (let at = 0; at < uids.length; at++) {
        const wanted = marksOf(uids[at] ?? 0)
        if (wanted === undefined) continue
        const before = marks[at] ?? 0
        const now = (before & ~mask) | (wanted & mask)
        if (now === before) continue
        marks[at] = now
        one.dirty = true
        changed.push(uids[at] ?? 0)
      }
    }
    return changed
  }

  /** The same for one message, without going through all. */
  markOne(uid: number, mask: number, marks: number): boolean {
    const found = this.#place(uid)
    if (!found) return false
    const before = found.of.block.marks[found.at] ?? 0
    const now = (before & ~mask) | (marks & mask)
    if (now === before) return false
    found.of.block.marks[found.at] = now
    found.of.dirty = true
    return true
  }

  /** What has changed; afterwards it counts as written. */
  takeDirty(): TableChanges {
    const put = this.#blocks.filter(({ dirty, block }) => dirty && block.uids.length > 0)
    const empty = this.#blocks.filter(({ block }) => block.uids.length === 0)
    const remove = [...this.#removed, ...empty.map(({ id }) => id)]
    for (const one of put) one.dirty = false
    this.#blocks = this.#blocks.filter(({ block }) => block.uids.length > 0)
    this.#removed = []
    return { put: put.map(({ id, block }) => ({ id, block })), remove }
  }

  /** What was taken has not been written. */
  giveBack({ put, remove }: TableChanges): void {
    const ids = new Set(put.map(({ id }) => id))
    for (const one of this.#blocks) if (ids.has(one.id)) one.dirty = true
    this.#removed.push(...remove)
  }

  /** Parts of a block that lie in one gap between the known blocks each. */
  #between(added: HeaderBlock): HeaderBlock[] {
    const parts: number[][] = []
    let home: TableBlock | undefined
    for (const [at, uid] of added.uids.entries()) {
      const before = this.#blocks.findLast((one) => first(one) < uid)
      const inside = before !== undefined && uid < last(before)
      if (inside) this.#split(before, uid)
      const part = parts.at(-1)
      if (part && before === home && !inside) part.push(at)
      else parts.push([at])
      home = inside ? this.#blocks.findLast((one) => first(one) < uid) : before
    }
    return parts.map((places) => (places.length === added.uids.length ? added : pick(added, places)))
  }

  /** A message turned up in the middle of what seemed complete: rare, so it may cost. */
  #split(one: TableBlock, uid: number): void {
    const places = [...one.block.uids.keys()]
    const below = places.filter((at) => (one.block.uids[at] ?? 0) < uid)
    const above = places.slice(below.length)
    const upper: TableBlock = { id: this.#nextId++, block: pick(one.block, above), dirty: true }
    one.block = pick(one.block, below)
    one.dirty = true
    this.#blocks.splice(this.#blocks.indexOf(one) + 1, 0, upper)
  }

  #place(uid: number): { of: TableBlock; at: number } | undefined {
    let [low, high] = [0, this.#blocks.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      const of = this.#blocks[middle]
      if (!of || of.block.uids.length === 0) return this.#scan(uid)
      if (uid < first(of)) high = middle - 1
      else if (uid > last(of)) low = middle + 1
      else {
        const at = indexIn(of.block.uids, uid)
        return at === -1 ? undefined : { of, at }
      }
    }
    return undefined
  }

  /** While a block is empty, until it is written away. */
  #scan(uid: number): { of: TableBlock; at: number } | undefined {
    for (const of of this.#blocks) {
      const at = indexIn(of.block.uids, uid)
      if (at !== -1) return { of, at }
    }
    return undefined
  }
}

/** What must be written, and what must be removed. */
export interface TableChanges {
  put: { id: number; block: HeaderBlock }[]
  remove: number[]
}

interface TableBlock {
  id: number
  block: HeaderBlock
  dirty: boolean
}

function first({ block }: TableBlock): number {
  return block.uids[0] ?? 0
}

function last({ block }: TableBlock): number {
  return block.uids.at(-1) ?? 0
}

/** Binary search; −1 when it is not there. */
function indexIn(sorted: Uint32Array, wanted: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = sorted[middle] ?? 0
    if (found === wanted) return middle
    if (found < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}
