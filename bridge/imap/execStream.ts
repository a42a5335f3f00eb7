import { setImmediate } from 'node:timers/promises'
import type { PonteError } from '../../shared/protocol/errors.ts'
import { READING_TURN_MS } from '../limits.ts'
import type { ImapConnection } from './connection.ts'
import type { CommandArgument, ExecOptions, ParsedResponse } from './library.ts'

interface StreamedCommand<T> {
  command: string
  attributes: CommandArgument[]
  /** The untagged response that carries an item: `FETCH`, `LIST`, `STATUS`. */
  keyword: string
  /** Reads one; `undefined` when it is not an item of this command. */
  map: (response: ParsedResponse) => T | undefined
  /** Other untagged responses that belong to this command, by keyword. */
  beside?: ExecOptions['untagged']
}

/**
 * Runs a command and yields its untagged responses one by one. The connection's reader waits until the consumer asks
 * for the next, so a slow consumer stops the mail server and nothing piles up (rule C4), and items keep their place
 * among the events (rule C8). Leaving early drops what is still to come and ends when the server has finished.
 *
 * It pauses now and then: libuv reads a socket that has more up to 32 times before it looks at another, and all that is
 * parsed in between, so that a long answer would keep every browser waiting for some 200 ms at a time.
 */
export async function* execStream<T>(
  connection: ImapConnection,
  options: StreamedCommand<T>,
): AsyncGenerator<T, ParsedResponse, void> {
  const ready: { item: T; taken: () => void }[] = []
  let abandoned = false
  let wake = (): void => undefined
  let turn = performance.now()
  let outcome: { response: ParsedResponse } | { error: PonteError } | undefined
  const finished = connection
    .exec(options.command, options.attributes, {
      untagged: {
        ...options.beside,
        [options.keyword]: (response) => {
          const item = options.map(response)
          if (item === undefined || abandoned) return undefined
          return new Promise<void>((resolve) => {
            ready.push({ item, taken: resolve })
            wake()
          })
        },
      },
    })
    .then(
      (response) => {
        outcome = { response }
      },
      (error: PonteError) => {
        outcome = { error }
      },
    )
    .then(() => wake())
  try {
    for (;;) {
      for (let next = ready.shift(); next; next = ready.shift()) {
        try {
          yield next.item
          if (performance.now() - turn > READING_TURN_MS) {
            await setImmediate()
            turn = performance.now()
          }
        } finally {
          // Also when the consumer leaves here: the reader waits for this item, and the command for the reader.
          next.taken()
        }
      }
      if (outcome) break
      await new Promise<void>((resolve) => {
        wake = resolve
        if (ready.length > 0 || outcome) resolve()
      })
    }
  } finally {
    abandoned = true
    for (const { taken } of ready) taken()
    await finished
  }
  const ended = outcome as { response: ParsedResponse } | { error: PonteError }
  if ('error' in ended) throw ended.error
  return ended.response
}
