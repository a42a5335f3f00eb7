import type { Result } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import { isTurnedAway } from '../../bridge/repeatLost.ts'
import { toPonteError } from '../kit/failure.ts'

type Outcome = Result<Commands['submit']>

/** Where sending failed; a key of the texts under `compose.step`. `interrupted` is the page's own. */
type SubmitStep = NonNullable<Outcome['step']> | 'interrupted'

/** What the writer may have forgotten: asked once, never refused. */
export type Question = 'noSubject' | 'noFile' | 'large'

/** What keeps a message from being sent. */
export type Problem = 'noRecipient' | 'recipients' | 'tooLarge' | 'offline'

/** A recipient the mail server refused, with its words. */
export interface Refused {
  address: string
  server: string
}

/** Why a try to send failed: a step of SMTP, or the bridge's words. */
export interface Failure {
  step?: SubmitStep
  message?: string
  server?: string
}

/** Whether the Sent folder has a copy: `unsure` after a try whose end nobody saw. */
export type SentCopy = 'missing' | 'unsure' | 'present'

/**
 * Where a message stands between writing and sent. `again`: an earlier try may have got through, so whatever ends this try,
 * the message is never certainly unsent.
 */
export type SendState =
  | { kind: 'writing' }
  | { kind: 'wrong'; problem: Problem; again: boolean }
  | { kind: 'asking'; questions: Question[]; again: boolean }
  /** Can still be called back; `until` is in milliseconds since the epoch. */
  | { kind: 'counting'; until: number; again: boolean }
  /** `uploaded` of `total` bytes have left the page. */
  | { kind: 'submitting'; uploaded: number; total: number; again: boolean }
  /** Certainly not sent. */
  | { kind: 'failed'; failure: Failure }
  /** Nobody can say whether it was sent: only the writer decides to send it again. `retry`: why that failed. */
  | { kind: 'unknown'; looking: boolean; looked: boolean; server?: string; retry?: Failure }
  | { kind: 'sent'; refused: Refused[]; server?: string; copy: SentCopy }

export type SendEvent =
  | { kind: 'problem'; problem: Problem }
  | { kind: 'ask'; questions: Question[] }
  | { kind: 'count'; until: number }
  | { kind: 'undo' }
  /** `total`: bytes to upload. */
  | { kind: 'submit'; total: number }
  | { kind: 'uploaded'; bytes: number }
  | { kind: 'accepted'; refused: Refused[]; server?: string }
  | { kind: 'failed'; failure: Failure }
  /** The mail server did not confirm. */
  | { kind: 'unconfirmed'; server?: string }
  /** The connection to the bridge broke, or the bridge did: it may have had the whole message. */
  | { kind: 'lost' }
  | { kind: 'look' }
  | { kind: 'looked'; found: boolean }
  | { kind: 'lookFailed' }
  | { kind: 'edit' }
  | { kind: 'copied' }
  | { kind: 'copyFailed' }

export const WRITING: SendState = { kind: 'writing' }
const UNKNOWN: Extract<SendState, { kind: 'unknown' }> = { kind: 'unknown', looking: false, looked: false }

/** The next state. Pure; an event that does not belong to a state leaves it as it is. */
export function nextSendState(state: SendState, event: SendEvent): SendState {
  switch (event.kind) {
    case 'problem':
    case 'ask':
    case 'count': {
      if (isUnderWay(state)) return state
      const again = durableOf(state) === 'unknown'
      if (event.kind === 'problem') return { kind: 'wrong', problem: event.problem, again }
      if (event.kind === 'ask') return { kind: 'asking', questions: event.questions, again }
      return { kind: 'counting', until: event.until, again }
    }
    case 'edit':
      return state.kind === 'wrong' || state.kind === 'asking' ? calledBack(state) : state
    case 'undo':
      return state.kind === 'counting' ? calledBack(state) : state
    case 'submit':
      return state.kind === 'counting'
        ? { kind: 'submitting', uploaded: 0, total: event.total, again: state.again }
        : state
    case 'uploaded':
    case 'accepted':
    case 'failed':
    case 'unconfirmed':
    case 'lost':
      return state.kind === 'submitting' ? afterSubmitting(state, event) : state
    case 'look':
      return state.kind === 'unknown' ? { ...state, looking: true } : state
    case 'looked':
      if (state.kind !== 'unknown') return state
      return event.found
        ? { kind: 'sent', refused: [], copy: 'present' }
        : { ...state, looking: false, looked: true }
    case 'lookFailed':
      return state.kind === 'unknown' ? { ...state, looking: false } : state
    case 'copied':
      return state.kind === 'sent' ? { ...state, copy: 'present' } : state
    case 'copyFailed':
      return state.kind === 'sent' && state.copy === 'missing' ? { ...state, copy: 'unsure' } : state
  }
}

function calledBack({ again }: { again: boolean }): SendState {
  return again ? UNKNOWN : WRITING
}

function afterSubmitting(
  state: Extract<SendState, { kind: 'submitting' }>,
  event: Extract<SendEvent, { kind: 'uploaded' | 'accepted' | 'failed' | 'unconfirmed' | 'lost' }>,
): SendState {
  switch (event.kind) {
    case 'uploaded':
      return { ...state, uploaded: state.uploaded + event.bytes }
    case 'accepted':
      return { kind: 'sent', refused: event.refused, copy: 'missing', ...wordsOf(event) }
    case 'failed':
      return failed(state, event.failure)
    case 'unconfirmed':
      return { ...UNKNOWN, ...wordsOf(event) }
    case 'lost':
      // SMTP sends a message on only when it is whole, and a byte of this one was still here.
      return state.uploaded < state.total ? failed(state, { step: 'interrupted' }) : UNKNOWN
  }
}

function failed({ again }: { again: boolean }, failure: Failure): SendState {
  return again ? { ...UNKNOWN, retry: failure } : { kind: 'failed', failure }
}

function wordsOf({ server }: { server?: string }): { server?: string } {
  return server === undefined ? {} : { server }
}

/** Counting down or being handed over. */
export function isOnItsWay(state: SendState): boolean {
  return state.kind === 'counting' || state.kind === 'submitting'
}

/** The writer must not change the message any more. */
export function isUnderWay(state: SendState): boolean {
  return isOnItsWay(state) || state.kind === 'sent'
}

/** The message waits for a decision of the writer. */
export function needsWriter(state: SendState): boolean {
  return state.kind === 'failed' || state.kind === 'unknown'
}

/** The message is a draft and nothing else: it was certainly not sent, nor is it about to be. */
export function isMereDraft(state: SendState): boolean {
  return durableOf(state) === 'writing' && state.kind !== 'counting'
}

/** What remains of a state when the page goes away: what is true of the message then. */
export type DurableState = 'writing' | 'unknown' | 'sent'

export function durableOf(state: SendState): DurableState {
  switch (state.kind) {
    case 'writing':
    case 'failed':
      return 'writing'
    case 'wrong':
    case 'asking':
    case 'counting':
      return state.again ? 'unknown' : 'writing'
    case 'submitting':
    case 'unknown':
      return 'unknown'
    case 'sent':
      return 'sent'
  }
}

/** The state of a message that a new page takes up. */
export function revivedState(durable: DurableState): SendState {
  if (durable === 'unknown') return UNKNOWN
  return durable === 'sent' ? { kind: 'sent', refused: [], copy: 'unsure' } : WRITING
}

/** What the bridge's answer to `submit` means. */
export function outcomeEvent({ outcome, step, server, rejected = [] }: Outcome): SendEvent {
  const words = server === undefined ? {} : { server }
  if (outcome === 'sent') return { kind: 'accepted', refused: rejected, ...words }
  if (outcome === 'unknown') return { kind: 'unconfirmed', ...words }
  return { kind: 'failed', failure: { ...(step === undefined ? {} : { step }), ...words } }
}

/** The connection to the bridge, or the bridge itself, broke: nobody here saw how far the message came. */
const BLIND = new Set(['connectionLost', 'shuttingDown'])

/** What a `submit` without an answer means. */
export function failureEvent(thrown: unknown): SendEvent {
  // The bridge is going away and did not begin: the whole message is still here.
  if (isTurnedAway(thrown)) return { kind: 'failed', failure: { step: 'interrupted' } }
  const error = toPonteError(thrown)
  // From the bridge `internal` says nothing of the message; with a cause it was made here, of a file that cannot be read.
  const blind = error.code === 'internal' && error.cause === undefined
  if (BLIND.has(error.code) || blind) return { kind: 'lost' }
  const { message, server } = error
  return { kind: 'failed', failure: { message, ...(server === undefined ? {} : { server }) } }
}
