import type { ArgsInput } from '../../shared/protocol/command.ts'
import type { Commands } from '../../shared/protocol/registry.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import { toPonteError } from './failure.ts'
import { useFolders } from './folders.ts'
import { defineKeyedStore } from './keyed.ts'
import { hasFlag, withFlag, type ListRow } from './listRow.ts'
import { useMessages } from './messages.ts'
import * as rows from './rowWindow.ts'
import { useSession } from './session.ts'
import { useToasts, type Toast } from './toasts.ts'

/** What to say when it is done. */
type Said = Pick<Toast, 'text' | 'values'>

/** What is done to messages: shown at once, and put back with the server's words when it fails. */
export const useMessageActions = defineKeyedStore('messageActions', (accountId) => {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const toasts = useToasts(accountId)

  const byUid = (uid: number) => ({ by: 'uid', set: String(uid) }) as const

  /** Adds or removes one flag. */
  async function setFlag(
    row: ListRow,
    flag: '\\Seen' | '\\Flagged' | '\\Answered',
    on: boolean,
  ): Promise<void> {
    const mailbox = messages.mailboxRef()
    const current = messages.rowOf(row.uid) ?? row
    if (hasFlag(current, flag) === on) return
    const show = (value: boolean): void => {
      const now = messages.rowOf(row.uid)
      if (now) messages.changeRow(row.uid, { flags: withFlag(now, flag, value).flags ?? [] })
      if (flag === '\\Seen') folders.adjustUnseen(mailbox.path, value ? -1 : 1)
    }
    show(on)
    try {
      const change = { action: on ? ('add' as const) : ('remove' as const), flags: [flag] }
      await session.client.call('store', { mailbox, messages: byUid(row.uid), change, silent: true })
    } catch (error) {
      show(!on)
      report('mail.toast.flagFailed', error)
    }
  }

  /** Moves to another folder, with an undo where the server tells where the message went. */
  async function moveTo(row: ListRow, destination: string, said: Said): Promise<void> {
    const mailbox = messages.mailboxRef()
    await takeAway(row, async () => {
      const result = await session.client.call('move', { mailbox, messages: byUid(row.uid), destination })
      const back = { path: destination, uidValidity: result.uidValidity, uids: result.to }
      const undo = undoMove(back, mailbox)
      toasts.show({ ...said, ...(undo ? { undo } : {}) })
      folders.countSoon(destination)
    })
  }

  function undoMove(
    from: { path: string; uidValidity?: string | undefined; uids?: string | undefined },
    to: MailboxRef,
  ): (() => void) | undefined {
    const { path, uidValidity, uids } = from
    if (uidValidity === undefined || uids === undefined || uids === '') return undefined
    const args: ArgsInput<Commands['move']> = {
      mailbox: { path, uidValidity },
      messages: { by: 'uid', set: uids },
      destination: to.path,
    }
    return () => {
      toasts.dismiss()
      session.client.call('move', args).then(
        () => {
          toasts.show({ text: 'mail.toast.undone' })
          folders.countSoon(path)
          folders.countSoon(to.path)
          // A server without IDLE tells of the message that came back only when asked.
          void session.client.call('noop', {}).catch(() => undefined)
        },
        (error: unknown) => report('mail.toast.undoFailed', error),
      )
    }
  }

  async function archive(row: ListRow): Promise<void> {
    const destination = folders.pathFor('archive')
    if (destination !== undefined) await moveTo(row, destination, { text: 'mail.toast.archived' })
  }

  /** To the folder for deleted messages; from there, for good. */
  async function remove(row: ListRow): Promise<void> {
    const trash = folders.pathFor('trash')
    if (trash !== undefined && messages.path !== trash)
      return moveTo(row, trash, { text: 'mail.toast.deleted' })
    const mailbox = messages.mailboxRef()
    await takeAway(row, async () => {
      const change = { action: 'add' as const, flags: ['\\Deleted'] }
      await session.client.call('store', { mailbox, messages: byUid(row.uid), change, silent: true })
      await session.client.call('expunge', { mailbox, uids: String(row.uid) })
      toasts.show({ text: 'mail.toast.deletedForGood' })
    })
  }

  /** Out of sight at once, the next row selected; back in its place when `work` fails. */
  async function takeAway(row: ListRow, work: () => Promise<void>): Promise<void> {
    const index = messages.selectedUid === row.uid ? messages.selectedIndex : undefined
    const unseen = hasFlag(row, '\\Seen') ? 0 : 1
    const path = messages.path
    messages.window = rows.withHidden(messages.window, [row.uid])
    if (path !== undefined) folders.adjustUnseen(path, -unseen)
    if (index !== undefined) {
      const next = Math.min(index, messages.count - 1)
      messages.selectedUid = next < 0 ? undefined : rows.rowAt(messages.window, next)?.uid
    }
    try {
      await work()
    } catch (error) {
      messages.window = rows.withoutHidden(messages.window, [row.uid])
      if (path !== undefined) folders.adjustUnseen(path, unseen)
      report('mail.toast.moveFailed', error)
    }
  }

  function report(text: string, error: unknown): void {
    const { message, server } = toPonteError(error)
    toasts.show({
      text,
      values: { reason: message },
      failed: true,
      ...(server === undefined ? {} : { server }),
    })
  }

  return { setFlag, moveTo, archive, remove }
})
