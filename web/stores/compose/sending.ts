import { onScopeDispose } from 'vue'
import type { Ensured } from '../actions/index.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BrowserDrafts } from './browserDrafts.ts'
import type { AnswerFlag, ComposerDraft } from './draft.ts'
import { uploadBytes } from './draftFiles.ts'
import { SEND_AGAIN_MS } from './limits.ts'
import {
  isPassing,
  isUnderWay,
  nextSendState,
  type Failure,
  type SendEvent,
  type SendState,
  type SentCopy,
} from './outgoing.ts'
import { preflight } from './preflight.ts'
import type { ServerDrafts } from './serverDrafts.ts'
import type { Submission } from './submission.ts'

export interface SendingOptions {
  submission: Submission
  browser: Pick<BrowserDrafts, 'flush'>
  server: Pick<ServerDrafts, 'settled' | 'remove'>
  /** There is a connection. */
  isReady: () => boolean
  /** Somebody has said whom it is sent as. */
  hasSender: (draft: ComposerDraft) => boolean
  /** Largest message the bridge takes, in bytes. */
  messageBytes: () => number | undefined
  /** How long a message can be called back, in milliseconds. */
  undoSendMs: () => number
  /** The Sent folder, where there is one. */
  sentPath: () => string | undefined
  /** Creates it where there is none, once the writer has been asked. */
  ensureSent: () => Promise<Ensured>
  /** The mail server puts a copy into Sent by itself: what is there was sent. */
  sentIsFiledByServer: boolean
  /** It may do so as well, as an administrator set it: looked for before a copy is put there. */
  mayBeFiledByServer: boolean
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
    if (draft.state.kind === 'failed' || draft.state.kind === 'waiting') draft.date = undefined
    if (draft.state.kind === 'waiting') setTimer(draft, draft.state.until)
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
    if (isUnderWay(draft.state) && draft.state.kind !== 'waiting') return
    if (!isReady()) return tell(draft, { kind: 'problem', problem: 'offline' })
    const objection = preflight(draft, {
      messageBytes: options.messageBytes(),
      hasSender: options.hasSender(draft),
    })
    if (objection && !(sure && objection.kind === 'ask')) return tell(draft, objection)
    count(draft)
  }

  function count(draft: ComposerDraft): void {
    const until = Date.now() + options.undoSendMs()
    tell(draft, { kind: 'count', until })
    setTimer(draft, until)
  }

  function setTimer(draft: ComposerDraft, at: number): void {
    stopTimer(draft)
    const due = (): void => {
      // Without a connection it goes once there is one.
      if (draft.state.kind === 'counting' || isReady()) void submit(draft)
    }
    timers.set(draft.messageId, setTimeout(due, at - Date.now()))
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
    if (draft.state.kind !== 'counting' && draft.state.kind !== 'waiting') return
    const tries = draft.state.kind === 'waiting' ? draft.state.tries : 0
    draft.date ??= new Date().toISOString()
    tell(draft, { kind: 'submit', total: uploadBytes(draft.files) })
    // Stored before it leaves: a page that dies from here on finds that it may have been sent.
    await Promise.all([browser.flush(), server.settled(draft.messageId)])
    const event = await submission.submit(draft, {
      uploaded: (bytes) => tell(draft, { kind: 'uploaded', bytes }),
      step: (step) => tell(draft, { kind: 'step', step }),
    })
    if (event.kind === 'lost') tell(draft, { ...event, retryAt: retryAt(tries) })
    else if (event.kind === 'failed' && isPassing(event.failure))
      tell(draft, { ...event, retryAt: retryAt(tries, event.failure) })
    else tell(draft, event)
  }

  /** @returns `undefined` after the last try */
  function retryAt(tries: number, { retryAfter = 0 }: Failure = {}): number | undefined {
    const after = SEND_AGAIN_MS[tries]
    return after === undefined ? undefined : Date.now() + Math.max(after, retryAfter)
  }

  /** Looks in the Sent folder for a message that may have been sent. Where this page files the copy, that says nothing. */
  async function look(draft: ComposerDraft): Promise<void> {
    const path = options.sentIsFiledByServer ? sentPath() : undefined
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

  /** @returns whether Sent has a copy now, or needs none, or is not wanted */
  async function copy(draft: ComposerDraft, known: SentCopy): Promise<boolean> {
    if (options.sentIsFiledByServer || known === 'present') return true
    const sent = await options.ensureSent()
    if (sent.kind === 'declined') return true
    if (sent.kind === 'failed') {
      tell(draft, { kind: 'copyFailed' })
      return false
    }
    try {
      await submission.copyTo(sent.path, draft, known === 'unsure' || options.mayBeFiledByServer)
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
    if (draft.state.kind !== 'waiting') return
    // Of a page that was closed: it can be called back once more.
    if (draft.state.failure.step === 'closed') count(draft)
    else if (draft.state.until <= Date.now()) void submit(draft)
  }

  // Signed out: nothing leaves any more.
  onScopeDispose(() => timers.forEach((timer) => clearTimeout(timer)))

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
