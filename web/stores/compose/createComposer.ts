import { ref, watch } from 'vue'
import type { BridgeClient } from '../../bridge/types.ts'
import type { DraftCache } from '../../cache/draftCache.ts'
import type { OpenMessage } from '../../mailbox/row.ts'
import type { Letter } from '../../mime/letter.ts'
import { senderAmong, type Sender } from '../../mime/senders.ts'
import type { Ensured } from '../actions/index.ts'
import { reportFailure } from '../kit/reportFailure.ts'
import type { PersonalSettings } from '../kit/settings.ts'
import type { Toast } from '../kit/toasts.ts'
import type { MessageBody } from '../reading/index.ts'
import type { AnswerOptions } from './answerDraft.ts'
import { createAutosave } from './autosave.ts'
import { createBrowserDrafts, type BrowserDraftsOptions } from './browserDrafts.ts'
import { createDesk } from './desk.ts'
import { emptyDraft, isEmptyDraft, isUntouched, RECIPIENT_FIELDS, type ComposerDraft } from './draft.ts'
import { forwardAttached } from './forwardAttached.ts'
import { letterDraft } from './letterDraft.ts'
import { isMereDraft, isOnItsWay, WRITING, type Refused, type SendState } from './outgoing.ts'
import { createSending, type SendingOptions } from './sending.ts'
import { sign, type Signature } from './signature.ts'
import { createServerDrafts, type ServerDraftsOptions } from './serverDrafts.ts'
import { createSubmission, type SubmissionOptions } from './submission.ts'

/** What to do with unsaved drafts when the account signs out. */
export type LeaveChoice = 'save' | 'discard' | 'stay'

export interface ComposerOptions {
  account: string
  /** Whom the account sends as, the default first, and every address of its own. */
  senders: { readonly list: readonly Sender[]; readonly addresses: readonly string[] }
  client: BridgeClient
  credentials: SubmissionOptions['credentials']
  /** There is a connection. */
  isReady: () => boolean
  storage: DraftCache
  locks: BrowserDraftsOptions['locks']
  folders: {
    pathFor(use: 'drafts' | 'sent'): string | undefined
    /** Creates it where the server has none, once the writer has been asked. */
    ensure(use: 'drafts' | 'sent'): Promise<Ensured>
    /** The server's folders are listed, or cannot be. */
    isKnown(): boolean
    /** The folder's contents changed. */
    countSoon(path: string): void
  }
  format: () => PersonalSettings['format']
  undoSendMs: SendingOptions['undoSendMs']
  sentIsFiledByServer: boolean
  mayBeFiledByServer?: boolean
  markAnswered: SendingOptions['markAnswered']
  erase: ServerDraftsOptions['erase']
  /** Loads a message of the Drafts folder. */
  loadBody: (message: OpenMessage) => Promise<{ message: OpenMessage; body: MessageBody }>
  toasts: { show(toast: Omit<Toast, 'id'>): void; dismiss(): void }
  signatureOf: (sender: Sender | undefined) => Signature | undefined
  /** Learns the addresses somebody wrote to. */
  remember: (recipients: readonly string[]) => void
}

export type Answer = Pick<AnswerOptions, 'kind' | 'intro' | 'canMarkForwarded'> & {
  message: OpenMessage
  body: MessageBody
}

/** The messages being written and those on their way. They outlive a failure, a reload and a crash of the browser. */
export function createComposer(options: ComposerOptions) {
  const { account, senders, client, credentials, isReady, storage, locks, folders, erase, toasts } = options
  const senderOf = (draft: ComposerDraft): Sender | undefined => draft.from ?? senders.list[0]
  const desk = createDesk({
    forget: (messageId) => {
      autosave.forget(messageId)
      return browser.forget(messageId)
    },
  })
  /** The question about unsaved drafts is on screen: answers it. */
  const leaving = ref<(choice: LeaveChoice) => void>()

  const browser = createBrowserDrafts({
    account,
    storage,
    locks,
    drafts: () => desk.drafts.value.filter((draft) => !isEmptyDraft(draft)),
    isOpen: ({ messageId }) => messageId === desk.openId.value,
  })
  const server = createServerDrafts({
    client,
    sender: senderOf,
    path: () => folders.pathFor('drafts'),
    erase,
    changed: folders.countSoon,
  })
  const autosave = createAutosave({ drafts: () => desk.drafts.value, server, isReady })
  const sending = createSending({
    submission: createSubmission({ client, sender: senderOf, credentials, isReady }),
    browser,
    server,
    isReady,
    hasSender: (draft) => senderOf(draft) !== undefined,
    messageBytes: () => client.limits()?.messageBytes,
    undoSendMs: options.undoSendMs,
    sentPath: () => folders.pathFor('sent'),
    ensureSent: () => folders.ensure('sent'),
    sentIsFiledByServer: options.sentIsFiledByServer,
    mayBeFiledByServer: options.mayBeFiledByServer ?? false,
    markAnswered: options.markAnswered,
    onChange: onStateChange,
    onNotFiled: (error) => reportFailure(toasts, 'compose.toast.notFiled', error),
    onFinished,
  })

  function minimise(id: string): void {
    desk.minimise(id)
    browser.schedule()
  }

  function write(to = ''): void {
    const current = desk.draft.value
    if (current && isEmptyDraft(current)) current.to.typing = to
    else {
      const from = senders.list[0]
      const draft = emptyDraft({ from, format: options.format(), to: to === '' ? [] : [to] })
      desk.add(sign(draft, options.signatureOf(from)))
    }
  }

  /** Opens a message that the page began; one that is complete goes at once, and what is on screen stays there. */
  function begin(letter: Letter): void {
    const { list } = senders
    const begun = letterDraft(letter, {
      from: senderAmong(letter.from, list) ?? list[0],
      format: options.format(),
    })
    if (!letter.send) return desk.add(begun)
    desk.takeUp(begun, false)
    const taken = desk.find(begun.messageId)
    if (taken) sending.send(taken, true)
  }

  /**
   * Opens a message of the Drafts folder, or the draft that was made of it before.
   * @param stillWanted Asked once the message is loaded: the reader may have gone elsewhere.
   */
  async function edit(listed: OpenMessage, stillWanted: () => boolean): Promise<void> {
    const { row, mailbox } = listed
    const known = desk.drafts.value.find(
      ({ messageId, serverCopy: copy }) =>
        (copy?.path === mailbox.path && copy.uid === row.uid) || messageId === row.envelope?.messageId,
    )
    if (known) return desk.open(known.messageId)
    try {
      const { message, body } = await options.loadBody(listed)
      const { draftFromMessage } = await import('./editDraft.ts')
      const edited = await draftFromMessage(message, body, senders.list)
      body.release()
      if (stillWanted()) desk.add(edited)
    } catch (error) {
      reportFailure(toasts, 'compose.toast.openFailed', error)
    }
  }

  /** Takes a message, mostly one that was sent, as the beginning of a new one: to send it again, or something like it. */
  async function editAsNew(message: OpenMessage, body: MessageBody): Promise<void> {
    const { draftFromMessage } = await import('./editDraft.ts')
    const copy = await draftFromMessage(message, body, senders.list)
    const { messageId, changedAt } = emptyDraft({ from: copy.from, format: copy.format })
    const answers = { inReplyTo: undefined, references: [], serverCopy: undefined }
    desk.add({ ...copy, ...answers, messageId, changedAt })
  }

  /** Begins a reply, a reply to all or a forward. */
  async function answer({ message, body, ...rest }: Answer): Promise<void> {
    const [{ quoteOriginal }, { answerDraft }] = await Promise.all([
      import('./quoteOriginal.ts'),
      import('./answerDraft.ts'),
    ])
    const { files, ...original } = await quoteOriginal({ kind: rest.kind, message, body })
    const format = options.format()
    // In plain text nothing names the pictures of the HTML: they would be files that nobody asked for.
    const taken = format === 'plain' && rest.kind !== 'forward' ? [] : files
    const { row, mailbox } = message
    const { list, addresses: own } = senders
    const { signatureOf } = options
    desk.add(
      answerDraft({ ...rest, row, mailbox, senders: list, own, format, original, files: taken, signatureOf }),
    )
  }

  /** Its message is not open any more: it waits as a tab, if anything was written. */
  function putAside(id: string): void {
    const current = desk.find(id)
    if (!current) return
    minimise(id)
    if (!isUntouched(current)) return
    void desk.remove(current)
    void server.remove(current)
  }

  /**
   * Gives a draft to another tab of this browser. It is stored first; it comes back when that tab closes unfinished.
   * @param isTaken The other tab has it.
   */
  async function handOver(id: string, isTaken: Promise<void>): Promise<void> {
    const given = desk.find(id)
    if (!given) return
    await browser.flush()
    autosave.forget(id)
    desk.letGo(given)
    await browser.handOver(id, isTaken, ({ draft }) => desk.takeUp(draft, false))
  }

  /** Takes the draft that another tab gives to this one. @returns whether it is here */
  async function takeOver(id: string): Promise<boolean> {
    await restoring
    if (!desk.find(id)) await browser.restoreLater(id, ({ draft }) => desk.takeUp(draft, true))
    desk.restored.delete(id)
    desk.open(id)
    return desk.find(id) !== undefined
  }

  /** Saves it to the Drafts folder; where that fails, it stays as a tab. */
  async function close(id: string): Promise<void> {
    const closed = desk.find(id)
    if (!closed) return
    minimise(id)
    if (isEmptyDraft(closed) || isUntouched(closed)) {
      await desk.remove(closed)
      await server.remove(closed)
    } else if (!(await hasDraftsFolder(closed))) {
      // It stays as a tab.
    } else if (isMereDraft(closed.state) && (await autosave.save(closed))) {
      await desk.remove(closed)
      toasts.show({ text: 'compose.toast.savedInDrafts' })
    } else if (autosave.states.get(id)?.kind === 'failed') {
      toasts.show({ text: 'compose.toast.notSaved', failed: true })
    }
  }

  /** Asked for only by who closes a draft: nobody is interrupted while writing. */
  async function hasDraftsFolder(draft: ComposerDraft): Promise<boolean> {
    if (!isReady() || !isMereDraft(draft.state) || !senderOf(draft)) return true
    return (await folders.ensure('drafts')).kind === 'there'
  }

  async function discard(id: string): Promise<void> {
    const gone = desk.find(id)
    if (!gone) return
    const empty = isEmptyDraft(gone)
    await Promise.all([desk.remove(gone), server.remove(gone)])
    if (empty) return
    toasts.show({
      text: 'compose.toast.discarded',
      undo: () => {
        toasts.dismiss()
        desk.add({ ...gone, serverCopy: undefined, state: WRITING, date: undefined })
      },
    })
  }

  function onStateChange(changed: ComposerDraft, before: SendState): void {
    const { state, messageId } = changed
    if (state.kind === 'counting') minimise(messageId)
    else if (state.kind === 'sent') {
      minimise(messageId)
      options.remember(RECIPIENT_FIELDS.flatMap((field) => changed[field].chips))
      toasts.show(sentToast(state.refused))
    } else if (isOnItsWay(before) && !isOnItsWay(state)) comeBack(changed)
  }

  /** Back on screen, unless something else is being written there. */
  function comeBack({ state, messageId }: ComposerDraft): void {
    if (desk.openId.value === undefined) desk.open(messageId)
    else if (state.kind === 'unknown') toasts.show({ text: 'compose.toast.mayBeSent', failed: true })
    else if (state.kind === 'failed') toasts.show({ text: 'compose.toast.needsYou', failed: true })
    void browser.flush()
  }

  async function onFinished(finished: ComposerDraft): Promise<void> {
    const sent = folders.pathFor('sent')
    if (sent !== undefined) folders.countSoon(sent)
    await desk.remove(finished)
  }

  const restoring = browser.restore(({ draft, open }) => desk.takeUp(draft, open))

  function foldersKnown(): Promise<void> {
    return new Promise((resolve) => {
      const stop = watch(
        folders.isKnown,
        (known) => {
          if (!known) return
          resolve()
          queueMicrotask(() => stop())
        },
        { immediate: true },
      )
    })
  }

  /** After each connection: goes on with what was being sent. */
  async function resume(): Promise<void> {
    await restoring
    await foldersKnown()
    for (const draft of [...desk.drafts.value]) sending.resume(draft)
  }

  /** Before signing out: asks about unsaved drafts. @returns whether to go on */
  async function mayLeave(): Promise<boolean> {
    await restoring
    const asked = [...desk.unsaved.value]
    if (asked.length > 0) {
      const choice = await new Promise<LeaveChoice>((resolve) => (leaving.value = resolve))
      leaving.value = undefined
      if (choice === 'stay') return false
      if (choice === 'save') await folders.ensure('drafts')
      if (choice === 'save') for (const draft of asked) sending.undo(draft)
      const saved = choice === 'save' ? await Promise.all(asked.map(autosave.save)) : []
      if (saved.includes(false)) {
        toasts.show({ text: 'compose.toast.notSaved', failed: true })
        return false
      }
    }
    await browser.wipe()
    return true
  }

  /** Sends it as somebody else, whose signature takes the place of the one there. */
  function sendAs(draft: ComposerDraft, from: Sender): void {
    const signed = sign(draft, options.signatureOf(from))
    Object.assign(draft, signed, { from: { ...from } })
    edited(draft)
  }

  /** Forwards the original as a file instead of quoting it. */
  function attachOriginal(draft: ComposerDraft): void {
    Object.assign(draft, forwardAttached(draft, options.signatureOf(senderOf(draft))))
    edited(draft)
  }

  /** The writer has changed something: what was said about the draft no longer holds. */
  function edited(changed: ComposerDraft): void {
    desk.restored.delete(changed.messageId)
    sending.edited(changed)
  }

  const { send, sendAgain, undo: undoSend, sendNow, look: lookInSent } = sending
  return {
    drafts: desk.drafts,
    draft: desk.draft,
    minimised: desk.minimised,
    outgoing: desk.outgoing,
    unsaved: desk.unsaved,
    restored: desk.restored,
    leaving,
    /** How each draft's copy on the server stands, by Message-ID. */
    saves: autosave.states,
    storageFailed: browser.failed,
    write,
    begin,
    edit,
    answer,
    editAsNew,
    edited,
    sendAs,
    attachOriginal,
    open: desk.open,
    minimise,
    putAside,
    handOver,
    takeOver,
    close,
    discard,
    send,
    sendAgain,
    undoSend,
    sendNow,
    lookInSent,
    /** What is in Sent was sent: the mail server puts it there. */
    canLookInSent: options.sentIsFiledByServer,
    resume,
    mayLeave,
    flush: browser.flush,
  }
}

/** Tells the writer that the message went, and names the recipients the mail server refused. */
function sentToast(refused: readonly Refused[]): Omit<Toast, 'id'> {
  const [first] = refused
  if (!first) return { text: 'compose.toast.sent' }
  const addresses = refused.map(({ address }) => address).join(', ')
  return { text: 'compose.toast.sentButRefused', values: { addresses }, failed: true, server: first.server }
}
