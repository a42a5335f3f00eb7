import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import { erase, type FolderStatus, statusOf } from '../fetch/index.ts'
import { useFolders, type Folders } from '../folders/index.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useToasts, type Toasts } from '../kit/toasts.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { useFolderActions, type FolderActions } from './folderActions.ts'
import { useUndo, type Undo } from './undo.ts'

export interface FolderContentsOptions {
  session: Pick<Session, 'capabilities' | 'client'>
  folders: Folders
  mailbox: MailboxStore
  toasts: Toasts
  undo: Undo
  folderActions: FolderActions
}

/** What is done to all messages of a folder, on screen or not. */
export function createFolderContents({
  session,
  folders,
  mailbox,
  toasts,
  undo,
  folderActions,
}: FolderContentsOptions) {
  const { report } = folderActions

  /** STATUS now: how many there are, and under which UIDVALIDITY. @throws {PonteError} */
  function look(path: string): Promise<FolderStatus> {
    return statusOf(session.client, path)
  }

  /** Marks as read what is unread, with an undo that touches only those. */
  async function markAllRead(path: string): Promise<void> {
    try {
      const { mailbox: ref } = await look(path)
      const { set, count } = await session.client.call('search', {
        mailbox: ref,
        criteria: { key: 'unseen' },
      })
      if (set === '') return
      const wish = { kind: 'flag', mailbox: ref, uids: parseNumberSet(set), flag: '\\Seen' } as const
      await mailbox.wishFlag({ ...wish, on: true })
      undo.offer({ text: 'shell.folders.markedRead', values: { count } }, () =>
        mailbox.wishFlag({ ...wish, on: false }),
      )
    } catch (error) {
      report('mail.toast.flagFailed', error)
    }
  }

  /** Deletes for good what was there when it was asked: what arrives meanwhile stays. */
  async function empty({ mailbox: ref, messages: count, uidNext }: FolderStatus): Promise<void> {
    if (count === 0) return
    try {
      // Where the server does not tell UIDNEXT, the messages there are now are named one by one.
      const set =
        uidNext === undefined
          ? (await session.client.call('search', { mailbox: ref, criteria: { key: 'all' } })).set
          : `1:${Math.max(1, uidNext - 1)}`
      await erase(session.client, { mailbox: ref, set, hasUidPlus: session.capabilities.includes('UIDPLUS') })
      toasts.show({ text: 'shell.folders.emptied', values: { count } })
    } catch (error) {
      report('shell.folders.emptyFailed', error)
    }
    folders.countSoon(ref.path)
  }

  return { look, markAllRead, empty }
}

export type FolderContents = Store<ReturnType<typeof createFolderContents>>

/** One account's. */
export const useFolderContents = defineKeyedStore('folderContents', (accountId) =>
  createFolderContents({
    session: useSession(accountId),
    folders: useFolders(accountId),
    mailbox: useMailbox(accountId),
    toasts: useToasts(accountId),
    undo: useUndo(accountId),
    folderActions: useFolderActions(accountId),
  }),
)
