import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BrowserDrafts } from './browserDrafts.ts'
import type { AnswerFlag, ComposerDraft } from './draft.ts'
import { uploadBytes } from './draftFiles.ts'
import { isUnderWay, nextSendState, type SendEvent, type SendState, type SentCopy } from './outgoing.ts'
import { preflight } from './preflight.ts'
import type { ServerDrafts } from './serverDrafts.ts'
import type { Submission } from './submission.ts'

export interface SendingOptions {
  submission: Submission
  browser: Pick<BrowserDrafts, 'flush'>
  server: Pick<ServerDrafts, 'settled' | 'remove'>
  /** There is a connection. */
  isReady: () => boolean
  /** Largest message the bridge takes, in bytes. */
  messageBytes: () => number | undefined
  /** How long a message can be called back, in milliseconds. */
  undoSendMs: () => number
  /** The Sent folder, where there is one. */
  sentPath: () => string | undefined
  /** The mail server puts a copy into Sent by itself. */
  sentIsFiledByServer: boolean
  /** Marks the message that this one answers or forwards. Failing is not worth a word: the mail is sent. */
  markAnswered: (mailbox: MailboxRef, uid: number, flag: AnswerFlag) => Promise<void>
  /** The kind of a draft's state changed. */
  onChange: (draft: ComposerDraft, before: SendState) => void
  /** The message is sent, but Sent has no copy. */
  onNotFiled: (error: unknown) => void
  /** The message is sent, and nothing is left to do. */
  onFinished: (draft: ComposerDraft) => Promise<void>
}

/** Takes drafts through the states of `outgoing.ts`. Sends none twice unless the writer asks for it. */
export function createSending(options: SendingOptions) {
  const { submission, browser, server, isReady, sentPath } = options
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const finishing = new Set<string>()

  function tell(draft: ComposerDraft, event: SendEvent): void {
    const before = draft.state
    draft.state = nextSendState(before, event)
    if (draft.state.kind === before.kind) return
    // A later try is a later message; one that may have been sent keeps its date.
    if (draft.state.kind === 'failed') draft.date = undefined
    options.onChange(draft, before)
    if (draft.state.kind === 'sent') void finish(draft)
    if (draft.state.kind === 'unknown' && before.kind === 'submitting' && isReady()) void look(draft)
  }

  /** @param sure The writer has answered the questions. */
  function send(draft: ComposerDraft, sure = false): void {
    if (draft.state.kind !== 'unknown') begin(draft, sure)
  }

  /** Sends a message that may have been sent, because the writer says so. */
  function sendAgain(draft: ComposerDraft): void {
    if (draft.state.kind === 'unknown') begin(draft, true)
  }

  function begin(draft: ComposerDraft, sure: boolean): void {
    if (isUnderWay(draft.state)) return
    if (!isReady()) return tell(draft, { kind: 'problem', problem: 'offline' })
    const objection = preflight(draft, { messageBytes: options.messageBytes() })
    if (objection && !(sure && objection.kind === 'ask')) return tell(draft, objection)
    const undoMs = options.undoSendMs()
    tell(draft, { kind: 'count', until: Date.now() + undoMs })
    timers.set(
      draft.messageId,
      setTimeout(() => void submit(draft), undoMs),
    )
  }

  function stopTimer({ messageId }: ComposerDraft): void {
    clearTimeout(timers.get(messageId))
    timers.delete(messageId)
  }

  function undo(draft: ComposerDraft): void {
    stopTimer(draft)
    tell(draft, { kind: 'undo' })
  }

  async function submit(draft: ComposerDraft): Promise<void> {
    stopTimer(draft)
    if (draft.state.kind !== 'counting') return
    draft.date ??= new Date().toISOString()
    tell(draft, { kind: 'submit', total: uploadBytes(draft.files) })
    // Stored before it leaves: a page that dies from here on finds that it may have been sent.
    await Promise.all([browser.flush(), server.settled(draft.messageId)])
    tell(draft, await submission.submit(draft, (bytes) => tell(draft, { kind: 'uploaded', bytes })))
  }

  /** Looks in the Sent folder for a message that may have been sent. */
  async function look(draft: ComposerDraft): Promise<void> {
    const path = sentPath()
    if (draft.state.kind !== 'unknown' || draft.state.looking || path === undefined) return
    tell(draft, { kind: 'look' })
    try {
      tell(draft, { kind: 'looked', found: await submission.isIn(path, draft) })
    } catch {
      tell(draft, { kind: 'lookFailed' })
    }
  }

  /** Does what is left once the message is sent: marks the original, files the copy, removes the draft. */
  async function finish(draft: ComposerDraft): Promise<void> {
    if (draft.state.kind !== 'sent' || finishing.has(draft.messageId)) return
    finishing.add(draft.messageId)
    void browser.flush()
    if (draft.original) {
      const { mailbox, uid, flag } = draft.original
      void options.markAnswered({ ...mailbox }, uid, flag).catch(() => undefined)
    }
    if (await copy(draft, draft.state.copy)) {
      await server.remove(draft)
      await options.onFinished(draft)
    }
    finishing.delete(draft.messageId)
  }

  /** @returns whether Sent has a copy now, or needs none */
  async function copy(draft: ComposerDraft, known: SentCopy): Promise<boolean> {
    const path = sentPath()
    if (path === undefined || options.sentIsFiledByServer || known === 'present') return true
    try {
      await submission.copyTo(path, draft, known === 'unsure')
      tell(draft, { kind: 'copied' })
      return true
    } catch (error) {
      tell(draft, { kind: 'copyFailed' })
      options.onNotFiled(error)
      return false
    }
  }

  /** After each connection: goes on with what an earlier page, or an earlier connection, left open. */
  function resume(draft: ComposerDraft): void {
    if (draft.state.kind === 'unknown') void look(draft)
    if (draft.state.kind === 'sent') void finish(draft)
  }

  return {
    send,
    sendAgain,
    undo,
    /** Cuts the countdown short. */
    sendNow: (draft: ComposerDraft) => void submit(draft),
    look,
    resume,
    edited: (draft: ComposerDraft) => tell(draft, { kind: 'edit' }),
  }
}
