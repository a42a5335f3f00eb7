import type { CommandName } from '../../shared/protocol/registry.ts'
import type { BridgeClient } from './types.ts'

/** One call that the mail server answered. */
export interface Answer {
  command: CommandName
  lane: 'main' | 'side'
  /** From the call to its answer, in milliseconds; waiting for other commands of the lane is part of it. */
  ms: number
}

export interface TimedClient {
  client: BridgeClient
  /** Returns how to stop. */
  onAnswer(listener: (answer: Answer) => void): () => void
}

/** The same client, whose answered calls are timed. Failed and cancelled ones tell nothing about the way there. */
export function timeCalls(client: BridgeClient, now: () => number = () => performance.now()): TimedClient {
  const listeners = new Set<(answer: Answer) => void>()
  return {
    client: {
      ...client,
      async call(command, args, options) {
        const begun = now()
        const result = await client.call(command, args, options)
        const answer: Answer = { command, lane: options?.lane ?? 'main', ms: now() - begun }
        for (const listener of listeners) listener(answer)
        return result
      },
    },
    onAnswer(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
