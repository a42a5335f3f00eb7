import type { HeaderBlock } from '../headers/block.ts'
import { baseSubject } from './baseSubject.ts'
import { HashIndex } from './hashIndex.ts'
import { linesOf, referencesAt } from './headerBlock.ts'

/** How long after the original an answer without References still finds it by its subject, in milliseconds. */
const SUBJECT_REACH_MS = 60 * 86_400_000

/**
 * Which messages belong together, over several mailboxes: by Message-ID and References (RFC 5256, REFERENCES), as a union of
 * sets. What belongs together is the same in whatever order messages come, so nothing moves between conversations while
 * headers are still on their way; they only grow together.
 */
export class ThreadForest {
  readonly #nodes = new HashIndex()
  #parents = new Int32Array(1_024)
  #used = 0

  /** Links all messages of a block. */
  add(block: HeaderBlock): void {
    for (let at = 0; at < block.uids.length; at++) {
      const own = block.ids[at] ?? 0
      let node = own === 0 ? -1 : this.#node(own)
      for (const reference of referencesAt(block, at)) {
        const other = this.#node(reference)
        if (node !== -1) this.#unite(node, other)
        node = other
      }
    }
  }

  /** The set a Message-ID's hash belongs to: a number that holds until the next `add`. −1 for an unknown one, or 0. */
  rootOf(hash: number): number {
    const node = hash === 0 ? -1 : this.#nodes.get(hash)
    return node === -1 ? -1 : find(this.#parents, node)
  }

  /** How many there are: roots are below it. */
  get size(): number {
    return this.#used
  }

  #node(hash: number): number {
    const node = this.#nodes.add(hash)
    if (node === this.#used) {
      this.#used++
      if (node >= this.#parents.length) {
        const grown = new Int32Array(this.#parents.length * 2)
        grown.set(this.#parents)
        this.#parents = grown
      }
      this.#parents[node] = node
    }
    return node
  }

  #unite(one: number, other: number): void {
    const [low, high] = [find(this.#parents, one), find(this.#parents, other)].sort((a, b) => a - b)
    if (low !== undefined && high !== undefined) this.#parents[high] = low
  }
}

/** The top of a set; paths are halved on the way. */
function find(parents: Int32Array, node: number): number {
  let at = node
  for (;;) {
    const parent = parents[at] ?? at
    if (parent === at) return at
    const above = parents[parent] ?? parent
    parents[at] = above
    at = above
  }
}

/** The conversations of some blocks: for each message, block by block and row by row, a number its conversation has. */
export interface Threading {
  threads: Int32Array
  count: number
}

/**
 * Numbers the conversations. The subject is the last resort (RFC 5256 section 3, step 5): only for an answer that names no
 * message it goes back to, and only with the newest original of that subject before it.
 */
export function threadBlocks(forest: ThreadForest, blocks: readonly HeaderBlock[]): Threading {
  const total = blocks.reduce((sum, { uids }) => sum + uids.length, 0)
  const threads = new Int32Array(total).fill(-1)
  const numbers = new Map<number, number>()
  let count = 0
  let row = 0
  const loose: { row: number; base: string; isReply: boolean; sent: number }[] = []
  for (const block of blocks) {
    const { subjects } = linesOf(block)
    for (let at = 0; at < block.uids.length; at++, row++) {
      const references = referencesAt(block, at)
      const root = forest.rootOf(block.ids[at] || (references[0] ?? 0))
      if (root === -1) threads[row] = count++
      else {
        const known = numbers.get(root)
        threads[row] = known ?? count
        if (known === undefined) numbers.set(root, count++)
      }
      if (references.length > 0) continue
      const { base, isReply } = baseSubject(subjects[at] ?? '')
      if (base !== '') loose.push({ row, base, isReply, sent: block.sent[at] ?? 0 })
    }
  }
  return { threads: joinBySubject(threads, loose), count }
}

function joinBySubject(
  threads: Int32Array,
  loose: { row: number; base: string; isReply: boolean; sent: number }[],
): Int32Array {
  if (!loose.some(({ isReply }) => isReply)) return threads
  loose.sort((one, other) => one.sent - other.sent || Number(one.isReply) - Number(other.isReply))
  const originals = new Map<string, { row: number; sent: number }>()
  const joined = new Map<number, number>()
  for (const { row, base, isReply, sent } of loose) {
    const original = originals.get(base)
    if (isReply && original && sent - original.sent <= SUBJECT_REACH_MS) {
      const [from, to] = [threads[row] ?? 0, threads[original.row] ?? 0]
      if (from !== to) joined.set(from, to)
    } else originals.set(base, { row, sent })
  }
  return threads.map((thread) => {
    let now = thread
    for (let steps = 0; steps < 100 && joined.has(now); steps++) now = joined.get(now) ?? now
    return now
  })
}
