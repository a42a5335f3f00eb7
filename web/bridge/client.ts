import type { ArgsInput, Item, Result } from '../../shared/protocol/command.ts'
import type { ServerFrame } from '../../shared/protocol/frames.ts'
import type { CommandName, Commands } from '../../shared/protocol/registry.ts'
import { createEventHub, tell } from './eventHub.ts'
import { createPending, type Pending, type RawCallOptions } from './pending.ts'
import { openSocket, type Hello, type Socket, type SocketOptions } from './socket.ts'
import { SocketError } from './socketError.ts'
import type { BridgeClient, CallOptions } from './types.ts'
import { joinSearch } from './joinSearch.ts'

/** A client with its socket's life in hand; what uses the client only calls and listens. */
export interface OpenableBridgeClient extends BridgeClient {
  /**
   * Opens the socket; again after it closed. Listeners stay, calls do not. Closing meanwhile rejects.
   * @throws {SocketError}
   */
  open(): Promise<Hello>
  /** Ends every running call with `connectionLost`; `onClosed` is not called. */
  close(): void
  /** An open socket was lost; returns how to stop listening. */
  onClosed(listener: (error: SocketError) => void): () => void
}

type BridgeClientOptions = Pick<SocketOptions, 'url' | 'createWebSocket'>

export function createBridgeClient(options: BridgeClientOptions): OpenableBridgeClient {
  const hub = createEventHub()
  const closedListeners = new Set<(error: SocketError) => void>()
  /** The latest; callbacks of an older one are not listened to. */
  let socket: Socket | undefined
  /** The calls of `socket`, once it said hello. */
  let pending: Pending | undefined
  let limits: Hello['limits'] | undefined

  function receive(frame: ServerFrame): void {
    if ('event' in frame) hub.emit(frame.event)
    else pending?.receive(frame)
  }

  function open(): Promise<Hello> {
    socket?.close()
    return new Promise((resolve, reject) => {
      const mine = openSocket({
        ...options,
        onHello: (hello) => {
          limits = hello.limits
          pending = createPending({ send: mine.send, limits: hello.limits })
          resolve(hello)
        },
        onFrame: receive,
        onChunk: (frame) => pending?.receiveChunk(frame),
        onClosed: (error) => {
          const calls = pending
          pending = undefined
          socket = undefined
          reject(error)
          calls?.failAll(error)
          if (calls && error.end !== 'local') for (const listener of closedListeners) tell(listener, error)
        },
      })
      socket = mine
    })
  }

  function send<Name extends CommandName>(
    name: Name,
    args: ArgsInput<Commands[Name]>,
    callOptions: CallOptions<Name> = {},
  ): Promise<Result<Commands[Name]>> {
    if (!pending) return Promise.reject(new SocketError('closed', 'There is no connection.'))
    const { onItem, ...rest } = callOptions
    const raw: RawCallOptions = rest
    // The definitions are types here: what the bridge sends for `name` is what its definition says.
    if (onItem) raw.onItem = (item) => onItem(item as Item<Commands[Name]>)
    return pending.start(name, args, raw) as Promise<Result<Commands[Name]>>
  }

  return {
    open,
    close: () => socket?.close(),
    limits: () => limits,
    onClosed(listener) {
      closedListeners.add(listener)
      return () => closedListeners.delete(listener)
    },
    call: joinSearch(send),
    on: hub.on,
  }
}
