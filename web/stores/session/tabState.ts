import { fromTabError, toTabError, type TabError } from '../../tabs/tabError.ts'
import type { SessionState } from './state.ts'

/** `SessionState` as it goes from tab to tab. */
export type TabState =
  | Extract<SessionState, { kind: 'signedOut' | 'connecting' | 'ready' }>
  | { kind: 'reconnecting'; reason: TabError; retryAt: number }
  | { kind: 'failed'; error: TabError }

export function toTabState(state: SessionState): TabState {
  if (state.kind === 'reconnecting') return { ...state, reason: toTabError(state.reason) }
  if (state.kind === 'failed') return { ...state, error: toTabError(state.error) }
  return state
}

export function fromTabState(state: TabState): SessionState {
  if (state.kind === 'reconnecting') return { ...state, reason: fromTabError(state.reason) }
  if (state.kind === 'failed') return { ...state, error: fromTabError(state.error) }
  return state
}
