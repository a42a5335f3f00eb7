import type { PublicAuth, PublicConfig } from '../../shared/publicConfig.ts'
import type { Config, Provider } from '../config/config.ts'
import { configuredEndpoints } from './discovery.ts'

/** What the browser may know of the configuration (rule T5). `host` is the Host header the page was asked for with. */
export function toPublicConfig(
  providers: readonly Provider[],
  host: string | undefined,
  images?: Config['images'],
): PublicConfig {
  return {
    bridge: 'bridge',
    providers: providers.map((one) => {
      const auth = one.authAt?.(host) ?? one.auth
      const endSession = endSessionOf(auth, one.endpoints)
      return {
        id: one.id,
        name: one.name,
        auth: toPublicAuth(auth),
        ...(endSession ? { endSession } : {}),
        imapHost: one.imap.host,
        sentIsFiledByServer: one.sentIsFiledByServer,
        ...(one.mailDomain === undefined ? {} : { mailDomain: one.mailDomain }),
        ...(one.border ? { border: one.border } : {}),
        ...(images === 'off' ? { images } : {}),
        ...(one.demo ? { demo: true } : {}),
      }
    }),
  }
}

/** OpenID Connect RP-Initiated Logout 1.0, section 2.1; Microsoft's is known without metadata. */
function endSessionOf(auth: Provider['auth'], discovered: Provider['endpoints']): string | undefined {
  if (auth.kind !== 'microsoft' && auth.kind !== 'oidc') return undefined
  const told = { ...discovered, ...configuredEndpoints(auth.authorityMetadata) }['end_session_endpoint']
  return (
    told ??
    (auth.kind === 'microsoft' ? `${auth.authority.replace(/\/$/, '')}/oauth2/v2.0/logout` : undefined)
  )
}

/** `origins` is for the page's policy only. */
function toPublicAuth(auth: Provider['auth']): PublicAuth {
  return Object.fromEntries(
    Object.entries(auth).filter(([name, value]) => value !== undefined && name !== 'origins'),
  ) as unknown as PublicAuth
}
