import { ref } from 'vue'
import { formatNumberSet, parseNumberSet } from '../../../shared/mail/numberSet.ts'
import { chunked } from '../../../shared/mail/setPieces.ts'
import type { Result } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { MAX_SET_CHARACTERS } from '../../mailbox/limits.ts'
import type { ListRow } from '../../mailbox/row.ts'
import * as view from '../../mailbox/view.ts'
import { erase } from '../fetch/index.ts'
import { useFolders, type Folders } from '../folders/index.ts'
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
  type Selection,
  type ListArrangement,
} from '../list/index.ts'
import { type Departure as Departed, useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { MAX_RECENT_FOLDERS } from './limits.ts'
import { canComeBack, isTold, moveBack, type Departure } from './movedBack.ts'
import { useUndo, type Undo } from './undo.ts'

/** Where to, and what is said when it is done; the count is added. */
export interface Destination {
  path: string
  said: { text: string; values?: Record<string, string> }
}

export interface MoveActionsOptions {
  session: Pick<Session, 'capabilities' | 'client'>
  mailbox: MailboxStore
  folders: Folders
  messages: Messages
  selection: Selection
  arrangement: ListArrangement
  toasts: Toasts
  undo: Undo
}

/** Messages going from folder to folder, or for good: out of sight at once, back with the server's words when it refuses. */
export function createMoveActions({
  session,
  mailbox,
  folders,
  messages,
  selection,
  arrangement,
  toasts,
  undo,
}: MoveActionsOptions) {
  /** Paths messages were moved to by name, newest first. */
  const recent = ref<readonly string[]>([])

  function remember(path: string): void {
    recent.value = [path, ...recent.value.filter((other) => other !== path)].slice(0, MAX_RECENT_FOLDERS)
  }

  /** Where messages lay before they were deleted here, by Message-ID. */
  const homes = new Map<string, string>()

  const move = (target: Target, to: Destination): Promise<void> => undo.during(moveNow(target, to))
  const copy = (target: Target, to: Destination): Promise<void> => undo.during(copyNow(target, to))

  async function moveNow(target: Target, { path, said }: Destination): Promise<void> {
    const named = await nameOrReport(target)
    if (!named || named.uids.length === 0 || named.mailbox.path === path) return
    const rows = rowsOf(named)
    const { done, moved } = await takeAway(named, path)
    if (done === 0) return
    const messageIds = [...rows.values()].flatMap((row) => row?.envelope?.messageId ?? [])
    const departure: Departure = { destination: path, moved, messageIds, count: done }
    for (const answer of moved) file({ path, answer, rows })
    const home = named.mailbox.path
    if (path === folders.pathFor('trash')) for (const id of messageIds) homes.set(id, home)
    const back = async (): Promise<void> => {
      for (const answer of await moveBack(session.client, departure, home)) {
        const there = new Map(moved.flatMap((told) => pairs(told)).map(([from, to]) => [to, rows.get(from)]))
        file({ path: home, answer, rows: there })
      }
      folders.countSoon(path)
      folders.countSoon(home)
    }
    const told = { text: said.text, values: { ...said.values, count: done } }
    // An empty COPYUID, and messages without an ID: nobody knows where they are now.
    if (canComeBack(departure)) undo.offer(told, back)
    else undo.offer({ ...told, noUndo: 'list.toast.destinationUnknown' })
  }

  async function copyNow(target: Target, { path, said }: Destination): Promise<void> {
    const named = await nameOrReport(target)
    if (!named || named.uids.length === 0) return
    const { mailbox: home } = named
    const copies: Result<Commands['copy']>[] = []
    try {
      for (const chunk of chunked(named.uids, MAX_SET_CHARACTERS)) {
        const set = { by: 'uid' as const, set: formatNumberSet(chunk) }
        copies.push(await session.client.call('copy', { mailbox: home, messages: set, destination: path }))
      }
    } catch (error) {
      return reportFailure(toasts, 'list.toast.copyFailed', error)
    }
    folders.countSoon(path)
    const hasUidPlus = session.capabilities.includes('UIDPLUS')
    const takeBack = async (): Promise<void> => {
      for (const { uidValidity = '', to = '' } of copies)
        await erase(session.client, { mailbox: { path, uidValidity }, set: to, hasUidPlus })
      folders.countSoon(path)
    }
    undo.offer(
      { text: said.text, values: { ...said.values, count: named.uids.length } },
      hasUidPlus && copies.every(isTold) ? takeBack : undefined,
    )
  }

  /** To where each lay before it was deleted; where nobody knows, to `otherwise`. */
  async function moveHome(
    target: Target,
    otherwise: string,
    said: (path: string) => Destination['said'],
  ): Promise<void> {
    const named = await nameOrReport(target)
    if (!named) return
    const rows = rowsOf(named)
    const byPath = new Map<string, number[]>()
    for (const uid of named.uids) {
      const home = homes.get(rows.get(uid)?.envelope?.messageId ?? '')
      const path = home !== undefined && folders.entryOf(home) ? home : otherwise
      byPath.set(path, [...(byPath.get(path) ?? []), uid])
    }
    for (const [path, uids] of byPath)
      await move({ mailbox: named.mailbox, uids }, { path, said: said(path) })
  }

  /** For good. The page asks the user before. */
  async function removeForGood(target: Target): Promise<void> {
    const named = await nameOrReport(target)
    if (!named || named.uids.length === 0) return
    const { done } = await takeAway(named, undefined)
    if (done > 0) toasts.show({ text: 'list.toast.deletedForGood', values: { count: done } })
  }

  /** What did not go comes back. */
  async function takeAway(named: NamedMessages, destination: string | undefined): Promise<Departed> {
    const seqs = selection.namedSeqs
    const leaving = mailbox.wishLeave({
      mailbox: named.mailbox,
      uids: named.uids,
      ...(destination === undefined ? {} : { destination }),
      ...(seqs && { named: seqs }),
    })
    selection.clear()
    const departed = await leaving
    if (departed.refusal) reportFailure(toasts, 'mail.toast.moveFailed', departed.refusal)
    return departed
  }

  /** By UID: their Message-IDs find messages again where the server does not tell where they went. */
  function rowsOf({ mailbox: home, uids, rows = [] }: NamedMessages): Map<number, ListRow | undefined> {
    if (!messages.isCurrent(home)) return new Map(rows.map((row) => [row.uid, row]))
    return new Map(uids.map((uid) => [uid, view.rowOf(mailbox.model, uid)]))
  }

  /** COPYUID told what became of them: their rows are known in the other folder too. */
  function file({
    path,
    answer,
    rows,
  }: {
    path: string
    answer: Result<Commands['move']>
    rows: ReadonlyMap<number, ListRow | undefined>
  }): void {
    const filed = pairs(answer).flatMap(([from, uid]) => {
      const row = rows.get(from)
      return row ? [{ ...row, uid }] : []
    })
    const { uidValidity } = answer
    if (uidValidity === undefined || filed.length === 0) return
    const there: MailboxRef = { path, uidValidity }
    mailbox.apply({ kind: 'filed', mailbox: there, rows: filed })
  }

  async function nameOrReport(target: Target): Promise<NamedMessages | undefined> {
    try {
      return await nameTarget(target, { messages, selection, arrangement })
    } catch (error) {
      reportFailure(toasts, 'mail.toast.moveFailed', error)
      return undefined
    }
  }

  return { recent, remember, move, moveHome, copy, removeForGood }
}

export type MoveActions = Store<ReturnType<typeof createMoveActions>>

/** One account's. */
export const useMoveActions = defineKeyedStore('moveActions', (accountId) =>
  createMoveActions({
    session: useSession(accountId),
    mailbox: useMailbox(accountId),
    folders: useFolders(accountId),
    messages: useMessages(accountId),
    selection: useSelection(accountId),
    arrangement: useArrangement(accountId),
    toasts: useToasts(accountId),
    undo: useUndo(accountId),
  }),
)

/** The UIDs before and after, RFC 4315 section 3; none where the server did not tell. */
function pairs({ from, to }: Result<Commands['move']>): [from: number, to: number][] {
  if (!from || !to) return []
  const there = parseNumberSet(to)
  return parseNumberSet(from).flatMap((uid, at) => {
    const other = there[at]
    return other === undefined ? [] : [[uid, other] as [number, number]]
  })
}
