import { fromTabError, toTabError, type TabError } from '../../tabs/tabError.ts'
import type { SessionState } from './state.ts'

/** `SessionState` as it goes from tab to tab. */
export type TabState =
  | Extract<SessionState, { name: 'signedOut' | 'connecting' | 'ready' }>
  | { name: 'reconnecting'; reason: TabError; retryAt: number }
  | { name: 'failed'; error: TabError }

export function toTabState(state: SessionState): TabState {
  if (state.name === 'reconnecting') return { ...state, reason: toTabError(state.reason) }
  if (state.name === 'failed') return { ...state, error: toTabError(state.error) }
  return state
}

export function fromTabState(state: TabState): SessionState {
  if (state.name === 'reconnecting') return { ...state, reason: fromTabError(state.reason) }
  if (state.name === 'failed') return { ...state, error: fromTabError(state.error) }
  return state
}
