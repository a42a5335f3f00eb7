import type { ArgsInput, Item, Result } from '../../shared/protocol/command.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { CommandName, Commands } from '../../shared/protocol/registry.ts'
import type { Credentials, FreshTokenOptions } from '../auth/types.ts'
import { SocketError } from '../bridge/socketError.ts'
import type { BridgeClient, CallOptions } from '../bridge/types.ts'
import { fromTabError } from './tabError.ts'
import type { GuestMessage, OwnerMessage } from './tabMessages.ts'

/** What the owner sends for one call. */
export type CallMessage = Extract<OwnerMessage<unknown>, { id: number }>

/** The wire's end in a tab that has no wire: its calls run in the tab that has one. */
export interface SharedClient extends Pick<BridgeClient, 'call'> {
  /** The owner's credentials, fresh. */
  credentials(options: FreshTokenOptions): Promise<Credentials>
  receive(message: CallMessage): void
  /** The owner is gone: every running call ends with this. */
  failAll(error: PonteError): void
}

interface Running {
  options: CallOptions<CommandName>
  /** Chunks are consumed one after the other; a result waits for the last. */
  consuming: Promise<void>
  succeed: (result: unknown) => void
  fail: (error: unknown) => void
}

/** @param post to the owner; nothing it is given is changed afterwards */
export function createSharedClient(post: (message: GuestMessage) => void): SharedClient {
  const running = new Map<number, Running>()
  let lastId = 0
  function run(options: CallOptions<CommandName>, message: (id: number) => GuestMessage): Promise<unknown> {
    const { signal } = options
    if (signal?.aborted) return Promise.reject(new PonteError('cancelled'))
    const id = ++lastId
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        running.delete(id)
        signal?.removeEventListener('abort', abort)
      }
      const abort = (): void => abandon(id, new PonteError('cancelled'))
      running.set(id, {
        options,
        consuming: Promise.resolve(),
        succeed: (result) => {
          settle()
          resolve(result)
        },
        fail: (error) => {
          settle()
          reject(error as Error)
        },
      })
      signal?.addEventListener('abort', abort)
      post(message(id))
    })
  }

  /** Ended by this side: the owner is told, and what it still sends is dropped. */
  function abandon(id: number, error: unknown): void {
    const call = running.get(id)
    if (!call) return
    post({ kind: 'cancel', id })
    call.fail(error)
  }

  function consume(call: Running, message: Extract<CallMessage, { kind: 'bytes' }>): void {
    const { id, stream, bytes, last } = message
    call.consuming = call.consuming.then(async () => {
      if (running.get(id) !== call) return
      try {
        await call.options.onBytes?.(stream, bytes, last)
        if (running.get(id) === call) post({ kind: 'consumed', id })
      } catch (error) {
        abandon(id, error)
      }
    })
  }

  return {
    call<Name extends CommandName>(
      name: Name,
      args: ArgsInput<Commands[Name]>,
      options: CallOptions<Name> = {},
    ): Promise<Result<Commands[Name]>> {
      const { lane, priority, uploads, onBytes } = options
      return run(options as CallOptions<CommandName>, (id) => ({
        kind: 'call',
        id,
        name,
        // Reactive objects cannot be cloned, and the wire is JSON in the end.
        args: JSON.parse(JSON.stringify(args)) as object,
        bytes: onBytes !== undefined,
        ...(lane && { lane }),
        ...(priority && { priority }),
        ...(uploads && { uploads: new Map(uploads) }),
      })) as Promise<Result<Commands[Name]>>
    },
    credentials: (options) => run({}, (id) => ({ kind: 'credentials', id, options })) as Promise<Credentials>,
    receive(message) {
      const { id } = message
      const call = running.get(id)
      if (!call) return
      switch (message.kind) {
        case 'item':
          try {
            call.options.onItem?.(message.item as Item<Commands[CommandName]>)
          } catch (error) {
            abandon(id, error)
          }
          return
        case 'bytes':
          return consume(call, message)
        case 'uploaded':
          return call.options.onUploaded?.(message.bytes)
        case 'result':
          void call.consuming.then(() => call.succeed(message.result))
          return
        case 'error':
          return call.fail(fromTabError(message.error))
      }
    },
    failAll(error) {
      for (const call of [...running.values()]) call.fail(error)
    },
  }
}

/** What calls end with when the tab that had the connection is gone: as if the connection itself were. */
export function ownerGone(): SocketError {
  return new SocketError('closed', 'The tab that held the connection was closed.')
}
