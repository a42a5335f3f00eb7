import type { PublicProvider } from '../../shared/publicConfig.ts'
import { createLegacyAuth } from './legacy.ts'
import { createMsalAuth } from './msal.ts'
import { createPasswordAuth } from './password.ts'
import type { AuthProvider } from './types.ts'

/** The way of signing in that the provider's kind asks for. */
export function createAuth(provider: PublicProvider): AuthProvider {
  const { auth } = provider
  const pageUrl = location.href
  switch (auth.kind) {
    case 'microsoft':
    case 'oidc':
      return createMsalAuth({ provider, auth, pageUrl, storage: sessionStorage })
    case 'legacy':
      return createLegacyAuth({
        provider,
        auth,
        pageUrl,
        storage: sessionStorage,
        navigate: (url) => location.assign(url),
      })
    case 'password':
      return createPasswordAuth(provider)
  }
}
