import { createDraftCache } from '../../cache/draftCache.ts'
import { useMissingFolders } from '../actions/index.ts'
import { eraseFound, storeFlag } from '../fetch/index.ts'
import { useFolders } from '../folders/index.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { useSettings } from '../kit/settings.ts'
import { useToasts } from '../kit/toasts.ts'
import { useMessages } from '../list/index.ts'
import { useBodyCache } from '../reading/index.ts'
import { useSenders, useSession } from '../session/index.ts'
import { useAddressBook } from './addressBook.ts'
import { createComposer, type Answer } from './createComposer.ts'
import { createInvitations } from './invitations.ts'
import { createReceipts } from './receipts.ts'
import { useWritingSettings } from './writingSettings.ts'

/** The composer of an account, tied to its session, its folders and this page. */
export const useComposer = defineKeyedStore('composer', (accountId) => {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const bodies = useBodyCache(accountId)
  const settings = useSettings()
  const writing = useWritingSettings(accountId)
  const { client } = session

  const composer = createComposer({
    account: accountId,
    senders: useSenders(accountId),
    client,
    credentials: session.submitCredentials,
    isReady: () => session.state.kind === 'ready',
    storage: createDraftCache(),
    locks: 'locks' in navigator ? navigator.locks : undefined,
    folders: {
      pathFor: folders.pathFor,
      ensure: useMissingFolders(accountId).ensure,
      isKnown: () => folders.state.kind !== 'waiting',
      countSoon: folders.countSoon,
    },
    format: () => settings.personal.format,
    undoSendMs: () => settings.view.undoSendSeconds * 1_000,
    sentIsFiledByServer: session.sentIsFiledByServer,
    mayBeFiledByServer: session.provider.sentIsFiledByServer,
    // Shown by what every tab is told of it.
    markAnswered: (mailbox, uid, flag) =>
      storeFlag(client, { mailbox, set: String(uid), flag, on: true, isSilent: true }),
    erase: (found) => eraseFound(client, found, session.capabilities.includes('UIDPLUS')),
    loadBody: (listed) => bodies.load(listed, { signal: new AbortController().signal }),
    toasts: useToasts(accountId),
    signatureOf: (sender) => sender && writing.now.signatures[sender.address.toLowerCase()],
    remember: useAddressBook(accountId).remember,
  })

  session.onReady(composer.resume)
  session.beforeSignOut(composer.mayLeave)
  session.beforeRedirect(composer.flush)
  addEventListener('beforeunload', (event) => {
    if (composer.outgoing.value.length > 0) event.preventDefault()
  })
  addEventListener('pagehide', () => void composer.flush())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') void composer.flush()
  })

  /** Whether the mailbox on screen stores a keyword; `undefined` while that is not known. */
  const takesKeyword = (keyword: string): boolean | undefined =>
    messages.mailbox?.permanentFlags?.some((flag) => flag === '\\*' || flag === keyword)
  const storage = settings.view.keepMail ? localStorage : undefined

  return {
    ...composer,
    /** What is kept of writing: signatures, templates. */
    writing,
    /** The events that invitations told of, and the answers to them. */
    invitations: createInvitations({ storage, account: accountId, drafts: () => composer.drafts.value }),
    /** Receipts that senders ask for. */
    receipts: createReceipts({
      client,
      credentials: session.submitCredentials,
      storage,
      account: accountId,
      takesKeyword: (path, keyword) => (messages.path === path ? takesKeyword(keyword) : undefined),
    }),
    /** Opens a message of the Drafts folder on screen. */
    edit(row: ListRow) {
      const mailbox = messages.mailboxRef()
      return composer.edit({ row, mailbox }, () => messages.path === mailbox.path)
    },
    /** Begins a reply, a reply to all or a forward. */
    answer(answer: Omit<Answer, 'canMarkForwarded'>) {
      const open = messages.mailbox?.path === answer.message.mailbox.path
      return composer.answer({ ...answer, canMarkForwarded: open && (takesKeyword('$Forwarded') ?? true) })
    },
  }
})
