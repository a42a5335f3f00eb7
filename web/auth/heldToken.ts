import type { TokenCredentials } from './types.ts'

/** The access token last obtained, where a reload finds it again without loading what obtained it. */
export interface HeldToken {
  /** `undefined` when there is none, or it lives for less than this, in milliseconds. */
  get(minLifetimeMs: number): TokenCredentials | undefined
  keep(credentials: TokenCredentials): void
  drop(): void
}

/** @param key names the provider; it begins with `ponte`, so that signing out wipes it. */
export function createHeldToken(storage: Storage, key: string): HeldToken {
  return {
    get(minLifetimeMs) {
      const held = JSON.parse(storage.getItem(key) ?? 'null') as TokenCredentials | null
      return held && held.expiresOn - Date.now() >= minLifetimeMs ? held : undefined
    },
    keep: (credentials) => storage.setItem(key, JSON.stringify(credentials)),
    drop: () => storage.removeItem(key),
  }
}
