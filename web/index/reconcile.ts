import { formatNumberSet } from '../../shared/mail/numberSet.ts'
import { FIRST_SYNC_BATCH, SYNC_BATCH } from './limits.ts'
import type { MailboxTable } from './mailboxTable.ts'
import { FLAG_MARKS, MARK } from './marks.ts'
import { missingBatches, RangeSet } from './rangeSet.ts'

/** UIDs of a whole mailbox, and of those that have a flag, as SEARCH told them: `1:5,9`. */
export interface ServerSets {
  all: string
  seen?: string
  unseen?: string
  flagged?: string
  answered?: string
  deleted?: string
  draft?: string
  forwarded?: string
}

/** What changed since a MODSEQ, as FETCH told it (RFC 7162): messages that arrived among those whose flags did. */
export interface ServerChanges {
  uids: readonly number[]
  /** Their flags as they are now, as bits of `MARK`. */
  marks: readonly number[]
  /** Sets of UIDs that are gone, as far as the server told; among them maybe some that never were. */
  vanished: readonly string[]
}

/** How a mailbox and its index compare. */
export interface Comparison {
  /** Headers at hand. */
  known: number
  /** Messages on the server, as far as the index can tell. */
  total: number
  /** Those to ask for, newest first, in sets to be asked for one after the other; empty when all are here. */
  missing: string[]
}

const BATCHES = { first: FIRST_SYNC_BATCH, size: SYNC_BATCH }

const FLAG_SETS = [
  ['seen', MARK.seen],
  ['flagged', MARK.flagged],
  ['answered', MARK.answered],
  ['deleted', MARK.deleted],
  ['draft', MARK.draft],
  ['forwarded', MARK.forwarded],
] as const

/** What is gone goes, flags are set, and what is missing is told. */
export function takeSets(table: MailboxTable, sets: ServerSets): Comparison {
  const all = new RangeSet(sets.all)
  removeAll(table, (uid) => !all.has(uid))
  for (const [name, bit] of FLAG_SETS) {
    const set = sets[name]
    if (set === undefined) continue
    const having = new RangeSet(set)
    table.mark(bit, (uid) => (having.has(uid) ? bit : 0))
  }
  if (sets.unseen !== undefined) {
    const unseen = new RangeSet(sets.unseen)
    table.mark(MARK.seen, (uid) => (unseen.has(uid) ? 0 : MARK.seen))
  }
  return {
    known: table.count,
    total: all.size,
    missing: missingBatches(all, (uid) => table.has(uid), BATCHES),
  }
}

/** The same from what changed, where the index was complete before. */
export function takeChanges(table: MailboxTable, { uids, marks, vanished }: ServerChanges): Comparison {
  const gone = vanished.map((set) => new RangeSet(set))
  const isGone = (uid: number): boolean => gone.some((set) => set.has(uid))
  if (gone.length > 0) removeAll(table, isGone)
  for (const [at, uid] of uids.entries()) table.markOne(uid, FLAG_MARKS, marks[at] ?? 0)
  const fresh = uids.filter((uid) => !table.has(uid) && !isGone(uid))
  const known = table.count
  const changed = new RangeSet(formatNumberSet(fresh))
  return { known, total: known + changed.size, missing: missingBatches(changed, () => false, BATCHES) }
}

function removeAll(table: MailboxTable, isGone: (uid: number) => boolean): void {
  const gone = new Set(table.uids().filter(isGone))
  if (gone.size > 0) table.remove(gone)
}
