import type { PublicProvider } from '../../shared/publicConfig.ts'
import { redirectUris } from './redirect.ts'

/** Where the browser's own session at the provider is ended; `undefined` where the provider has no such place. */
export function endSessionUrl({ auth, endSession }: PublicProvider, pageUrl: string): string | undefined {
  if (endSession === undefined) return undefined
  const url = new URL(endSession)
  // Microsoft brings people back to an address that it knows already. Elsewhere such addresses are registered apart, and one
  // that is not is refused: people stay on the provider's page, which says that they are signed out.
  if (auth.kind === 'microsoft') url.searchParams.set('post_logout_redirect_uri', redirectUris(pageUrl).page)
  else if (auth.kind === 'oidc') url.searchParams.set('client_id', auth.clientId)
  return url.href
}
