import type { Item, Result } from '../../../shared/protocol/command.ts'
import { SUBMIT_REASONS } from '../../../shared/protocol/refusals.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import { isTurnedAway } from '../../bridge/repeatLost.ts'
import { toPonteError } from '../kit/failure.ts'

type Outcome = Result<Commands['submit']>
/** What the bridge does for the message now. */
export type SendStep = Item<Commands['submit']>['step']

/** Where sending failed; a key of the texts under `compose.step`. `interrupted` and `closed` are the page's own. */
type SubmitStep = NonNullable<Outcome['step']> | 'interrupted' | 'closed'

/** What the writer may have forgotten: asked once, never refused. */
export type Question = 'noSubject' | 'noFile' | 'large' | 'many'

/** What keeps a message from being sent. */
export type Problem = 'noSender' | 'noRecipient' | 'recipients' | 'tooLarge' | 'offline'

/** A recipient the mail server refused, with its words. */
export interface Refused {
  address: string
  server: string
}

/** Why a try to send failed: a step of SMTP, or the bridge's words. */
export interface Failure extends Pick<Outcome, 'reason' | 'retryAfter' | 'size' | 'sizeLimit'> {
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
  /** `uploaded` of `total` bytes have left the page; after `tries` that failed. */
  | { kind: 'submitting'; uploaded: number; total: number; again: boolean; tries: number; step?: SendStep }
  /** Certainly not sent, for a reason that passes: goes again by itself. `until` is in milliseconds since the epoch. */
  | { kind: 'waiting'; until: number; tries: number; failure: Failure }
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
  | { kind: 'step'; step: SendStep }
  | { kind: 'uploaded'; bytes: number }
  | { kind: 'accepted'; refused: Refused[]; server?: string }
  /** `retryAt`: when it is to go again by itself. */
  | { kind: 'failed'; failure: Failure; retryAt?: number | undefined }
  /** The mail server did not confirm. */
  | { kind: 'unconfirmed'; server?: string }
  /** The connection to the bridge broke, or the bridge did: it may have had the whole message. */
  | { kind: 'lost'; retryAt?: number | undefined }
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
      if (isUnderWay(state) && state.kind !== 'waiting') return state
      const again = durableOf(state) === 'unknown'
      if (event.kind === 'problem') return { kind: 'wrong', problem: event.problem, again }
      if (event.kind === 'ask') return { kind: 'asking', questions: event.questions, again }
      return { kind: 'counting', until: event.until, again }
    }
    case 'edit':
      return state.kind === 'wrong' || state.kind === 'asking' ? calledBack(state) : state
    case 'undo':
      if (state.kind === 'waiting') return WRITING
      return state.kind === 'counting' ? calledBack(state) : state
    case 'submit': {
      const submitting = { kind: 'submitting', uploaded: 0, total: event.total } as const
      if (state.kind === 'waiting') return { ...submitting, again: false, tries: state.tries }
      return state.kind === 'counting' ? { ...submitting, again: state.again, tries: 0 } : state
    }
    case 'step':
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
  event: Extract<SendEvent, { kind: 'step' | 'uploaded' | 'accepted' | 'failed' | 'unconfirmed' | 'lost' }>,
): SendState {
  switch (event.kind) {
    case 'step':
      return { ...state, step: event.step }
    case 'uploaded':
      return { ...state, uploaded: state.uploaded + event.bytes }
    case 'accepted':
      return { kind: 'sent', refused: event.refused, copy: 'missing', ...wordsOf(event) }
    case 'failed':
      return failed(state, event.failure, event.retryAt)
    case 'unconfirmed':
      return { ...UNKNOWN, ...wordsOf(event) }
    case 'lost':
      // SMTP sends a message on only when it is whole, and a byte of this one was still here.
      return state.uploaded < state.total ? failed(state, { step: 'interrupted' }, event.retryAt) : UNKNOWN
  }
}

function failed(
  { again, tries }: { again: boolean; tries: number },
  failure: Failure,
  retryAt: number | undefined,
): SendState {
  if (again) return { ...UNKNOWN, retry: failure }
  return retryAt === undefined
    ? { kind: 'failed', failure }
    : { kind: 'waiting', until: retryAt, tries: tries + 1, failure }
}

function wordsOf({ server }: { server?: string }): { server?: string } {
  return server === undefined ? {} : { server }
}

/** Counting down, being handed over, or waiting to go again. */
export function isOnItsWay(state: SendState): boolean {
  return ['counting', 'submitting', 'waiting'].includes(state.kind)
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
  return durableOf(state) === 'writing'
}

/** What remains of a state when the page goes away. `waiting`: certainly not sent, and to be sent. */
export const DURABLE_STATES = ['writing', 'waiting', 'unknown', 'sent'] as const
export type DurableState = (typeof DURABLE_STATES)[number]

export function durableOf(state: SendState): DurableState {
  switch (state.kind) {
    case 'writing':
    case 'failed':
      return 'writing'
    case 'wrong':
    case 'asking':
      return state.again ? 'unknown' : 'writing'
    case 'counting':
      return state.again ? 'unknown' : 'waiting'
    case 'waiting':
      return 'waiting'
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
  if (durable === 'waiting') return { kind: 'waiting', until: 0, tries: 0, failure: { step: 'closed' } }
  return durable === 'sent' ? { kind: 'sent', refused: [], copy: 'unsure' } : WRITING
}

/** Whether it is worth trying again by itself: it did not get there, or the mail server asks to wait. */
export function isPassing({ reason, step }: Failure): boolean {
  if (reason !== undefined) return SUBMIT_REASONS[reason].passes
  return step === 'network' || step === 'interrupted'
}

/** What the bridge's answer to `submit` means. */
export function outcomeEvent({ outcome, server, rejected = [], ...why }: Outcome): SendEvent {
  const words = server === undefined ? {} : { server }
  if (outcome === 'sent') return { kind: 'accepted', refused: rejected, ...words }
  if (outcome === 'unknown') return { kind: 'unconfirmed', ...words }
  return { kind: 'failed', failure: { ...why, ...words } }
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
