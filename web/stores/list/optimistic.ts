import { shallowReactive } from 'vue'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { hasFlag, withFlag, type ListRow } from '../kit/listRow.ts'
import { mailboxKey } from '../kit/mailboxKey.ts'
import { NOTHING_PENDING, shownFlag, type PendingFlags } from './pendingFlags.ts'

/** What the user has done and the server has not answered yet, laid over the rows as they are shown. */
export const useOptimistic = defineKeyedStore('optimistic', () => {
  /** By mailbox, then by flag. */
  const flags = shallowReactive(new Map<string, ReadonlyMap<string, PendingFlags>>())
  /** By mailbox: UIDs on their way elsewhere. */
  const leaving = shallowReactive(new Map<string, ReadonlySet<number>>())

  function pendingFlags(mailbox: MailboxRef, flag: string): PendingFlags {
    return flags.get(mailboxKey(mailbox))?.get(flag) ?? NOTHING_PENDING
  }

  function setPendingFlags(mailbox: MailboxRef, flag: string, pending: PendingFlags): void {
    const key = mailboxKey(mailbox)
    const next = new Map(flags.get(key))
    if (pending.wanted.size === 0 && !pending.sending) next.delete(flag)
    else next.set(flag, pending)
    if (next.size === 0) flags.delete(key)
    else flags.set(key, next)
  }

  /** The row as it shows: the same one when nothing is pending. */
  function shown(mailbox: MailboxRef | undefined, row: ListRow): ListRow {
    const pending = mailbox && flags.get(mailboxKey(mailbox))
    if (!pending) return row
    let result = row
    for (const [flag, one] of pending) {
      const truth = hasFlag(row, flag)
      const now = shownFlag(one, row.uid, truth)
      if (now !== truth) result = withFlag(result, flag, now)
    }
    return result
  }

  function leave(mailbox: MailboxRef, uids: Iterable<number>): void {
    leaving.set(mailboxKey(mailbox), new Set([...leavingFrom(mailbox), ...uids]))
  }

  function stay(mailbox: MailboxRef, uids: Iterable<number>): void {
    const back = new Set(uids)
    leaving.set(mailboxKey(mailbox), new Set([...leavingFrom(mailbox)].filter((uid) => !back.has(uid))))
  }

  /** For rows that come while their messages go. */
  function leavingFrom(mailbox: MailboxRef): ReadonlySet<number> {
    return leaving.get(mailboxKey(mailbox)) ?? NONE
  }

  return { pendingFlags, setPendingFlags, shown, leave, stay, leavingFrom }
})

const NONE: ReadonlySet<number> = new Set()
