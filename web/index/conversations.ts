import type { MailboxRef } from '../../shared/protocol/values.ts'
import type { Arrangement, ConversationSummary } from '../headers/arrangement.ts'
import type { HeaderBlock } from '../headers/block.ts'
import { arrange, grouped, type SortOrder } from './arrange.ts'
import { headerRows, type HeaderRow } from './headerBlock.ts'
import { threadBlocks, ThreadForest } from './threads.ts'

export type { ConversationSummary }

/** One mailbox a conversation runs through. */
export interface Home {
  mailbox: MailboxRef
  /** Ascending. */
  blocks: readonly HeaderBlock[]
}

export interface ConversationRequest {
  order: SortOrder
  outgoing: boolean
  /** The one whose rows are arranged. */
  home: Home
  others: readonly Home[]
  /** Messages of `home` of which only the UIDs are known, ascending. */
  singles?: readonly number[]
}

/** A conversation's messages in one mailbox, oldest first. */
export interface ConversationPart {
  mailbox: MailboxRef
  uids: number[]
}

/** The conversations of one account: links are learned once a block, and asked about as they were last arranged. */
export class Conversations {
  readonly #forest = new ThreadForest()
  readonly #linked = new WeakSet<HeaderBlock>()
  #last:
    | {
        homes: readonly Home[]
        blocks: readonly HeaderBlock[]
        threads: Int32Array
        of(thread: number): Int32Array
      }
    | undefined

  arrange({ order, outgoing, home, others, singles = [] }: ConversationRequest): Arrangement {
    const homes = [home, ...others]
    const blocks = homes.flatMap((one) => one.blocks)
    for (const block of blocks) {
      if (this.#linked.has(block)) continue
      this.#forest.add(block)
      this.#linked.add(block)
    }
    const { threads } = threadBlocks(this.#forest, blocks)
    this.#last = { homes, blocks, threads, ...grouped(threads) }
    return arrange(home.blocks, { order, outgoing, threads, singles })
  }

  /** Of one message's conversation, in every mailbox that was looked at; `undefined` where it was not one of those arranged. */
  partsOf(mailbox: MailboxRef, uid: number): ConversationPart[] | undefined {
    const last = this.#last
    const [home] = last?.homes ?? []
    if (!last || home?.mailbox.path !== mailbox.path || home.mailbox.uidValidity !== mailbox.uidValidity)
      return undefined
    const row = placeOf(home.blocks, uid)
    if (row === undefined) return undefined
    const places = last.of(last.threads[row] ?? 0)
    let start = 0
    return last.homes.map(({ mailbox: one, blocks }) => {
      const uids: number[] = []
      for (const block of blocks) {
        const end = start + block.uids.length
        for (const place of places)
          if (place >= start && place < end) uids.push(block.uids[place - start] ?? 0)
        start = end
      }
      return { mailbox: one, uids }
    })
  }

  /** @param uids Of the mailbox itself; those that are not known are left out. */
  summaries(uids: readonly number[]): ConversationSummary[] {
    const last = this.#last
    if (!last) return []
    const asked = new Set(uids)
    const rows: number[] = []
    let homeRows = 0
    for (const { uids: known } of last.homes[0]?.blocks ?? []) {
      for (const [at, uid] of known.entries()) if (asked.has(uid)) rows.push(homeRows + at)
      homeRows += known.length
    }
    const wanted = rows.map((row) => last.of(last.threads[row] ?? 0))
    const found = rowsAt(
      last.blocks,
      wanted.flatMap((places) => [...places]),
    )
    return wanted.map((places, at) => {
      const here = [...places].filter((place) => place < homeRows)
      const all = [...places].flatMap((place) => found.get(place) ?? [])
      const unique = new Map(all.map((one) => [one.id === 0 ? one : one.id, one]))
      const written = [...unique.values()].sort((one, other) => one.row.sent - other.row.sent)
      const people = new Map(written.map(({ row }) => [row.from.address.toLowerCase(), row.from]))
      return {
        uid: found.get(rows[at] ?? 0)?.row.uid ?? 0,
        people: [...people.values()],
        count: unique.size,
        members: here.flatMap((place) => {
          const row = found.get(place)?.row
          return row ? [{ uid: row.uid, marks: row.marks }] : []
        }),
      }
    })
  }
}

function placeOf(blocks: readonly HeaderBlock[], uid: number): number | undefined {
  let start = 0
  for (const { uids } of blocks) {
    const at = uids.indexOf(uid)
    if (at >= 0) return start + at
    start += uids.length
  }
  return undefined
}

interface Found {
  row: HeaderRow
  /** Hash of its Message-ID: a message filed twice is one. */
  id: number
}

/** Rows by their places over all blocks; each block's texts are read once. */
function rowsAt(blocks: readonly HeaderBlock[], places: readonly number[]): Map<number, Found> {
  const wanted = [...new Set(places)].sort((one, other) => one - other)
  const found = new Map<number, Found>()
  let start = 0
  let next = 0
  for (const block of blocks) {
    const end = start + block.uids.length
    const inside: number[] = []
    for (let place = wanted[next]; place !== undefined && place < end; place = wanted[++next])
      inside.push(place - start)
    if (inside.length > 0)
      for (const [at, row] of headerRows(block, inside).entries()) {
        const place = inside[at] ?? 0
        found.set(place + start, { row, id: block.ids[place] ?? 0 })
      }
    start = end
  }
  return found
}
