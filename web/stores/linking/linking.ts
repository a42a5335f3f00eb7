import { computed, watch } from 'vue'
import {
  formatLink,
  isSameMessage,
  linkMessage,
  type LinkAccount,
  type LinkMessage,
  type MailLink,
} from '../../links/mailLink.ts'
import { linkAccount } from '../../links/ownInbox.ts'
import type { OpenMessage } from '../../mailbox/row.ts'
import { useFolders, type Folders } from '../folders/index.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useMessages, type Messages } from '../list/index.ts'
import { useReading, type Reading } from '../reading/index.ts'
import {
  searchOrder,
  useSearch,
  useSearchEverywhere,
  type Search,
  type SearchEverywhere,
} from '../search/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { findElsewhere, findMessage, isMessage, newest } from './findMessage.ts'
import { narrow, narrowingOf } from './searchLinks.ts'

/** What became of a link. */
export type Opened =
  | { kind: 'shown' }
  /** The message lies in another folder by now. */
  | { kind: 'moved'; to: MailLink }
  /** It is in no folder; the one it was in is shown. */
  | { kind: 'gone' }
  /** There is no such folder. */
  | { kind: 'noFolder' }

export interface LinkingOptions {
  account: LinkAccount
  session: Pick<Session, 'client'>
  folders: Folders
  messages: Messages
  reading: Reading
  search: Search
  everywhere: SearchEverywhere
}

const SHOWN: Opened = { kind: 'shown' }

/** Where the stores are, as a link, and the way to where a link leads. The one place that knows both. */
export function createLinking(options: LinkingOptions) {
  const { account, session, folders, messages, reading, search, everywhere } = options

  /** `undefined` before a folder is opened. */
  const here = computed((): MailLink | undefined => {
    const { path } = messages
    if (path === undefined) return undefined
    const open = reading.state.kind === 'none' ? undefined : reading.state
    const isShown = open && messages.isCurrent(open.mailbox)
    return {
      account,
      // A result of another folder has its own behind it; the list of results is the one's they were looked for from.
      folder: isShown ? path : (search.here ?? path),
      ...(isShown ? { message: nameOf(open) } : {}),
      ...narrowingOf(search, everywhere),
    }
  })

  function nameOf({ row, mailbox: { uidValidity } }: OpenMessage): LinkMessage {
    return linkMessage(row.envelope?.messageId, { uidValidity, uid: row.uid })
  }

  /** The link to a message in its folder, without the search that is on screen. */
  function linkOf(message: OpenMessage): MailLink {
    return { account, folder: message.mailbox.path, message: nameOf(message) }
  }

  function folderLink(folder: string): MailLink {
    return { account, folder }
  }

  function isOwn({ account: of }: MailLink): boolean {
    return of.providerId === account.providerId && of.user.toLowerCase() === account.user.toLowerCase()
  }

  /**
   * Goes where it leads. @throws when `signal` is aborted, and what a server could not be asked
   * @param onLooking Called before all folders are looked through, which may take a while.
   */
  async function open(
    link: MailLink,
    signal: AbortSignal,
    onLooking = (): void => undefined,
  ): Promise<Opened> {
    const { folder, message } = link

    async function lookElsewhere(name: LinkMessage): Promise<Opened> {
      await foldersKnown(signal)
      const isHere = folders.entryOf(folder)?.selectable
      // A UID means nothing in another mailbox.
      if (name.kind === 'uid') return { kind: isHere ? 'gone' : 'noFolder' }
      onLooking()
      const paths = searchOrder(folders.tree, { onScreen: messages.path, anywhere: true }).filter(
        (path) => path !== folder,
      )
      const found = await findElsewhere(session.client, { paths, message: name }, signal)
      if (found !== undefined) return { kind: 'moved', to: { account, folder: found, message: name } }
      return { kind: isHere ? 'gone' : 'noFolder' }
    }

    const isOpen = here.value?.folder === folder && isSameMessage(here.value.message, message)
    if (!isOpen) reading.close()
    // Found in all folders, it does not matter which of them is behind it.
    if (!message && link.search?.everywhere && everywhere.query === link.search.text) {
      await narrow(options, link)
      return SHOWN
    }
    if (messages.path !== folder) void messages.open(folder)
    if (message && !isOpen && !link.search && (await showKnown(message, signal))) return SHOWN
    await when(() => messages.path !== folder || messages.phase.kind !== 'opening', signal)
    if (messages.phase.kind === 'failed') {
      // The list says what is wrong with a folder that is there.
      await foldersKnown(signal)
      if (folder === 'INBOX' || folders.entryOf(folder)?.selectable) return SHOWN
      return message ? lookElsewhere(message) : { kind: 'noFolder' }
    }
    await narrow(options, link)
    signal.throwIfAborted()
    if (!message || isOpen || (await showKnown(message, signal))) return SHOWN
    const mailbox = messages.mailboxRef()
    const row = await findMessage(session.client, { mailbox, message }, { signal })
    signal.throwIfAborted()
    if (!row) return lookElsewhere(message)
    if (messages.isCurrent(mailbox)) reading.open(row)
    return SHOWN
  }

  /** Opens a message of which the list has a row, which may be from before the server has answered. */
  async function showKnown(message: LinkMessage, signal: AbortSignal): Promise<boolean> {
    const { mailbox } = messages
    if (!mailbox || (message.kind === 'uid' && message.uidValidity !== mailbox.uidValidity)) return false
    const row = newest(messages.allRows().filter((one) => isMessage(one, message)))
    const index = messages.indexOf(row?.uid)
    if (index === undefined) return false
    reading.openAt(index)
    await when(() => reading.state.kind !== 'none' || reading.awaitedIndex === undefined, signal)
    return true
  }

  const foldersKnown = (signal: AbortSignal): Promise<void> =>
    when(() => folders.state.kind === 'loaded' || folders.state.kind === 'failed', signal)

  return { here, account, open, linkOf, folderLink, isOwn }
}

/** As it stands in the address bar of any device. */
export function urlOf(link: MailLink): string {
  return new URL(`#${formatLink(link)}`, document.baseURI).href
}

/** Resolves when it is so. */
function when(isSo: () => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = watch(
      isSo,
      (so) => {
        if (!so) return
        queueMicrotask(() => stop())
        resolve()
      },
      { immediate: true, flush: 'sync' },
    )
    signal.addEventListener('abort', () => {
      stop()
      reject(signal.reason as Error)
    })
  })
}

export type Linking = Store<ReturnType<typeof createLinking>>

/** One account's. */
export const useLinking = defineKeyedStore('linking', (accountId) => {
  const session = useSession(accountId)
  return createLinking({
    account: linkAccount({ providerId: session.provider.id, user: session.user, mailbox: session.mailbox }),
    session,
    folders: useFolders(accountId),
    messages: useMessages(accountId),
    reading: useReading(accountId),
    search: useSearch(accountId),
    everywhere: useSearchEverywhere(accountId),
  })
})
