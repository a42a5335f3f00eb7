import type { Identity, TokenCredentials } from './types.ts'

/** The access token last obtained, where a reload finds it again without loading what obtained it. */
export interface HeldToken {
  /** `undefined` when there is none of this person's, or it lives for less than this, in milliseconds. */
  get(identity: Identity, minLifetimeMs: number): TokenCredentials | undefined
  keep(credentials: TokenCredentials): void
  /** This person's, or whoever's. */
  drop(identity?: Identity): void
}

/** @param key names the provider; it begins with `ponte`, so that signing out wipes it. */
export function createHeldToken(storage: Storage, key: string): HeldToken {
  const read = (): TokenCredentials | null =>
    JSON.parse(storage.getItem(key) ?? 'null') as TokenCredentials | null
  return {
    get(identity, minLifetimeMs) {
      const held = read()
      return held?.identity === identity && held.expiresOn - Date.now() >= minLifetimeMs ? held : undefined
    },
    keep: (credentials) => storage.setItem(key, JSON.stringify(credentials)),
    drop(identity) {
      if (identity === undefined || read()?.identity === identity) storage.removeItem(key)
    },
  }
}
