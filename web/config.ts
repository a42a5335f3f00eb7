import type { PublicConfig } from '../shared/publicConfig.ts'

/** The host's `config.json` could not be used; the message says why, for whoever hosts it. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads `config.json` beside the page (rule T5). @throws {ConfigError} */
export async function loadConfig(url: URL = new URL('config.json', document.baseURI)): Promise<PublicConfig> {
  let response: Response
  try {
    // Not from a cache: a host that adds a provider expects the next reload to show it.
    response = await fetch(url, { cache: 'no-cache', credentials: 'same-origin' })
  } catch (cause) {
    throw new ConfigError(`${url.pathname} cannot be reached`, { cause })
  }
  if (!response.ok) throw new ConfigError(`${url.pathname} answers ${response.status}`)
  let parsed: unknown
  try {
    parsed = await response.json()
  } catch (cause) {
    throw new ConfigError(`${url.pathname} is not JSON`, { cause })
  }
  if (!isPublicConfig(parsed)) throw new ConfigError(`${url.pathname} has no "providers"`)
  return parsed
}

/** The bridge checked every field before it served the file; here only what tells it from some other JSON. */
function isPublicConfig(value: unknown): value is PublicConfig {
  return (
    typeof value === 'object' &&
    value !== null &&
    'bridge' in value &&
    typeof value.bridge === 'string' &&
    'providers' in value &&
    Array.isArray(value.providers)
  )
}

/** The WebSocket's address: `config.bridge` relative to the page, with the scheme that goes with the page's. */
export function bridgeUrl(config: PublicConfig, base: string): string {
  const url = new URL(config.bridge, base)
  if (url.protocol === 'http:') url.protocol = 'ws:'
  if (url.protocol === 'https:') url.protocol = 'wss:'
  url.hash = ''
  return url.href
}
