import { CANCEL_GRACE_MS } from '../limits.ts'
import type { ImapConnection } from './connection.ts'

/**
 * A command cannot be aborted on a connection, so one that outlives its cancelled call by the grace costs the
 * connection (rule C3). @returns how to say that the work has ended.
 */
export function abandonWhenCancelled(
  connection: ImapConnection,
  signal: AbortSignal | undefined,
): () => void {
  let timer: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    timer = setTimeout(() => connection.abandon(), CANCEL_GRACE_MS)
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  return () => {
    signal?.removeEventListener('abort', onAbort)
    clearTimeout(timer)
  }
}
