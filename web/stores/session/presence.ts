import type { ReadyReason } from './state.ts'

export interface PresenceOptions {
  isReady: () => boolean
  /** Other tabs use the same connection. */
  isShared: () => boolean
  /** The connection watches what this tab shows. */
  isWatching: () => boolean
}

/** When this tab is to select its mailbox: a connection shared by several watches that of the tab that is looked at. */
export interface Presence {
  /** The connection is there, or back. */
  ready(): void
  /** At once when it is ready, and after every reconnection; returns how to stop. */
  onReady(listener: (reason: ReadyReason) => void): () => void
  stop(): void
}

export function createPresence({ isReady, isShared, isWatching }: PresenceOptions): Presence {
  const listeners = new Set<(reason: ReadyReason) => void>()
  /** Told the listeners once. */
  let everTold = false
  /** What this tab shows may be old, but nobody looks. */
  let isDue = false

  const isHidden = (): boolean => document.visibilityState === 'hidden' && isShared()

  function tell(): void {
    isDue = false
    const reason: ReadyReason = everTold ? 'reconnect' : 'first'
    everTold ||= listeners.size > 0
    for (const listener of listeners) listener(reason)
  }

  function ready(): void {
    if (isHidden()) isDue = true
    else tell()
  }

  function seen(): void {
    if (document.visibilityState === 'hidden' || !isReady() || !isShared()) return
    if (isDue || !isWatching()) tell()
  }

  document.addEventListener('visibilitychange', seen)
  window.addEventListener('focus', seen)

  return {
    ready,
    onReady(listener) {
      listeners.add(listener)
      if (isReady()) {
        if (isHidden()) isDue = true
        else {
          everTold = true
          listener('first')
        }
      }
      return () => listeners.delete(listener)
    },
    stop() {
      document.removeEventListener('visibilitychange', seen)
      window.removeEventListener('focus', seen)
    },
  }
}
