import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/configError.ts'
import type { Log } from '../log.ts'
import { discover } from './discovery.ts'
import { cacheControlOf } from './responder.ts'
import { toPublicConfig } from './publicConfig.ts'
import { createSecurityHeaders } from './securityHeaders.ts'

/** What a static host has to send with each kind of file, and the configuration beside index.html. */
export interface StaticHost {
  /** By path; `*` is everything else. */
  headers: Record<string, Record<string, string>>
  config: object
}

const DOCUMENTS = ['/index.html', '/redirect.html', '/reader.html']

/** The page elsewhere than its bridge: the same policies that the bridge itself sends. @throws ConfigError */
export async function describeStaticHost(config: Config, bridge: string, log: Log): Promise<StaticHost> {
  if (!URL.canParse(bridge) || new URL(bridge).origin !== bridge || !/^https?:/.test(bridge))
    throw new ConfigError([`The bridge must be an origin such as https://bridge.example.org, not ${bridge}.`])
  const providers = await discover(config.providers, log)
  const headers = createSecurityHeaders(providers, [bridge], config.strictTransportSecurity)
  const of = (path: string) => ({
    ...headers.everywhere,
    'Cache-Control': cacheControlOf(path),
    ...headers.of(path),
  })
  return {
    headers: {
      '*': of('/icon.svg'),
      '/assets/*': of('/assets/a.js'),
      // A worker has a policy of its own, wherever it comes from.
      '/assets/*worker*.js': of('/assets/worker.js'),
      ...Object.fromEntries(DOCUMENTS.map((path) => [path, of(path)])),
    },
    config: { ...toPublicConfig(providers, undefined, config.images), bridge: `${bridge}/bridge` },
  }
}
