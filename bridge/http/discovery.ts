import type { Provider } from '../config/config.ts'
import { DISCOVERY_TIMEOUT_MS } from '../limits.ts'
import type { Log } from '../log.ts'

/**
 * Endpoints of an OpenID provider by their names in its metadata (OpenID Connect Discovery 1.0, section 3): the page's
 * policy must allow their origins, which need not be the authority's.
 */
export type Endpoints = Readonly<Record<string, string>>

/** The values that are web addresses; none of what is no JSON object. */
export function endpointsIn(metadata: unknown): Endpoints {
  if (typeof metadata !== 'object' || metadata === null) return {}
  return Object.fromEntries(
    Object.entries(metadata)
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && URL.canParse(entry[1]))
      .filter(([, value]) => /^https?:\/\//.test(value)),
  )
}

/** What the host wrote into `authorityMetadata`. */
export function configuredEndpoints(metadata: string | undefined): Endpoints {
  try {
    return endpointsIn(JSON.parse(metadata ?? 'null'))
  } catch {
    return {}
  }
}

/**
 * Asks each OpenID provider whose metadata the host did not write down where its endpoints are, once and not for long: a
 * bridge that may not reach it starts all the same, and `auth.origins` can name what is missing then.
 */
export async function discover(providers: readonly Provider[], log: Log): Promise<Provider[]> {
  return Promise.all(
    providers.map(async (provider) => {
      const { auth, id } = provider
      if (auth.kind !== 'oidc' || auth.authorityMetadata !== undefined) return provider
      try {
        const url = `${auth.authority.replace(/\/$/, '')}/.well-known/openid-configuration`
        const response = await fetch(url, { signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS) })
        if (!response.ok) throw new Error(`it answers ${response.status}`)
        return { ...provider, endpoints: endpointsIn(await response.json()) }
      } catch (error) {
        log.warn(
          { provider: id, reason: String(error) },
          'the OpenID provider’s discovery document was not read',
        )
        return provider
      }
    }),
  )
}
