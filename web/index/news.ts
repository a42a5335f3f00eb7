import type { MailboxTable } from './mailboxTable.ts'
import { FLAG_MARKS, marksOf } from './marks.ts'

/** All flags a message has now, or one flag that was set or removed. */
export type FlagChange = { flags: readonly string[] } | { flag: string; on: boolean }

/** Changes of a mailbox as the page learns them, in the order it learns them. */
export type IndexNews =
  /** By UID; or by number, which the index can read as long as it holds what the mailbox does. */
  | {
      kind: 'flags'
      message: { uids: readonly number[] } | { seq: number; exists: number }
      change: FlagChange
      /** What is here may be newer (RFC 7162). */
      modSeq?: string
    }
  | { kind: 'gone'; uids: readonly number[] }
  /** The mailbox was selected anew: until it has been compared, the index may hold other messages than it does. */
  | { kind: 'stale' }
  /**
   * A message went by its number. Which one it was can be told if the index holds as many below UIDNEXT as there were: what
   * the side lane found above that, the lane that tells this has not counted.
   *
   * `exists` is without it.
   */
  | { kind: 'expunged'; seq: number; exists: number; uidNext?: number }

/** What of a mailbox news changes. */
interface ToldMailbox {
  readonly table: MailboxTable
  /** Up to which MODSEQ flags were taken over. */
  flagsUpTo?: string | undefined
  readonly departed: Set<number>
  told?: IndexNews[] | undefined
  /** It was compared with the server, and everything was told since: numbers can be read. */
  isCurrent: boolean
}

/** Takes one over. @returns the UID of a message that went by its number, if that can be told */
export function takeNews(open: ToldMailbox, news: IndexNews): number | undefined {
  switch (news.kind) {
    case 'flags':
      takeFlags(open, news)
      return undefined
    case 'gone':
      remove(open, news.uids)
      return undefined
    case 'expunged': {
      const uid = uidOf(open, news)
      if (uid !== undefined) remove(open, [uid])
      else open.isCurrent = false
      return uid
    }
    case 'stale':
      open.isCurrent = false
      return undefined
  }
}

/** What was told while a sync ran is told again: the server's answer may be of before. */
export function retell(open: ToldMailbox): void {
  for (const news of open.told ?? []) if (news.kind === 'flags' || news.kind === 'gone') takeNews(open, news)
}

function takeFlags(
  { table, flagsUpTo = '0', isCurrent }: ToldMailbox,
  { message, change, modSeq }: Extract<IndexNews, { kind: 'flags' }>,
): void {
  if (modSeq !== undefined && BigInt(modSeq) <= BigInt(flagsUpTo)) return
  const isRead = 'seq' in message && isCurrent && table.count === message.exists
  const named = isRead ? table.uidAt(message.seq - 1) : undefined
  const uids = 'uids' in message ? message.uids : named === undefined ? [] : [named]
  const mask = 'flags' in change ? FLAG_MARKS : marksOf([change.flag])
  const marks = 'flags' in change ? marksOf(change.flags) : change.on ? mask : 0
  for (const uid of uids) table.markOne(uid, mask, marks)
}

function remove({ table, departed }: ToldMailbox, uids: readonly number[]): void {
  for (const uid of uids) departed.add(uid)
  table.remove(new Set(uids))
}

function uidOf(
  { table, isCurrent }: ToldMailbox,
  { seq, exists, uidNext }: Extract<IndexNews, { kind: 'expunged' }>,
): number | undefined {
  if (uidNext === undefined || !isCurrent) return undefined
  let counted = table.count
  for (
    let uid = table.uidAt(counted - 1);
    uid !== undefined && uid >= uidNext;
    uid = table.uidAt(counted - 1)
  )
    counted--
  return counted === exists + 1 ? table.uidAt(seq - 1) : undefined
}
