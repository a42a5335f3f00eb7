import { formatNumberSet } from '../../../shared/mail/numberSet.ts'

/**
 * What the user wants of one flag of one mailbox, between the key press and the server's answer. It lies over what the
 * server told, and never changes that: when a command fails its part is taken away, and what shows is the truth again.
 * At most one command runs; what is wanted meanwhile gathers, so that ten toggles in a row cost two commands. Pure.
 */
export interface PendingFlags {
  /** Not sent yet, by UID, oldest first. */
  readonly wanted: ReadonlyMap<number, boolean>
  readonly sending?: FlagBatch
}

/** One STORE. */
export interface FlagBatch {
  readonly on: boolean
  readonly uids: ReadonlySet<number>
}

export const NOTHING_PENDING: PendingFlags = { wanted: new Map() }

/** What to show of a message whose flag is, as far as the server told, `truth`. */
export function shownFlag({ wanted, sending }: PendingFlags, uid: number, truth: boolean): boolean {
  return wanted.get(uid) ?? (sending?.uids.has(uid) ? sending.on : truth)
}

export function want(pending: PendingFlags, uids: Iterable<number>, on: boolean): PendingFlags {
  const wanted = new Map(pending.wanted)
  for (const uid of uids) {
    // The newest wish goes last.
    wanted.delete(uid)
    wanted.set(uid, on)
  }
  return { ...pending, wanted }
}

/** Takes back what was not sent yet. */
export function unwant(pending: PendingFlags, uids: Iterable<number>): PendingFlags {
  const wanted = new Map(pending.wanted)
  for (const uid of uids) wanted.delete(uid)
  return { ...pending, wanted }
}

export interface BatchOptions {
  /** As the server told; `undefined` where it did not. */
  truthOf: (uid: number) => boolean | undefined
  /** Longest set of UIDs in one command, in characters. */
  maxSetLength: number
}

/** Takes the next command out of what is wanted: none while one runs, nor for what is so already. */
export function takeBatch(pending: PendingFlags, options: BatchOptions): PendingFlags {
  if (pending.sending) return pending
  const needed = [...pending.wanted].filter(([uid, on]) => options.truthOf(uid) !== on)
  const [first] = needed
  if (!first) return pending.wanted.size === 0 ? pending : NOTHING_PENDING
  const [, on] = first
  const uids = needed.filter(([, wish]) => wish === on).map(([uid]) => uid)
  const batch = new Set(fitting(uids, options.maxSetLength))
  return { wanted: new Map(needed.filter(([uid]) => !batch.has(uid))), sending: { on, uids: batch } }
}

/** The command succeeded. The caller has made it the truth before. */
export function succeeded({ wanted }: PendingFlags): PendingFlags {
  return { wanted }
}

/** The command failed. What is left of the same change is not tried either: it would fail the same way. */
export function failed({ wanted, sending }: PendingFlags): PendingFlags {
  return { wanted: new Map([...wanted].filter(([, on]) => on !== sending?.on)) }
}

/** As many of them, lowest first, as one command's set may name. */
export function fitting(uids: readonly number[], maxSetLength: number): number[] {
  const sorted = [...uids].sort((a, b) => a - b)
  if (formatNumberSet(sorted).length <= maxSetLength) return sorted
  let [low, high] = [1, sorted.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (formatNumberSet(sorted.slice(0, middle)).length <= maxSetLength) low = middle
    else high = middle - 1
  }
  return sorted.slice(0, low)
}

/** All of them, in pieces that a command's set may name. */
export function chunked(uids: readonly number[], maxSetLength: number): number[][] {
  const chunks: number[][] = []
  let left = [...uids].sort((a, b) => a - b)
  while (left.length > 0) {
    const chunk = fitting(left, maxSetLength)
    chunks.push(chunk)
    left = left.slice(chunk.length)
  }
  return chunks
}
