import type { PublicProvider } from '../../shared/publicConfig.ts'
import { IdentityError } from './identityError.ts'
import type { AuthProvider, PasswordCredentials } from './types.ts'

/** A password lives in this page's memory and nowhere else: a reload asks again. */
export function createPasswordAuth(provider: PublicProvider): AuthProvider {
  let credentials: PasswordCredentials | undefined
  return {
    provider,
    async signIn({ user, password }) {
      if (!user || !password) throw new IdentityError('interaction_required')
      credentials = { kind: 'password', user, password }
      return credentials
    },
    async resume() {
      return credentials
    },
    async freshToken() {
      if (!credentials) throw new IdentityError('interaction_required')
      return credentials
    },
    async signOut() {
      credentials = undefined
    },
  }
}
