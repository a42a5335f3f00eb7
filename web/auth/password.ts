import type { PublicProvider } from '../../shared/publicConfig.ts'
import { IdentityError } from './identityError.ts'
import type { AuthProvider, Identity, PasswordCredentials } from './types.ts'

/** A password belongs to the name it is given with; mail servers compare names without case. */
const identityOf = (user: string): Identity => user.trim().toLowerCase()

/** A password lives in this page's memory and nowhere else: a reload asks again. */
export function createPasswordAuth(provider: PublicProvider): AuthProvider {
  let credentials: PasswordCredentials | undefined
  return {
    provider,
    async signIn({ user, password }) {
      if (!user || !password) throw new IdentityError('interaction_required')
      credentials = { kind: 'password', identity: identityOf(user), user, password }
      return credentials
    },
    async resume() {
      return undefined
    },
    async freshToken({ identity }) {
      if (credentials?.identity !== identity) throw new IdentityError('interaction_required')
      return credentials
    },
    async forget(identity) {
      if (credentials?.identity === identity) credentials = undefined
    },
    async signOut() {
      credentials = undefined
    },
  }
}
