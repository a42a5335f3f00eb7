import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import { formatNumberSet, parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { toPonteError } from '../kit/failure.ts'
import { useArrangement } from '../list/arrangement.ts'
import { useFolders } from '../folders/folders.ts'
import { useHeaderIndex } from '../index/headerIndex.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { MAX_SET_CHARACTERS } from '../list/listLimits.ts'
import { hasFlag, withFlag } from '../kit/listRow.ts'
import { mailboxKey } from '../kit/mailboxKey.ts'
import { useMessages } from '../list/messages.ts'
import { useOptimistic } from '../list/optimistic.ts'
import {
  failed,
  shownFlag,
  succeeded,
  takeBatch,
  unwant,
  want,
  type FlagBatch,
} from '../list/pendingFlags.ts'
import { createPace, type Pace } from './pace.ts'
import { reportFailure } from '../kit/reportFailure.ts'
import * as rows from '../list/rowWindow.ts'
import { useSelection } from '../list/selection.ts'
import { useSession } from '../session/session.ts'
import { nameTarget, type NamedMessages, type Target } from '../list/target.ts'
import { useToasts } from '../kit/toasts.ts'
import { useUndo } from './undo.ts'

export type SettableFlag = '\\Seen' | '\\Flagged' | '\\Answered'

/** What finds the messages that have a flag, and those that lack it. */
const KEYS = {
  '\\Seen': ['seen', 'unseen'],
  '\\Flagged': ['flagged', 'unflagged'],
  '\\Answered': ['answered', 'unanswered'],
} as const

/** What is said when it is done, and undone by the toast. */
const SAID: Partial<Record<SettableFlag, readonly [on: string, off: string]>> = {
  '\\Seen': ['list.toast.read', 'list.toast.unread'],
  '\\Flagged': ['list.toast.flagged', 'list.toast.unflagged'],
}

/** Beyond so many messages a STORE is silent: its answer would be longer than the news is worth. */
const SILENT_ABOVE = 500

/** Flags on messages: shown at once, sent in as few commands as can be, put back with the server's words. */
export const useFlagActions = defineKeyedStore('flagActions', (accountId) => {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const headers = useHeaderIndex(accountId)
  const arrangement = useArrangement(accountId)
  const selection = useSelection(accountId)
  const optimistic = useOptimistic(accountId)
  const toasts = useToasts(accountId)
  const undo = useUndo(accountId)
  /** By flag and mailbox. */
  const paces = new Map<string, Pace>()

  function paceOf(key: string): Pace {
    const pace = paces.get(key) ?? createPace()
    paces.set(key, pace)
    return pace
  }

  /** Adds or removes one flag. Resolves when the server has answered or there was nothing to do; failures are told by a toast. */
  async function setFlag(
    target: Target,
    flag: SettableFlag,
    options: { on: boolean; quiet?: boolean },
  ): Promise<void> {
    const { on, quiet = false } = options
    try {
      const named = await nameTarget(target, { messages, selection, arrangement })
      const changing = await changingUids(named, flag, on)
      if (changing.length === 0) return
      const said = SAID[flag]
      if (said && !quiet) {
        undo.offer({ text: said[on ? 0 : 1], values: { count: changing.length } }, () =>
          change(named.mailbox, flag, { uids: changing, on: !on }),
        )
      }
      await change(named.mailbox, flag, { uids: changing, on })
    } catch (error) {
      reportFailure(toasts, 'mail.toast.flagFailed', error)
    }
  }

  /** Those that are not so yet: an undo then touches only what was changed. */
  async function changingUids(
    { mailbox, uids }: NamedMessages,
    flag: SettableFlag,
    on: boolean,
  ): Promise<number[]> {
    const shown = shownFlags(mailbox, flag, uids)
    const unknown = uids.filter((uid) => !shown.has(uid))
    const changing = uids.filter((uid) => shown.get(uid) === !on)
    if (unknown.length === 0) return changing
    // Rows on screen need not wait for what the server knows of the others.
    preview(mailbox, flag, { uids: changing, on })
    const criteria: SearchCriteria = { key: KEYS[flag][on ? 1 : 0] }
    try {
      const { set } = await session.client.call('search', { mailbox, criteria }, { priority: 'user' })
      const lacking = new Set(parseNumberSet(set))
      return [...changing, ...unknown.filter((uid) => lacking.has(uid))]
    } finally {
      const pending = optimistic.pendingFlags(mailbox, flag)
      optimistic.setPendingFlags(mailbox, flag, unwant(pending, changing))
    }
  }

  /** By UID, of those whose flags are known: as they show. */
  function shownFlags(mailbox: MailboxRef, flag: string, uids: Iterable<number>): Map<number, boolean> {
    const pending = optimistic.pendingFlags(mailbox, flag)
    const known = truths(mailbox, flag, uids)
    return new Map([...known].map(([uid, truth]) => [uid, shownFlag(pending, uid, truth)] as const))
  }

  /** By UID, of those whose flags are known: as the server told. */
  function truths(mailbox: MailboxRef, flag: string, uids: Iterable<number>): Map<number, boolean> {
    if (!messages.isCurrent(mailbox)) return new Map()
    const wanted = new Set(uids)
    const found = new Map(arrangement.memberFlags(wanted).map((one) => [one.uid, hasFlag(one, flag)]))
    const windows = messages.hits ? [messages.folder, messages.hits.window] : [messages.folder]
    for (const { rows: known } of windows)
      for (const row of known.values()) if (wanted.has(row.uid)) found.set(row.uid, hasFlag(row, flag))
    return found
  }

  function preview(
    mailbox: MailboxRef,
    flag: SettableFlag,
    { uids, on }: { uids: readonly number[]; on: boolean },
  ) {
    optimistic.setPendingFlags(mailbox, flag, want(optimistic.pendingFlags(mailbox, flag), uids, on))
  }

  /** @throws {PonteError} when the server refused; what it was is shown again then */
  async function change(
    mailbox: MailboxRef,
    flag: SettableFlag,
    wish: { uids: readonly number[]; on: boolean },
  ): Promise<void> {
    preview(mailbox, flag, wish)
    countUnseen(mailbox, flag, { on: wish.on, count: wish.uids.length })
    await send(mailbox, flag)
  }

  function countUnseen(
    mailbox: MailboxRef,
    flag: SettableFlag,
    { on, count }: { on: boolean; count: number },
  ): void {
    if (flag === '\\Seen') folders.adjustUnseen(mailbox.path, on ? -count : count)
  }

  /** One command at a time; what is wanted meanwhile goes with the next. @throws {PonteError} the first refusal */
  async function send(mailbox: MailboxRef, flag: SettableFlag): Promise<void> {
    const pace = paceOf(`${flag} ${mailboxKey(mailbox)}`)
    pace.wished()
    if (pace.busy) return
    pace.busy = true
    let refusal: PonteError | undefined
    try {
      for (;;) {
        await pace.settled(() => optimistic.pendingFlags(mailbox, flag).wanted)
        const wishes = optimistic.pendingFlags(mailbox, flag)
        const known = truths(mailbox, flag, wishes.wanted.keys())
        const options = { truthOf: (uid: number) => known.get(uid), maxSetLength: MAX_SET_CHARACTERS }
        const taken = takeBatch(wishes, options)
        optimistic.setPendingFlags(mailbox, flag, taken)
        if (!taken.sending) break
        pace.sent(taken.sending.uids)
        refusal ??= await attempt(mailbox, flag, taken.sending)
      }
    } finally {
      pace.busy = false
    }
    if (refusal) throw refusal
  }

  /** @returns why it was refused */
  async function attempt(
    mailbox: MailboxRef,
    flag: SettableFlag,
    batch: FlagBatch,
  ): Promise<PonteError | undefined> {
    try {
      await store(mailbox, flag, batch)
      optimistic.setPendingFlags(mailbox, flag, succeeded(optimistic.pendingFlags(mailbox, flag)))
      return undefined
    } catch (error) {
      const now = optimistic.pendingFlags(mailbox, flag)
      const left = failed(now)
      const count = batch.uids.size + now.wanted.size - left.wanted.size
      countUnseen(mailbox, flag, { on: !batch.on, count })
      optimistic.setPendingFlags(mailbox, flag, left)
      return toPonteError(error)
    }
  }

  async function store(mailbox: MailboxRef, flag: SettableFlag, { on, uids }: FlagBatch): Promise<void> {
    const told = new Set<number>()
    const change = { action: on ? ('add' as const) : ('remove' as const), flags: [flag] }
    const messageSet = { by: 'uid' as const, set: formatNumberSet(uids) }
    const silent = uids.size > SILENT_ABOVE
    await session.client.call(
      'store',
      { mailbox, messages: messageSet, change, silent },
      {
        onItem(item) {
          if (item.uid === undefined || !messages.isCurrent(mailbox)) return
          told.add(item.uid)
          messages.changeRow(item.uid, { flags: item.flags })
        },
      },
    )
    headers.noteFlags({ mailbox, uids: [...uids], change: { flag, on } })
    if (!messages.isCurrent(mailbox)) return
    const isNews = (uid: number): boolean => uids.has(uid) && !told.has(uid)
    if (uids.size === told.size) return
    messages.both((window) =>
      rows.withRowsChanged(window, (row) => (isNews(row.uid) ? withFlag(row, flag, on) : row)),
    )
  }

  return { setFlag }
})
