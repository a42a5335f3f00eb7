import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { useFolderActions } from './folderActions.ts'
import { useFolders } from '../folders/folders.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { hasFlag, withFlag } from '../kit/listRow.ts'
import { useMessages } from '../list/messages.ts'
import { useSession } from '../session/session.ts'
import { piecesOf } from '../kit/setPieces.ts'
import { useToasts } from '../kit/toasts.ts'

/** A folder as STATUS tells of it. */
export interface FolderContents {
  mailbox: MailboxRef
  messages: number
  uidNext: number | undefined
}

/** What is done to all messages of a folder, on screen or not. */
export const useFolderContents = defineKeyedStore('folderContents', (accountId) => {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const toasts = useToasts(accountId)
  const { report } = useFolderActions(accountId)

  /** STATUS now: how many there are, and under which UIDVALIDITY. @throws {PonteError} */
  async function look(path: string): Promise<FolderContents> {
    let found: FolderContents | undefined
    let refused: string | undefined
    await session.client.call(
      'status',
      { paths: [path], fields: ['messages', 'uidNext', 'uidValidity'] },
      {
        onItem: ({ messages: count = 0, uidNext, uidValidity, error }) => {
          refused = error
          if (uidValidity !== undefined) found = { mailbox: { path, uidValidity }, messages: count, uidNext }
        },
      },
    )
    if (!found) throw new Error(refused ?? 'no answer to STATUS')
    return found
  }

  /** Marks as read what is unread, with an undo that touches only those. */
  async function markAllRead(path: string): Promise<void> {
    const before = folders.counts.get(path)
    if (before) folders.counts.set(path, { ...before, unseen: 0 })
    try {
      const { mailbox } = await look(path)
      const { set, count } = await session.client.call('search', { mailbox, criteria: { key: 'unseen' } })
      if (set === '') return
      await setSeen(mailbox, set, true)
      toasts.show({
        text: 'shell.folders.markedRead',
        values: { count },
        undo: () => {
          toasts.dismiss()
          setSeen(mailbox, set, false).then(
            () => folders.countSoon(path),
            (error: unknown) => report('mail.toast.undoFailed', error),
          )
        },
      })
      folders.countSoon(path)
    } catch (error) {
      if (before) folders.counts.set(path, before)
      report('mail.toast.flagFailed', error)
    }
  }

  async function setSeen(mailbox: MailboxRef, set: string, on: boolean): Promise<void> {
    const change = { action: on ? ('add' as const) : ('remove' as const), flags: ['\\Seen'] }
    for (const piece of piecesOf(set))
      await session.client.call('store', {
        mailbox,
        messages: { by: 'uid', set: piece },
        change,
        silent: true,
      })
    if (messages.path !== mailbox.path) return
    const changed = new Set(parseNumberSet(set))
    for (const row of messages.window.rows.values())
      if (hasFlag(row, '\\Seen') !== on && changed.has(row.uid))
        messages.changeRow(row.uid, { flags: withFlag(row, '\\Seen', on).flags ?? [] })
  }

  /** Deletes for good what was there when it was asked: what arrives meanwhile stays. */
  async function empty({ mailbox, messages: count, uidNext }: FolderContents): Promise<void> {
    if (count === 0) return
    const set = uidNext === undefined ? '1:*' : `1:${Math.max(1, uidNext - 1)}`
    const before = folders.counts.get(mailbox.path)
    folders.counts.set(mailbox.path, { messages: 0, unseen: 0 })
    try {
      const change = { action: 'add' as const, flags: ['\\Deleted'] }
      await session.client.call('store', { mailbox, messages: { by: 'uid', set }, change, silent: true })
      const uids = session.capabilities.includes('UIDPLUS') ? { uids: set } : {}
      await session.client.call('expunge', { mailbox, ...uids })
      toasts.show({ text: 'shell.folders.emptied', values: { count } })
    } catch (error) {
      if (before) folders.counts.set(mailbox.path, before)
      report('shell.folders.emptyFailed', error)
    }
    folders.countSoon(mailbox.path)
  }

  return { look, markAllRead, empty }
})
