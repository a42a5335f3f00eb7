import type { Throttle } from './quirks.ts'

interface Count {
  of: Throttle
  commands: number
  until: number
}

/** Counts each user's commands over all connections, so that reconnecting does not help. */
export class Throttling {
  readonly #counts = new Map<string, Count>()

  /** The refusal this command gets, or undefined when it may run. Setting a new {@link Throttle} counts from zero. */
  refusal(user: string, throttle: Throttle | undefined): string | undefined {
    if (!throttle) {
      this.#counts.delete(user)
      return undefined
    }
    let count = this.#counts.get(user)
    if (count?.of !== throttle) this.#counts.set(user, (count = { of: throttle, commands: 0, until: 0 }))
    const now = Date.now()
    if (count.until === 0 && ++count.commands <= throttle.afterCommands) return undefined
    if (count.until === 0) count.until = now + throttle.backoffMs
    else if (now >= count.until) {
      count.until = 0
      count.commands = 1
      if (throttle.afterCommands > 0) return undefined
      count.until = now + throttle.backoffMs
    }
    return `Request is throttled. Suggested Backoff Time: ${Math.max(1, count.until - now)} milliseconds`
  }
}
