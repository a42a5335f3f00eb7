import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

interface Entry {
  payload: AdapterPayload
  /** Milliseconds since the epoch; absent for what does not expire. */
  expiresAt: number | undefined
}

/** How often, in writes, the expired are swept out: reading drops only what is asked for again. */
const SWEEP_EVERY_WRITES = 500

/** What a revoked grant takes with it. An interaction names a grant too, but is a question still open. */
const GRANTED = /^(AccessToken|AuthorizationCode|RefreshToken):/

/**
 * oidc-provider's storage, in memory and gone with the process. Its own warns at start and is one store for all
 * providers; this one belongs to whoever creates it.
 */
export function createMemoryAdapter(): AdapterFactory {
  const entries = new Map<string, Entry>()
  let writes = 0

  function read(key: string): AdapterPayload | undefined {
    const entry = entries.get(key)
    if (entry?.expiresAt !== undefined && entry.expiresAt <= Date.now()) {
      entries.delete(key)
      return undefined
    }
    return entry?.payload
  }

  function sweep(): void {
    for (const key of entries.keys()) read(key)
  }

  return (model): Adapter => {
    const prefix = `${model}:`
    const findWhere = (matches: (payload: AdapterPayload) => boolean) => {
      for (const key of entries.keys()) {
        const payload = key.startsWith(prefix) ? read(key) : undefined
        if (payload && matches(payload)) return payload
      }
      return undefined
    }
    return {
      upsert: async (id, payload, expiresIn) => {
        if (++writes % SWEEP_EVERY_WRITES === 0) sweep()
        const expiresAt = expiresIn === undefined ? undefined : Date.now() + expiresIn * 1000
        entries.set(prefix + id, { payload, expiresAt })
      },
      find: async (id) => read(prefix + id),
      findByUid: async (uid) => findWhere((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => findWhere((payload) => payload.userCode === userCode),
      consume: async (id) => {
        const payload = read(prefix + id)
        if (payload) payload.consumed = Math.floor(Date.now() / 1000)
      },
      destroy: async (id) => {
        entries.delete(prefix + id)
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of entries) {
          if (payload.grantId === grantId && GRANTED.test(key)) entries.delete(key)
        }
      },
    }
  }
}
