import type { ArgsInput, Result } from '../shared/protocol/command.ts'
import { PonteError } from '../shared/protocol/errors.ts'
import type { LaneName } from '../shared/protocol/events.ts'
import type { CommandName, Commands } from '../shared/protocol/registry.ts'
import { createBackoff } from '../web/bridge/backoff.ts'
import { createBridgeClient } from '../web/bridge/client.ts'
import { repeatLost } from '../web/bridge/repeatLost.ts'
import type { Call, CallOptions } from '../web/bridge/types.ts'

export { PonteError } from '../shared/protocol/errors.ts'
export type { CallOptions } from '../web/bridge/types.ts'

/** What a lane is opened with: a token for providers of tokens, a password for those of kind `password`. */
export type Credentials = { accessToken: string } | { password: string }

export interface ConnectOptions {
  /** `ws://host/bridge` or `wss://…`. */
  url: string
  /** A provider's id from the host's `config.json`. */
  provider: string
  user: string
  /** Asked whenever a connection is opened: answer with a token that is still valid. */
  credentials: () => Credentials | Promise<Credentials>
  /** In Node before 22: `(url, protocol) => new WebSocket(url, protocol, { origin })` of the package `ws`. */
  createWebSocket?: (url: string, protocol: string) => unknown
}

/** A signed-in session that comes back after losses. Errors are `PonteError`s. */
export interface PonteClient {
  /** Calls a command. What only asks is asked again after a loss; everything else fails, since nobody knows how far it came. */
  call<Name extends CommandName>(
    name: Name,
    args: ArgsInput<Commands[Name]>,
    options?: CallOptions<Name>,
  ): Promise<Result<Commands[Name]>>
  /** Listens to one type of event; returns how to stop. */
  on: ReturnType<typeof createBridgeClient>['on']
  /** Logs out and closes for good. */
  close(): Promise<void>
}

/** Errors that another attempt will not mend: whoever holds the credentials has to. */
const LASTING: readonly string[] = [
  'authenticationFailed',
  'authorizationFailed',
  'credentialsExpired',
  'mechanismUnsupported',
  'unknownProvider',
  'wrongUser',
  'certificateInvalid',
]

/** Opens the socket and signs in. @throws {PonteError} when the first attempt fails */
export async function connect(options: ConnectOptions): Promise<PonteClient> {
  const { url, provider, user, createWebSocket } = options
  const wire = createBridgeClient({
    url,
    ...(createWebSocket && {
      createWebSocket: createWebSocket as (url: string, protocol: string) => WebSocket,
    }),
  })
  const backoff = createBackoff()
  const waiting = new Set<{ resolve: () => void; reject: (error: unknown) => void }>()
  let isReady = false
  let isClosed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function signIn(lane: LaneName): Promise<void> {
    const given = await options.credentials()
    if ('password' in given) await wire.call('login', { provider, user, lane, password: given.password })
    else await wire.call('authenticate', { provider, user, lane, accessToken: given.accessToken })
  }

  async function open(): Promise<void> {
    await wire.open()
    await signIn('main')
    isReady = true
    backoff.reset()
    for (const one of waiting) one.resolve()
    waiting.clear()
  }

  function openAgain(error: unknown): void {
    isReady = false
    if (isClosed) return
    if (error instanceof PonteError && LASTING.includes(error.code)) {
      for (const one of waiting) one.reject(error)
      waiting.clear()
      return
    }
    clearTimeout(timer)
    timer = setTimeout(() => void open().catch(openAgain), backoff.next())
  }

  wire.onClosed(openAgain)
  wire.on('credentials', ({ lane }) => {
    signIn(lane).catch((error: unknown) => {
      if (lane === 'main') openAgain(error)
    })
  })
  await open()

  const repeating = repeatLost({
    isReady: () => isReady,
    back: (error) =>
      isClosed
        ? Promise.reject(error as Error)
        : isReady
          ? Promise.resolve()
          : new Promise((resolve, reject) => waiting.add({ resolve, reject })),
  })
  const call: Call = repeating(wire.call)
  return {
    call,
    on: wire.on,
    async close() {
      isClosed = true
      clearTimeout(timer)
      if (isReady) await wire.call('logout', {}).catch(() => undefined)
      wire.close()
    },
  }
}
