import { reactive } from 'vue'
import { checkRecipients, toMessage, type ComposerDraft } from './draft.ts'
import { uploadBytes, uploadsOf } from './draftFiles.ts'
import type { DraftKeeper } from './draftKeeper.ts'
import { findById } from '../fetch/findMessages.ts'
import { isUnderWay, nextSendState, WRITING, type SendEvent, type SendState } from './outgoing.ts'
import { preflight } from './preflight.ts'
import type { ServerDrafts } from './serverDrafts.ts'
import type { Session } from '../session/session.ts'
import { failureEvent, outcomeEvent } from './submitOutcome.ts'

export interface ComposeSendingOptions {
  session: Session
  keeper: DraftKeeper
  server: ServerDrafts
  /** How long a message can be called back, in milliseconds. */
  undoSendMs: () => number
  /** The Sent folder, where there is one. */
  sentPath: () => string | undefined
  /** It is under way: off the screen. */
  left: (draft: ComposerDraft) => void
  /** It did not go, or nobody knows: back on the screen. */
  cameBack: (draft: ComposerDraft) => void
  /** It is sent; `filed` when the copy is in the Sent folder already. */
  sent: (draft: ComposerDraft, state: Extract<SendState, { name: 'sent' }>, filed: boolean) => void
}

/** Sends drafts; each has its state, and none is ever sent twice by itself. */
export function createComposeSending(options: ComposeSendingOptions) {
  const { session, keeper, server, undoSendMs, sentPath, left, cameBack, sent } = options
  const states = reactive(new Map<string, SendState>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function stateOf({ messageId }: ComposerDraft): SendState {
    return states.get(messageId) ?? WRITING
  }

  function tell(draft: ComposerDraft, event: SendEvent): SendState {
    const next = nextSendState(stateOf(draft), event)
    states.set(draft.messageId, next)
    return next
  }

  /** @param sure The writer has answered the questions. */
  function send(draft: ComposerDraft, sure = false): void {
    const now = stateOf(draft)
    if (isUnderWay(now) || now.name === 'unknown') return
    begin(draft, sure)
  }

  /** From `unknown` only, and only because the writer says so. */
  function sendAgain(draft: ComposerDraft): void {
    if (stateOf(draft).name === 'unknown') begin(draft, true)
  }

  function begin(draft: ComposerDraft, sure: boolean): void {
    if (session.state.name !== 'ready') return void tell(draft, { type: 'wrong', problem: 'offline' })
    const found = preflight(draft, { messageBytes: session.client.limits()?.messageBytes })
    if (found && !(sure && found.type === 'ask')) return void tell(draft, found)
    const undoMs = undoSendMs()
    tell(draft, { type: 'count', until: Date.now() + undoMs })
    timers.set(
      draft.messageId,
      setTimeout(() => void submit(draft), undoMs),
    )
    left(draft)
  }

  function undo(draft: ComposerDraft): void {
    clearTimeout(timers.get(draft.messageId))
    const wasUnknown = draft.phase === 'unknown'
    if (stateOf(draft).name !== 'counting') return
    tell(draft, { type: wasUnknown ? 'restored' : 'undo' })
    cameBack(draft)
  }

  function sendNow(draft: ComposerDraft): void {
    if (stateOf(draft).name !== 'counting') return
    clearTimeout(timers.get(draft.messageId))
    void submit(draft)
  }

  async function submit(draft: ComposerDraft): Promise<void> {
    if (stateOf(draft).name !== 'counting') return
    draft.phase = 'submitting'
    draft.date ??= new Date().toISOString()
    tell(draft, { type: 'submit', total: uploadBytes(draft.files) })
    // Whatever happens to this page from here on: the browser remembers that it may have been sent.
    await Promise.all([keeper.flush(), server.settled(draft.messageId)])
    tell(draft, await handOver(draft))
    settle(draft)
  }

  async function handOver(draft: ComposerDraft): Promise<SendEvent> {
    const message = toMessage(draft, session.user, new Date())
    let credentials
    try {
      credentials = await session.submitCredentials()
      if (session.state.name !== 'ready') return { type: 'outcome', outcome: 'failed', step: 'interrupted' }
    } catch (error) {
      // The identity provider, not the bridge: nothing has left this page.
      const event = failureEvent(error)
      return event.type === 'lost' ? { type: 'outcome', outcome: 'failed', step: 'authenticate' } : event
    }
    try {
      const outcome = await session.client.call(
        'submit',
        {
          envelope: { from: session.user, to: checkRecipients(draft).envelope },
          credentials,
          message: { kind: 'draft', draft: message },
        },
        {
          uploads: uploadsOf(draft.files),
          onUploaded: (bytes) => void tell(draft, { type: 'uploaded', bytes }),
        },
      )
      return outcomeEvent(outcome)
    } catch (error) {
      return failureEvent(error)
    }
  }

  function settle(draft: ComposerDraft): void {
    const state = stateOf(draft)
    if (state.name === 'sent') return sent(draft, state, false)
    draft.phase = state.name === 'unknown' ? 'unknown' : 'writing'
    // A later try is a later message; one that may have gone keeps its date.
    if (draft.phase === 'writing') draft.date = undefined
    cameBack(draft)
    if (state.name === 'unknown' && session.state.name === 'ready') void look(draft)
  }

  /** Looks whether it is in the Sent folder: then it was sent. That it is not there proves nothing. */
  async function look(draft: ComposerDraft): Promise<void> {
    const path = sentPath()
    if (stateOf(draft).name !== 'unknown' || path === undefined) return
    tell(draft, { type: 'look' })
    try {
      const { uids } = await findById(session.client, path, draft.messageId)
      const state = tell(draft, { type: 'looked', found: uids.length > 0 })
      if (state.name === 'sent') sent(draft, state, true)
    } catch {
      tell(draft, { type: 'lookFailed' })
    }
  }

  /** Taken up from the browser's storage. */
  function restored(draft: ComposerDraft): void {
    if (draft.phase === 'submitting' || draft.phase === 'unknown') {
      draft.phase = 'unknown'
      tell(draft, { type: 'restored' })
    } else if (draft.phase === 'filing') {
      states.set(draft.messageId, { name: 'sent', refused: [] })
    }
  }

  return {
    states,
    stateOf,
    send,
    sendAgain,
    undo,
    sendNow,
    look,
    restored,
    edited: (draft: ComposerDraft) => void tell(draft, { type: 'edit' }),
    forget: (messageId: string) => states.delete(messageId),
  }
}

export type ComposeSending = ReturnType<typeof createComposeSending>
