import { computed, shallowRef } from 'vue'
import type { SpecialUse } from '../../../shared/mail/mailbox.ts'
import { useFolders, type Folders } from '../folders/index.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { type Target, useMessages, type Messages } from '../list/index.ts'
import { useMissingFolders, type MissingFolders } from './missingFolders.ts'
import { useMoveActions, type Destination, type MoveActions } from './moveActions.ts'
import { useFlagActions, type FlagActions } from './flagActions.ts'

export interface MessageActionsOptions {
  folders: Folders
  messages: Messages
  flagActions: FlagActions
  moves: MoveActions
  missing: Pick<MissingFolders, 'question' | 'ensure' | 'isDeclined'>
}

/** What is done to messages, by the names people know. */
export function createMessageActions({
  folders,
  messages,
  flagActions,
  moves,
  missing,
}: MessageActionsOptions) {
  const { setFlag } = flagActions

  /** What the folder is for that the target is in. */
  function useOf(target: Target): SpecialUse | undefined {
    const path = target !== 'selection' && 'uids' in target ? target.mailbox.path : messages.path
    return path === undefined ? undefined : folders.entryOf(path)?.specialUse
  }

  async function moveTo(target: Target, path: string, said: Destination['said']): Promise<void> {
    await moves.move(target, { path, said })
  }

  async function copyTo(target: Target, path: string, said: Destination['said']): Promise<void> {
    await moves.copy(target, { path, said })
  }

  async function archive(target: Target): Promise<void> {
    const archive = await missing.ensure('archive')
    if (archive.kind === 'there') await moveTo(target, archive.path, { text: 'list.toast.archived' })
  }

  /** Whether deleting here is for good: the page asks then. */
  function removesForGood(target: Target): boolean {
    const isWithout = folders.pathFor('trash') === undefined && missing.isDeclined('trash')
    return isWithout || useOf(target) === 'trash'
  }

  /** To the folder for deleted messages; from there, for good. */
  async function remove(target: Target): Promise<void> {
    if (removesForGood(target)) return moves.removeForGood(target)
    const trash = await missing.ensure('trash')
    if (trash.kind === 'there') await moveTo(target, trash.path, { text: 'list.toast.deleted' })
  }

  function isDeleted(target: Target): boolean {
    return useOf(target) === 'trash'
  }

  /** From the deleted messages to where they were, as far as this page saw them go; else to the inbox. */
  async function restore(target: Target): Promise<void> {
    const inbox = folders.pathFor('inbox') ?? 'INBOX'
    await moves.moveHome(target, inbox, (path) => {
      const { specialUse, name } = folders.entryOf(path) ?? { name: path }
      if (path === inbox) return { text: 'list.toast.notJunk' }
      if (specialUse === 'archive') return { text: 'list.toast.archived' }
      return { text: 'list.toast.moved', values: { folder: name } }
    })
  }

  function isJunk(target: Target): boolean {
    return useOf(target) === 'junk'
  }

  /** To the folder for junk; from there, back to the inbox. */
  async function toggleJunk(target: Target): Promise<void> {
    const junk = isJunk(target)
    const inbox = folders.pathFor('inbox')
    if (junk && inbox === undefined) return
    const to = junk ? { kind: 'there' as const, path: inbox ?? 'INBOX' } : await missing.ensure('junk')
    if (to.kind === 'there')
      await moveTo(target, to.path, { text: junk ? 'list.toast.notJunk' : 'list.toast.junk' })
  }

  /** Messages whose labels are asked for on screen. */
  const labelled = shallowRef<Target>()

  /** A folder is missing, and may be created: to be asked on screen. */
  const folderQuestion = computed(() => missing.question)

  return {
    folderQuestion,
    setFlag,
    moveTo,
    copyTo,
    archive,
    remove,
    removesForGood,
    isDeleted,
    restore,
    isJunk,
    toggleJunk,
    labelled,
    askLabels: (target: Target | undefined) => void (labelled.value = target),
  }
}

export type MessageActions = Store<ReturnType<typeof createMessageActions>>

/** One account's. */
export const useMessageActions = defineKeyedStore('messageActions', (accountId) =>
  createMessageActions({
    folders: useFolders(accountId),
    messages: useMessages(accountId),
    flagActions: useFlagActions(accountId),
    moves: useMoveActions(accountId),
    missing: useMissingFolders(accountId),
  }),
)
