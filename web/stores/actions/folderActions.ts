import { shallowRef } from 'vue'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { MailboxEntry } from '../../../shared/mail/mailbox.ts'
import { toPonteError } from '../kit/failure.ts'
import {
  type EntriesChange,
  isBelow,
  parentOf,
  pathIn,
  renamed,
  useFolders,
  withBelow,
  type Folders,
} from '../folders/index.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useMessages, type Messages } from '../list/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { reportFailure } from '../kit/reportFailure.ts'
import { useToasts, type Toasts } from '../kit/toasts.ts'
import { useUndo, type Undo } from './undo.ts'

export interface FolderActionsOptions {
  session: Pick<Session, 'capabilities' | 'client'>
  folders: Folders
  messages: Messages
  toasts: Toasts
  undo: Undo
}

/** What is done to folders: shown at once, and put back with the server's words when it fails. */
export function createFolderActions({ session, folders, messages, toasts, undo }: FolderActionsOptions) {
  /** Where new folders go at the top, once NAMESPACE told (RFC 2342). */
  const prefix = shallowRef<string>()

  function delimiterOf(path: string | undefined): string | null {
    const entry = path === undefined ? undefined : folders.entryOf(path)
    return entry?.delimiter ?? folders.entries[0]?.delimiter ?? null
  }

  /** Asked once: some servers keep everything below INBOX. */
  async function topPrefix(): Promise<string> {
    if (prefix.value !== undefined) return prefix.value
    if (!session.capabilities.includes('NAMESPACE')) return (prefix.value = '')
    const found = await session.client.call('namespace', {}).catch(() => undefined)
    return (prefix.value = found?.personal[0]?.prefix ?? '')
  }

  /** A new folder, subscribed as other programs expect; `use` says what it is for. @returns its path, or undefined when the server refused. */
  async function create(
    parent: string | undefined,
    name: string,
    use?: ArgsInput<Commands['create']>['use'],
  ): Promise<string | undefined> {
    const delimiter = delimiterOf(parent)
    const path = pathIn(name, {
      parent,
      delimiter,
      prefix: parent === undefined ? (prefix.value ?? (await topPrefix())) : '',
    })
    const entry: MailboxEntry = {
      path,
      name: name.trim(),
      delimiter,
      flags: [],
      selectable: true,
      ...(use && { specialUse: use, specialUseSource: 'name' }),
    }
    const done = await optimistically(
      (entries) => (entries.some((one) => one.path === path) ? entries : [...entries, entry]),
      async () => {
        await session.client.call('create', { path, ...(use && { use }) })
        await session.client.call('subscribe', { path }).catch(() => undefined)
      },
      'shell.folders.createFailed',
    )
    return done ? path : undefined
  }

  /** Another name at the same place. */
  async function rename(path: string, name: string): Promise<void> {
    const delimiter = delimiterOf(path)
    const to = pathIn(name, { parent: parentOf(path, delimiter), delimiter, prefix: '' })
    await relocate(path, to, 'shell.folders.renamed')
  }

  /** The same name at another place; undefined is the top. */
  async function moveTo(path: string, parent: string | undefined): Promise<void> {
    const delimiter = delimiterOf(path)
    const above = parentOf(path, delimiter)
    const name = above === undefined ? path : path.slice(above.length + (delimiter?.length ?? 0))
    const to = pathIn(name, { parent, delimiter, prefix: parent === undefined ? await topPrefix() : '' })
    await relocate(path, to, 'shell.folders.moved')
  }

  /** Where a folder goes that is deleted: below the deleted messages. `undefined` where it can only go for good. */
  function discardedPath(path: string): string | undefined {
    const delimiter = delimiterOf(path)
    const trash = folders.pathFor('trash')
    const nests = !folders.entryOf(trash ?? '')?.flags.some((flag) => /^\\noinferiors$/i.test(flag))
    if (trash === undefined || !delimiter || !nests || path === trash || isBelow(path, trash, delimiter))
      return undefined
    const name = path.slice((parentOf(path, delimiter)?.length ?? -delimiter.length) + delimiter.length)
    const isTaken = (one: string): boolean => folders.entryOf(one) !== undefined
    for (let at = 1; ; at++) {
      const to = pathIn(at === 1 ? name : `${name} (${at})`, { parent: trash, delimiter })
      if (!isTaken(to)) return to
    }
  }

  /** To the deleted messages, whole, with what is below it; what is open in it is left first. */
  async function discard(path: string, to: string): Promise<void> {
    if (withBelow(folders.entries, path).includes(messages.path ?? '')) await messages.open('INBOX')
    await relocate(path, to, 'shell.folders.discarded')
  }

  /** @param said What is said when it is done, with an undo. */
  async function relocate(from: string, to: string, said: string): Promise<void> {
    if (from === to) return
    const folder = folders.entryOf(from)?.name ?? from
    try {
      await renameNow(from, to)
    } catch (error) {
      return reportFailure(toasts, 'shell.folders.renameFailed', error)
    }
    const delimiter = delimiterOf(to)
    const above = parentOf(to, delimiter)
    const name = above === undefined ? to : to.slice(above.length + (delimiter?.length ?? 0))
    undo.offer({ text: said, values: { folder, name } }, () => renameNow(to, from))
  }

  /** @throws {PonteError} when the server refused; the folders are then as they were */
  async function renameNow(from: string, to: string): Promise<void> {
    const delimiter = delimiterOf(from)
    const open = messages.path
    const openMoves = open !== undefined && (open === from || isBelow(open, from, delimiter))
    // Under its new name it has the same counts, from the first moment.
    for (const [path, counts] of folders.counts)
      if (path === from || isBelow(path, from, delimiter))
        folders.setCounts(to + path.slice(from.length), counts)
    try {
      await folders.changing(
        (entries) => renamed(entries, { from, to }),
        () => session.client.call('rename', { from, to }),
      )
    } catch (error) {
      void folders.load()
      throw error
    }
    if (openMoves) await messages.open(to + open.slice(from.length))
  }

  /** DELETE, for good, with all that is below; what is open in it is left first. */
  async function remove(path: string): Promise<void> {
    const gone = withBelow(folders.entries, path)
    if (messages.path !== undefined && gone.includes(messages.path)) await messages.open('INBOX')
    await optimistically(
      (entries) => entries.filter((entry) => !gone.includes(entry.path)),
      async () => {
        for (const one of gone) await session.client.call('delete', { path: one })
      },
      'shell.folders.deleteFailed',
    )
  }

  async function subscribe(path: string, on: boolean): Promise<void> {
    await optimistically(
      (entries) => entries.map((entry) => (entry.path === path ? { ...entry, subscribed: on } : entry)),
      () => session.client.call(on ? 'subscribe' : 'unsubscribe', { path }),
      'shell.folders.subscribeFailed',
    )
  }

  /** Shown at once; taken back and told when it fails. @returns whether it was done. */
  async function optimistically(
    change: EntriesChange,
    work: () => Promise<unknown>,
    failure: string,
  ): Promise<boolean> {
    try {
      await folders.changing(change, work)
      return true
    } catch (error) {
      // Some of it may have happened: what the server has now is what holds.
      void folders.load()
      report(failure, error)
      return false
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

  return {
    create,
    rename,
    moveTo,
    discardedPath,
    discard,
    remove,
    subscribe,
    delimiterOf,
    topPrefix,
    prefix,
    report,
  }
}

export type FolderActions = Store<ReturnType<typeof createFolderActions>>

/** One account's. */
export const useFolderActions = defineKeyedStore('folderActions', (accountId) =>
  createFolderActions({
    session: useSession(accountId),
    folders: useFolders(accountId),
    messages: useMessages(accountId),
    toasts: useToasts(accountId),
    undo: useUndo(accountId),
  }),
)
