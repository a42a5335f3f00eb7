import type { PublicAuth, PublicConfig } from '../../shared/publicConfig.ts'
import type { Provider } from '../config/config.ts'

/** What the browser may know of the configuration (rule T5). `host` is the Host header the page was asked for with. */
export function toPublicConfig(providers: readonly Provider[], host: string | undefined): PublicConfig {
  return {
    bridge: 'bridge',
    providers: providers.map((one) => ({
      id: one.id,
      name: one.name,
      auth: withoutUndefined(one.authAt?.(host) ?? one.auth),
      imapHost: one.imap.host,
      sentIsFiledByServer: one.sentIsFiledByServer,
      ...(one.border ? { border: one.border } : {}),
      ...(one.demo ? { demo: true } : {}),
    })),
  }
}

function withoutUndefined(auth: Provider['auth']): PublicAuth {
  return Object.fromEntries(
    Object.entries(auth).filter(([, value]) => value !== undefined),
  ) as unknown as PublicAuth
}
