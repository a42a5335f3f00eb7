import { COMMAND_LIFETIME_MS } from '../../auth/limits.ts'
import type { AuthProvider } from '../../auth/types.ts'
import { createBridgeClient, type OpenableBridgeClient } from '../../bridge/client.ts'
import { timeCalls, type Answer } from '../../bridge/timing.ts'
import type { Account } from '../accounts.ts'
import type { SubmitCredentials } from './submitCredentials.ts'
import { createSessionController, type SessionController } from './controller.ts'
import type { ReadyReason, SessionState } from './state.ts'
import { onWake } from './wake.ts'

export interface ConnectionOptions {
  account: Account
  auth: AuthProvider
  bridgeUrl: string
  onState: (state: SessionState) => void
}

/** What one account holds besides its reactive state: made once, lives until sign-out. */
export interface Connection {
  readonly account: Account
  readonly auth: AuthProvider
  readonly client: OpenableBridgeClient
  readonly controller: SessionController
  onReady(listener: (reason: ReadyReason) => void): () => void
  /** Tells of each call that was answered, and how long it took; returns how to stop. */
  onAnswer(listener: (answer: Answer) => void): () => void
  submitCredentials(): Promise<SubmitCredentials>
}

export function createConnection({ account, auth, bridgeUrl, onState }: ConnectionOptions): Connection {
  const listeners = new Set<(reason: ReadyReason) => void>()
  let ready = false
  const { client, onAnswer } = timeCalls(createBridgeClient({ url: bridgeUrl }))
  const controller = createSessionController({
    providerId: account.providerId,
    auth,
    client,
    onWake,
    onState: (state) => {
      ready = state.name === 'ready'
      onState(state)
    },
    onReady: (reason) => {
      for (const listener of listeners) listener(reason)
    },
  })
  return {
    account,
    auth,
    client,
    controller,
    onAnswer,
    onReady(listener) {
      listeners.add(listener)
      if (ready) listener('first')
      return () => listeners.delete(listener)
    },
    async submitCredentials() {
      const credentials = await auth.freshToken({ minLifetimeMs: COMMAND_LIFETIME_MS })
      return credentials.kind === 'password'
        ? { kind: 'password', password: credentials.password }
        : { kind: 'accessToken', accessToken: credentials.accessToken }
    },
  }
}
