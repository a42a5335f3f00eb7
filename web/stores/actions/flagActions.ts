import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import * as view from '../../mailbox/view.ts'
import type { FlagWish } from '../../mailbox/wishes.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { reportFailure } from '../kit/reportFailure.ts'
import { useToasts, type Toasts } from '../kit/toasts.ts'
import {
  type NamedMessages,
  nameTarget,
  type Target,
  useArrangement,
  useMessages,
  useSelection,
  type Messages,
  type ListArrangement,
  type Selection,
} from '../list/index.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { useUndo, type Undo } from './undo.ts'

type SystemFlag = '\\Seen' | '\\Flagged' | '\\Answered'
/** Keywords are what labels are made of. */
export type SettableFlag = SystemFlag | { keyword: string }

/** What finds the messages that have a flag, and those that lack it. */
const KEYS = {
  '\\Seen': ['seen', 'unseen'],
  '\\Flagged': ['flagged', 'unflagged'],
  '\\Answered': ['answered', 'unanswered'],
} as const

/** What is said when it is done, and undone by the toast. */
const SAID: Partial<Record<SystemFlag, readonly [on: string, off: string]>> = {
  '\\Seen': ['list.toast.read', 'list.toast.unread'],
  '\\Flagged': ['list.toast.flagged', 'list.toast.unflagged'],
}

export interface FlagActionsOptions {
  session: Pick<Session, 'client'>
  mailbox: MailboxStore
  messages: Messages
  arrangement: ListArrangement
  selection: Selection
  toasts: Toasts
  undo: Undo
}

/** Flags on messages: wished for, shown at once, and put back with the server's words when it refuses. */
export function createFlagActions({
  session,
  mailbox,
  messages,
  arrangement,
  selection,
  toasts,
  undo,
}: FlagActionsOptions) {
  /** Adds or removes one flag. Resolves when the server has answered or there was nothing to do; failures are told by a toast. */
  async function setFlag(
    target: Target,
    settable: SettableFlag,
    options: { on: boolean; quiet?: boolean; said?: { text: string; values: Record<string, string> } },
  ): Promise<void> {
    const { on, quiet = false } = options
    const flag = typeof settable === 'string' ? settable : settable.keyword
    let withdraw = (): void => undefined
    try {
      const named = await nameTarget(target, { messages, selection, arrangement })
      const { known, others } = changing(named, settable, on)
      const wish = { kind: 'flag', mailbox: named.mailbox, flag } as const
      const uids = await joined({ ...wish, uids: known, on }, others)
      if (uids.length === 0) return
      const done = mailbox.wishFlag({ ...wish, uids, on })
      const text = options.said?.text ?? (typeof settable === 'string' && SAID[settable]?.[on ? 0 : 1])
      if (text && !quiet) {
        const values = { ...options.said?.values, count: uids.length }
        withdraw = undo.offer({ text, values }, () => mailbox.wishFlag({ ...wish, uids, on: !on }))
      }
      await done
    } catch (error) {
      // There is nothing to undo.
      withdraw()
      reportFailure(toasts, 'mail.toast.flagFailed', error)
    }
  }

  /** Rows on screen need not wait for what the server knows of the others; all of them go with one command. */
  async function joined(known: FlagWish, others: Promise<number[]> | undefined): Promise<readonly number[]> {
    if (!others) return known.uids
    mailbox.apply({ kind: 'previewed', wish: known })
    try {
      return [...known.uids, ...(await others)]
    } finally {
      mailbox.apply({ kind: 'withdrawn', wish: known })
    }
  }

  /** Those in another state than the wanted one: an undo then touches only what was changed. */
  function changing(
    { mailbox: ref, uids }: NamedMessages,
    settable: SettableFlag,
    on: boolean,
  ): { known: number[]; others: Promise<number[]> | undefined } {
    const [flag, criteria] =
      typeof settable === 'string'
        ? [settable, { key: KEYS[settable][on ? 1 : 0] }]
        : [
            settable.keyword,
            { key: on ? ('unkeyword' as const) : ('keyword' as const), flag: settable.keyword },
          ]
    const flags = new Map(
      mailbox.isOpen(ref)
        ? uids.map((uid) => [uid, view.shownFlagOf(mailbox.model, uid, flag)] as const)
        : [],
    )
    const unknown = uids.filter((uid) => flags.get(uid) === undefined)
    return {
      known: uids.filter((uid) => flags.get(uid) === !on),
      others: unknown.length === 0 ? undefined : found(ref, unknown, criteria),
    }
  }

  /** Which of them are found so: nobody has told their flags, and the server knows. */
  async function found(
    ref: MailboxRef,
    uids: readonly number[],
    criteria: SearchCriteria,
  ): Promise<number[]> {
    const { set } = await session.client.call('search', { mailbox: ref, criteria }, { priority: 'user' })
    const named = new Set(parseNumberSet(set))
    return uids.filter((uid) => named.has(uid))
  }

  return { setFlag }
}

export type FlagActions = Store<ReturnType<typeof createFlagActions>>

/** One account's. */
export const useFlagActions = defineKeyedStore('flagActions', (accountId) =>
  createFlagActions({
    session: useSession(accountId),
    mailbox: useMailbox(accountId),
    messages: useMessages(accountId),
    arrangement: useArrangement(accountId),
    selection: useSelection(accountId),
    toasts: useToasts(accountId),
    undo: useUndo(accountId),
  }),
)
