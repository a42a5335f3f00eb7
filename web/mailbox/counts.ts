/**
 * How many messages a folder has: as STATUS counted them, and what this user's own confirmed wishes have changed since
 * then. Pure.
 */
export interface FolderCounts {
  messages: number
  unseen: number
}

export interface Counted extends FolderCounts {
  /** Confirmed wishes that the count may not include. */
  readonly since: readonly (FolderCounts & { revision: number })[]
}

/**
 * STATUS answered.
 *
 * @param asked The model's revision when it was asked: nobody can tell whether the answer includes what was confirmed
 * after that. `isSure` says whether something was.
 */
export function counted(
  before: Counted | undefined,
  counts: FolderCounts,
  asked: number,
): { counted: Counted; isSure: boolean } {
  const since = (before?.since ?? []).filter(({ revision }) => revision > asked)
  return { counted: { ...counts, since }, isSure: since.length === 0 }
}

/** A wish was confirmed: so many came or went, or changed. */
export function settled(
  before: Counted | undefined,
  by: FolderCounts,
  revision: number,
): Counted | undefined {
  if (!before || (by.messages === 0 && by.unseen === 0)) return before
  return { ...before, since: [...before.since, { ...by, revision }] }
}

/** What shows. @param pending What wishes on their way will change. */
export function shownCounts(counts: Counted, pending: FolderCounts): FolderCounts {
  const all = [...counts.since, pending]
  return {
    messages: Math.max(
      0,
      all.reduce((sum, { messages }) => sum + messages, counts.messages),
    ),
    unseen: Math.max(
      0,
      all.reduce((sum, { unseen }) => sum + unseen, counts.unseen),
    ),
  }
}
