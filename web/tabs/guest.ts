import type { ArgsInput } from '../../shared/protocol/command.ts'
import type { CommandName, Commands } from '../../shared/protocol/registry.ts'
import type { BridgeClient, CallOptions } from '../bridge/types.ts'
import type { GuestMessage, OwnerMessage } from './tabMessages.ts'
import { toTabError } from './tabError.ts'

interface Running {
  abort: AbortController
  /** Lets the next chunk come. */
  consumed: () => void
}

type Call = Extract<GuestMessage, { kind: 'call' }>

/** The owner's end of one tab that uses its connection: runs that tab's calls as if they were its own. */
export interface GuestCalls {
  start(call: Call): void
  cancel(id: number): void
  consumed(id: number): void
  /** The tab is gone: nothing of it goes on. */
  stop(): void
}

export function runGuestCalls<State>(
  client: Pick<BridgeClient, 'call'>,
  post: (message: OwnerMessage<State>) => void,
): GuestCalls {
  const running = new Map<number, Running>()

  function start(call: Call): void {
    const { id } = call
    const own: Running = { abort: new AbortController(), consumed: () => undefined }
    running.set(id, own)
    const options: CallOptions<CommandName> = {
      signal: own.abort.signal,
      onItem: (item) => post({ kind: 'item', id, item }),
      onUploaded: (bytes) => post({ kind: 'uploaded', id, bytes }),
      ...(call.lane && { lane: call.lane }),
      ...(call.priority && { priority: call.priority }),
      ...(call.uploads && { uploads: call.uploads }),
    }
    if (call.bytes) {
      // The bridge is given credit when the other tab has taken the chunk: its pace is the mail server's (rule C4).
      options.onBytes = (stream, bytes, last) =>
        new Promise((resolve) => {
          own.consumed = resolve
          // A copy: cloning a view would clone the whole frame it looks into.
          post({ kind: 'bytes', id, stream, bytes: bytes.slice(), last })
        })
    }
    client.call(call.name, call.args as ArgsInput<Commands[CommandName]>, options).then(
      (result) => finish(id, { kind: 'result', id, result }),
      (error: unknown) => finish(id, { kind: 'error', id, error: toTabError(error) }),
    )
  }

  function finish(id: number, message: OwnerMessage<State>): void {
    const call = running.get(id)
    if (!running.delete(id)) return
    call?.consumed()
    post(message)
  }

  return {
    start,
    cancel(id) {
      const call = running.get(id)
      running.delete(id)
      call?.abort.abort()
      call?.consumed()
    },
    consumed: (id) => running.get(id)?.consumed(),
    stop() {
      for (const { abort, consumed } of running.values()) {
        abort.abort()
        consumed()
      }
      running.clear()
    },
  }
}
