import type { Result } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'

/** Where sending failed; a key of the texts under `compose.step`. `interrupted` is the page's own. */
export type SubmitStep = NonNullable<Result<Commands['submit']>['step']> | 'interrupted'

/** What the writer may have forgotten: asked once, never refused. */
export type Question = 'noSubject' | 'noFile' | 'large'

export interface Refused {
  address: string
  server: string
}

/** How a message that is being sent stands. Pure: what happens is told as events, what to do follows from the state. */
export type SendState =
  | { name: 'writing' }
  /** It cannot go like this. */
  | { name: 'wrong'; problem: 'noRecipient' | 'recipients' | 'tooLarge' | 'offline' }
  | { name: 'asking'; questions: Question[] }
  /** Can still be called back; `until` is in milliseconds since the epoch. */
  | { name: 'counting'; until: number }
  | { name: 'submitting'; uploaded: number; total: number }
  /** Certainly not sent; the draft is still there. */
  | { name: 'failed'; step?: SubmitStep; message?: string; server?: string }
  /** Nobody can say whether it was sent, so it is never sent again unless the writer asks for it. */
  | { name: 'unknown'; looking: boolean; looked: boolean; server?: string }
  | { name: 'sent'; refused: Refused[]; server?: string }

export type SendEvent =
  | { type: 'wrong'; problem: Extract<SendState, { name: 'wrong' }>['problem'] }
  | { type: 'ask'; questions: Question[] }
  | { type: 'count'; until: number }
  | { type: 'undo' }
  /** `total`: bytes to upload. */
  | { type: 'submit'; total: number }
  | { type: 'uploaded'; bytes: number }
  | {
      type: 'outcome'
      outcome: 'sent' | 'failed' | 'unknown'
      step?: SubmitStep
      server?: string
      refused?: Refused[]
    }
  /** The bridge said why it did not take it. */
  | { type: 'refused'; message: string; server?: string }
  /** The way to the bridge broke, or the bridge did: it may have had everything already. */
  | { type: 'lost' }
  /** Taken up after the page itself was gone while it was sent. */
  | { type: 'restored' }
  | { type: 'look' }
  | { type: 'looked'; found: boolean }
  | { type: 'lookFailed' }
  | { type: 'edit' }

export const WRITING: SendState = { name: 'writing' }

/** Whether the writer may change the message: not while it is under way. */
export function isUnderWay(state: SendState): boolean {
  return state.name === 'counting' || state.name === 'submitting' || state.name === 'sent'
}

export function nextSendState(state: SendState, event: SendEvent): SendState {
  switch (event.type) {
    case 'wrong':
    case 'ask':
    case 'count':
      // Nothing that is under way begins anew. From `unknown` only the writer asks for it.
      if (isUnderWay(state)) return state
      if (event.type === 'wrong') return { name: 'wrong', problem: event.problem }
      if (event.type === 'ask') return { name: 'asking', questions: event.questions }
      return { name: 'counting', until: event.until }
    case 'undo':
      return state.name === 'counting' ? WRITING : state
    case 'submit':
      return state.name === 'submitting' || state.name === 'sent'
        ? state
        : { name: 'submitting', uploaded: 0, total: event.total }
    case 'uploaded':
      return state.name === 'submitting' ? { ...state, uploaded: state.uploaded + event.bytes } : state
    case 'outcome':
      return state.name === 'submitting' ? ended(event) : state
    case 'refused':
      return state.name === 'submitting' ? { name: 'failed', message: event.message, ...said(event) } : state
    case 'lost':
      return state.name === 'submitting' ? broken(state) : state
    case 'restored':
      return { name: 'unknown', looking: false, looked: false }
    case 'look':
      return state.name === 'unknown' ? { ...state, looking: true } : state
    case 'looked':
      if (state.name !== 'unknown') return state
      return event.found ? { name: 'sent', refused: [] } : { ...state, looking: false, looked: true }
    case 'lookFailed':
      return state.name === 'unknown' ? { ...state, looking: false } : state
    case 'edit':
      return state.name === 'wrong' || state.name === 'asking' ? WRITING : state
  }
}

function ended(event: Extract<SendEvent, { type: 'outcome' }>): SendState {
  const { outcome, step, refused = [] } = event
  if (outcome === 'sent') return { name: 'sent', refused, ...said(event) }
  if (outcome === 'unknown') return { name: 'unknown', looking: false, looked: false, ...said(event) }
  return { name: 'failed', ...(step === undefined ? {} : { step }), ...said(event) }
}

/** As long as a byte was still here the message cannot have been whole anywhere: SMTP sends it on only then. */
function broken({ uploaded, total }: Extract<SendState, { name: 'submitting' }>): SendState {
  return uploaded < total
    ? { name: 'failed', step: 'interrupted' }
    : { name: 'unknown', looking: false, looked: false }
}

function said({ server }: { server?: string }): { server?: string } {
  return server === undefined ? {} : { server }
}
