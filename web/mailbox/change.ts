import type { MailboxState } from '../../shared/mail/mailbox.ts'
import type { PonteError } from '../../shared/protocol/errors.ts'
import type { LaneName } from '../../shared/protocol/events.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import type { Arrangement } from '../index/arrange.ts'
import type { ConversationSummary } from '../index/conversations.ts'
import type { IndexNews } from '../index/news.ts'
import type { FolderCounts } from './counts.ts'
import type { FlagChange } from './flagChange.ts'
import type { Uids } from './order.ts'
import type { ListRow } from './row.ts'
import type { FlagWish, Wish } from './wishes.ts'

/**
 * All that can happen to a mailbox. Whoever learns something makes one of these, and nobody else writes.
 *
 * `asked` is the model's revision when the question was put: an answer yields to what was told after that.
 */
export type Change =
  /* The folder on screen. */
  /** The user opens a folder, or it is selected anew after the connection was lost. */
  | { kind: 'opening'; path: string }
  /** What this browser cached of the folder, shown until SELECT has answered. */
  | { kind: 'snapshot'; snapshot: Snapshot }
  /** SELECT answered. */
  | { kind: 'selected'; mailbox: MailboxState }
  | { kind: 'unselectable'; path: string; error: PonteError }
  /* What the server tells of its messages. */
  /** FETCH answered: of the main lane, with numbers that hold now; of the side lane, by UID alone. */
  | { kind: 'rows'; mailbox: MailboxRef; rows: readonly ListRow[]; lane: LaneName; asked: number }
  /** The index knows these rows, or what these conversations are like. */
  | {
      kind: 'recalled'
      mailbox: MailboxRef
      rows?: readonly ListRow[]
      summaries?: readonly ConversationSummary[]
      asked: number
      /** The rows' numbers are what the index takes them for, if numbers still mean what they did then. */
      numbered?: ListMoment
    }
  /** FETCH answered without the messages at these places of the list, which must be what it was when it was asked for. */
  | { kind: 'unavailable'; mailbox: MailboxRef; places: readonly number[]; of: ListMoment }
  | { kind: 'counted'; path: string; counts: FolderCounts; asked: number }
  /** COPYUID (RFC 4315) told where messages went: their rows are known there. */
  | { kind: 'filed'; mailbox: MailboxRef; rows: readonly ListRow[] }
  /** Flags changed; a server may name the message by its number alone. */
  | {
      kind: 'flags'
      mailbox: MailboxRef
      message: { uids: readonly number[] } | { seq: number }
      change: FlagChange
      modSeq?: string
    }
  /** EXISTS: there are so many now. */
  | { kind: 'arrived'; mailbox: MailboxRef; exists: number; uidNext?: number }
  | { kind: 'expunged'; mailbox: MailboxRef; seq: number; uid?: number }
  /** VANISHED (RFC 7162). */
  | { kind: 'vanished'; mailbox: MailboxRef; uid: number }
  /** Somebody found out which messages went whose numbers have fallen already. */
  | { kind: 'departed'; mailbox: MailboxRef; uids: readonly number[] }
  /** The lane has selected the mailbox anew: what happened meanwhile is not told. */
  | { kind: 'resynced'; mailbox: MailboxRef; exists: number; uidNext?: number }
  /* What the user wants. */
  | { kind: 'wished'; wish: Wish }
  /** A flag shows already, and is sent when it is wished for: until then it is not known of which messages. */
  | { kind: 'previewed'; wish: FlagWish }
  | { kind: 'withdrawn'; wish: FlagWish }
  /** The shell is about to send what is wanted of a flag. */
  | { kind: 'sending'; mailbox: MailboxRef; flag: string }
  | { kind: 'confirmed'; wish: WishPart }
  | { kind: 'refused'; wish: WishPart }
  /** The connection was lost before the answer came: nobody knows whether it was done. */
  | { kind: 'lost'; wish: WishPart }
  /* What the list shows. */
  /** The index has arranged the messages, or has nothing to tell. */
  | { kind: 'arranged'; mailbox: MailboxRef; arrangement: Arrangement | undefined; byDate?: boolean }
  /** The messages of a conversation are shown below its row, or no longer. */
  | { kind: 'unfolded'; uid: number; on: boolean }
  /** A filter or a search found these, ascending; `again` when the same was run anew. `undefined`: the whole folder. */
  | { kind: 'found'; uids: Uids | undefined; again?: boolean }
  /** All messages from the bottom in the order results stand in; `undefined` for the order of arrival. */
  | { kind: 'ordered'; uids: Uint32Array | undefined }
  /** A message is open, or none. */
  | { kind: 'opened'; uid: number | undefined }

/** Tells whether places of the list still mean the same messages. */
export interface ListMoment {
  key: number
  shifts: number
  exists: number
}

/** Which wish was answered: the STORE under way of one flag, or these messages of a leave. */
export type WishPart =
  { kind: 'flag'; mailbox: MailboxRef; flag: string } | { kind: 'leave'; id: string; uids: readonly number[] }

/** The top of a folder as it was on screen. */
export interface Snapshot {
  mailbox: MailboxState
  /** From the top, without a gap. */
  rows: readonly ListRow[]
  /** How the list was arranged; without one, by number. */
  arrangement?: Arrangement
  /** The list was arranged, and how is not known any more: the rows' numbers are not those of the top. */
  isArranged?: boolean
  /** Of the conversations among the rows. */
  summaries?: readonly ConversationSummary[]
}

/** What follows from a change, for the shell to do. */
export type Effect =
  /** A flag is wanted: apply `sending` when it may go. */
  | { kind: 'send'; mailbox: MailboxRef; flag: string }
  | { kind: 'store'; mailbox: MailboxRef; flag: string; on: boolean; uids: ReadonlySet<number> }
  | { kind: 'leave'; wish: Extract<Wish, { kind: 'leave' }> }
  /** Which of these are still there? The answer is `confirmed` or `refused`. */
  | { kind: 'verify'; id: string; mailbox: MailboxRef; uids: readonly number[] }
  /** Ask for the folder's counts. */
  | { kind: 'count'; path: string }
  /** Rows on screen may be missing. */
  | { kind: 'rows' }
  /** Rows may have outlived their flags: by number, or by UID. */
  | { kind: 'refreshFlags'; mailbox: MailboxRef; by: 'sequence' | 'uid'; numbers: readonly number[] }
  /** Rows of the newest messages, for a list that shows them above a snapshot's. */
  | { kind: 'newest'; mailbox: MailboxRef; count: number }
  /** The mailbox was replaced under us. */
  | { kind: 'select'; path: string }
  /** Another folder is on screen than before. */
  | { kind: 'left' }
  /** What was found may have changed: messages came, or went unnamed. */
  | { kind: 'findAgain' }
  /** The folder was replaced, and so many wishes for it ended. */
  | { kind: 'wishesEnded'; path: string; count: number }
  /** News for the header index. */
  | { kind: 'index'; mailbox: MailboxRef; news: IndexNews }
  /** Messages came, or nobody knows what happened: the index is to be compared with the server. */
  | { kind: 'sync'; mailbox: MailboxRef; why: 'arrived' | 'resynced' }
