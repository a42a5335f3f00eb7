import type { CommandName } from '../../shared/protocol/registry.ts'
import { BULK_PAUSE_END_MS, BULK_PAUSE_MAX_MS, BULK_PAUSE_MS, BULK_RECOVERY } from './limits.ts'
import type { Call, CallLink } from './types.ts'

/** What asks for much at once, where it does not say so by its priority. */
const ALWAYS_BULK: readonly CommandName[] = ['search']
/** What is bulk when nobody waits for it: headers for the index, bodies read ahead, counts. */
const BULK_BEHIND: readonly CommandName[] = ['fetch', 'fetchBody', 'status']

/**
 * Bulk work slows down once the server has asked to be left alone, so that what it still takes is there for the person. It
 * gets quicker with each command that goes through.
 */
export function createBulkPace(): { throttled(retryAfter: number): void; link: CallLink } {
  /** Between two commands; 0: none. */
  let pauseMs = 0
  let nextAt = 0

  function turn(signal: AbortSignal | undefined): Promise<void> | undefined {
    if (pauseMs === 0) return undefined
    const at = Math.max(nextAt, Date.now())
    nextAt = at + pauseMs
    pauseMs = pauseMs * BULK_RECOVERY < BULK_PAUSE_END_MS ? 0 : pauseMs * BULK_RECOVERY
    return wait(at - Date.now(), signal)
  }

  const link: CallLink = (next) => {
    const call: Call = async (name, args, options) => {
      const isBulk =
        ALWAYS_BULK.includes(name) || (options?.priority === 'background' && BULK_BEHIND.includes(name))
      if (isBulk) await turn(options?.signal)
      return next(name, args, options)
    }
    return call
  }

  return {
    throttled(retryAfter) {
      pauseMs = Math.min(Math.max(pauseMs * 2, BULK_PAUSE_MS), BULK_PAUSE_MAX_MS)
      nextAt = Date.now() + retryAfter + pauseMs
    },
    link,
  }
}

/** Until then, or until it is called off: what comes next finds that out. */
function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', settle)
      resolve()
    }
    const timer = setTimeout(settle, ms)
    signal?.addEventListener('abort', settle)
    if (signal?.aborted) settle()
  })
}
