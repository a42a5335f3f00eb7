export interface Candidate {
  name: string
  locks: Pick<LockManager, 'request'>
  /** This tab has it: now, or when the tab that had it went. */
  onElected: () => void
  /** Another has it; this tab waits in line. */
  onWaiting: () => void
}

/**
 * Stands for owner of an account's connection (Web Locks, exclusive): one tab has it, and when that tab closes or
 * crashes the browser gives it to the next in line. @returns how to leave the line, or to give it up.
 */
export function standForOwner({ name, locks, onElected, onWaiting }: Candidate): () => void {
  const leaving = new AbortController()
  let giveUp: (() => void) | undefined

  function hold(): Promise<void> {
    return new Promise((resolve) => {
      giveUp = resolve
      if (leaving.signal.aborted) resolve()
      else onElected()
    })
  }

  async function stand(): Promise<void> {
    await locks.request(name, { ifAvailable: true }, (lock) => lock && hold())
    if (giveUp || leaving.signal.aborted) return
    onWaiting()
    await locks.request(name, { signal: leaving.signal }, hold)
  }

  stand().catch((error: unknown) => {
    if (!leaving.signal.aborted) throw error
  })
  return () => {
    leaving.abort()
    giveUp?.()
  }
}
