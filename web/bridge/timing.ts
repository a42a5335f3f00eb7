import type { CommandName } from '../../shared/protocol/registry.ts'
import type { CallLink } from './types.ts'

/** One call that the mail server answered. */
export interface Answer {
  command: CommandName
  lane: 'main' | 'side'
  /** From the call to its answer, in milliseconds; waiting for other commands of the lane is part of it. */
  ms: number
}

export interface Timing {
  link: CallLink
  /** Returns how to stop. */
  onAnswer(listener: (answer: Answer) => void): () => void
}

/** Times answered calls. Failed and cancelled ones say nothing about the way there. */
export function createTiming(now: () => number = () => performance.now()): Timing {
  const listeners = new Set<(answer: Answer) => void>()
  return {
    link: (next) => async (command, args, options) => {
      const begun = now()
      const result = await next(command, args, options)
      const answer: Answer = { command, lane: options?.lane ?? 'main', ms: now() - begun }
      for (const listener of listeners) listener(answer)
      return result
    },
    onAnswer(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
