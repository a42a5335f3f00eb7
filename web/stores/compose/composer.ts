import { computed, reactive, ref } from 'vue'
import { createAfterSending, sentToast } from './afterSending.ts'
import { createComposeLifetime } from './composeLifetime.ts'
import { createComposeSaving } from './composeSaving.ts'
import { createComposeSending } from './composeSending.ts'
import { emptyDraft, isEmptyDraft, RECIPIENT_FIELDS, type ComposerDraft } from './draft.ts'
import { createDraftKeeper, type Kept } from './draftKeeper.ts'
import { useAddressBook } from './addressBook.ts'
import { useBodyCache } from '../reading/bodyCache.ts'
import { toPonteError } from '../kit/failure.ts'
import { useFolders } from '../folders/folders.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { useMessages } from '../list/messages.ts'
import type { SendState } from './outgoing.ts'
import { reportFailure } from '../kit/reportFailure.ts'
import { createServerDrafts } from './serverDrafts.ts'
import { useSession } from '../session/session.ts'
import { useSettings } from '../kit/settings.ts'
import { useToasts } from '../kit/toasts.ts'

/** Messages being written, and those on their way. They outlive failure, a reload and a crash of the browser. */
export const useComposer = defineKeyedStore('composer', (accountId) => {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const toasts = useToasts(accountId)
  const messages = useMessages(accountId)
  const book = useAddressBook(accountId)
  const settings = useSettings()
  const drafts = ref<ComposerDraft[]>([])
  const openId = ref<string>()
  /** Taken up from the browser's storage, and not touched yet. */
  const restored = reactive(new Set<string>())

  const find = (id: string | undefined) => drafts.value.find((one) => one.messageId === id)
  const keeper = createDraftKeeper({
    account: accountId,
    drafts: () => drafts.value.filter((one) => !isEmptyDraft(one)),
    isOpen: ({ messageId }) => messageId === openId.value,
  })
  const { client, user } = session
  const draftsPath = () => folders.pathFor('drafts')
  const server = createServerDrafts({ client, user, path: draftsPath, changed: folders.countSoon })
  const after = createAfterSending({ client, user })
  const sending = createComposeSending({
    session,
    keeper,
    server,
    undoSendMs: () => settings.view.undoSendSeconds * 1_000,
    sentPath: () => folders.pathFor('sent'),
    left: ({ messageId }) => minimise(messageId),
    cameBack,
    sent,
  })
  const saving = createComposeSaving({
    drafts: () => drafts.value,
    server,
    isReady: () => session.state.name === 'ready',
    isWriting: (draft) => draft.phase === 'writing' && sending.stateOf(draft).name !== 'counting',
  })

  const draft = computed(() => find(openId.value))
  /** Not on screen and not under way: one press brings them back. */
  const minimised = computed(() => drafts.value.filter((one) => one !== draft.value && !isOutgoing(one)))
  const outgoing = computed(() => drafts.value.filter(isOutgoing))

  function isOutgoing(one: ComposerDraft): boolean {
    const { name } = sending.stateOf(one)
    return name === 'counting' || name === 'submitting'
  }

  /** What is on screen goes aside; nothing is lost. */
  function add(next: ComposerDraft): void {
    closeUntouched()
    drafts.value.push(next)
    open(next.messageId)
  }

  function open(id: string): void {
    const next = find(id)
    if (!next || isOutgoing(next) || sending.stateOf(next).name === 'sent') return
    if (openId.value !== id) closeUntouched()
    next.changedAt = Date.now()
    openId.value = id
  }

  /** An empty form, or a draft of the server that was only looked at, needs no place aside. */
  function closeUntouched(): void {
    const now = draft.value
    if (now && (isEmptyDraft(now) || (saving.isSaved(now) && now.phase === 'writing'))) void drop(now)
  }

  function minimise(id: string): void {
    if (openId.value === id) openId.value = undefined
    keeper.schedule()
  }

  function write(to = ''): void {
    const now = draft.value
    if (now && isEmptyDraft(now)) now.to.typing = to
    else add(emptyDraft({ from: session.user, format: settings.personal.format, to: to === '' ? [] : [to] }))
  }

  /** A message of the Drafts folder; what is being written of it already comes first. */
  async function edit(row: ListRow): Promise<void> {
    const listed = { row, mailbox: messages.mailboxRef() }
    const known = drafts.value.find(
      ({ messageId, serverCopy: copy }) =>
        (copy?.path === listed.mailbox.path && copy.uid === row.uid) || messageId === row.envelope?.messageId,
    )
    if (known) return open(known.messageId)
    try {
      const { signal } = new AbortController()
      const { message, body } = await useBodyCache(accountId).load(listed, { signal })
      const { draftFromMessage } = await import('./editDraft.ts')
      const next = await draftFromMessage(message, body, session.user)
      body.release()
      if (messages.path === message.mailbox.path) add(next)
    } catch (error) {
      reportFailure(toasts, 'compose.toast.openFailed', error)
    }
  }

  /** Out of the list and the browser's storage; the server's copy stays. */
  async function drop({ messageId }: ComposerDraft): Promise<void> {
    if (openId.value === messageId) openId.value = undefined
    drafts.value = drafts.value.filter((one) => one.messageId !== messageId)
    sending.forget(messageId)
    saving.forget(messageId)
    restored.delete(messageId)
    await keeper.forget(messageId)
  }

  /** Keeps it in the server's folder for drafts; where that cannot be, aside. */
  async function close(id: string): Promise<void> {
    const now = find(id)
    if (!now) return
    minimise(id)
    if (isEmptyDraft(now)) {
      await drop(now)
      await server.remove(now)
    } else if (now.phase === 'writing' && (await saving.save(now))) {
      await drop(now)
      toasts.show({ text: 'compose.toast.savedInDrafts' })
    } else if (saving.states.get(id)?.name === 'failed')
      toasts.show({ text: 'compose.toast.notSaved', failed: true })
  }

  async function discard(id: string): Promise<void> {
    const gone = find(id)
    if (!gone) return
    const empty = isEmptyDraft(gone)
    await Promise.all([drop(gone), server.remove(gone)])
    if (empty) return
    toasts.show({
      text: 'compose.toast.discarded',
      undo: () => {
        toasts.dismiss()
        add({ ...gone, serverCopy: undefined, phase: 'writing', date: undefined })
      },
    })
  }

  /** What failed or is unknown comes back on screen, unless something else is being written there. */
  function cameBack(one: ComposerDraft): void {
    const { name } = sending.stateOf(one)
    if (openId.value === undefined) open(one.messageId)
    else if (name !== 'writing') toasts.show({ text: 'compose.toast.needsYou', failed: true })
    void keeper.flush()
  }

  function sent(one: ComposerDraft, state: Extract<SendState, { name: 'sent' }>, filed: boolean): void {
    if (openId.value === one.messageId) openId.value = undefined
    book.remember(RECIPIENT_FIELDS.flatMap((field) => one[field].chips))
    toasts.show(sentToast(state.refused))
    void finish(one, { filed, again: false })
  }

  /** What is left to do for a message that is sent; the browser remembers until it is done. */
  async function finish(
    one: ComposerDraft,
    { filed, again }: { filed: boolean; again: boolean },
  ): Promise<void> {
    const path = folders.pathFor('sent')
    one.phase = 'filing'
    void keeper.flush()
    void after.markOriginal(one)
    if (path !== undefined && !filed && !session.provider.sentIsFiledByServer) {
      try {
        await after.fileInSent(one, path, again)
      } catch (error) {
        const { message, server: words } = toPonteError(error)
        const said = words === undefined ? {} : { server: words }
        toasts.show({ text: 'compose.toast.notFiled', values: { reason: message }, failed: true, ...said })
        return
      }
    }
    if (path !== undefined) folders.countSoon(path)
    await server.remove(one)
    await drop(one)
  }

  /** From the browser's storage. */
  function takeUp({ draft: kept, open: wasOpen }: Kept): void {
    if (find(kept.messageId)) return
    drafts.value.push(kept)
    const one = find(kept.messageId)
    if (!one) return
    sending.restored(one)
    if (one.phase === 'writing') restored.add(one.messageId)
    if ((wasOpen || one.phase === 'unknown') && openId.value === undefined) open(one.messageId)
  }

  const { leaving } = createComposeLifetime({
    session,
    keeper,
    saving,
    drafts: () => drafts.value,
    outgoing: () => outgoing.value,
    foldersKnown: () => folders.state.name !== 'waiting',
    restored: takeUp,
    look: sending.look,
    finish: (one) => finish(one, { filed: false, again: true }),
    failed: (text) => toasts.show({ text, failed: true }),
  })

  return {
    drafts,
    openId,
    draft,
    minimised,
    outgoing,
    restored,
    leaving,
    edit,
    keptFailed: keeper.failed,
    sending,
    saving,
    write,
    add,
    open,
    minimise,
    close,
    discard,
    find,
  }
})
