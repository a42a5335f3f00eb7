import { IdentityError } from '../../auth/identityError.ts'
import { isPassing } from '../../auth/identityProblem.ts'
import { requireIdentity } from '../../auth/sameIdentity.ts'
import type { AuthProvider, Credentials, FreshTokenOptions, Identity } from '../../auth/types.ts'

/** Fresh credentials in a tab that may never have signed in itself. In memory only, like the tab's own. */
export interface TabAuth extends Pick<AuthProvider, 'freshToken'> {
  /** The last that were used, by this tab or the one that lent them. */
  readonly held: Credentials | undefined
  /** Obtained by signing in here. */
  hold(credentials: Credentials): void
  /** Another tab's: they serve where this tab has none. */
  lend(credentials: Credentials): void
}

export interface TabAuthOptions {
  auth: Pick<AuthProvider, 'freshToken' | 'silentSignIn'>
  /** Whose account it is: credentials of anybody else are neither held, lent nor told. */
  identity: Identity
  /** A hint for the provider, nothing more. */
  user: string
  onHeld: (credentials: Credentials) => void
}

/**
 * The tab's own sign-in first; else what another tab lent, while it lives; else the session the browser has at the
 * provider. Only then must the user be asked.
 */
export function createTabAuth({ auth, identity, user, onHeld }: TabAuthOptions): TabAuth {
  let held: Credentials | undefined
  let lent: Credentials | undefined

  const isMine = (credentials: Credentials | undefined): credentials is Credentials =>
    credentials?.identity === identity

  function hold(credentials: Credentials): void {
    if (!isMine(credentials)) return
    held = credentials
    onHeld(credentials)
  }

  async function find(options: FreshTokenOptions): Promise<Credentials> {
    try {
      return requireIdentity(await auth.freshToken(options), identity)
    } catch (error) {
      if (isPassing(error)) throw error
      if (lent && isFresh(lent, options)) return lent
      // With an account of its own, MSAL has tried that already.
      const isStranger = error instanceof IdentityError && error.identityCode === 'no_account_error'
      const silent = isStranger
        ? await auth.silentSignIn?.({ user, identity }).catch(() => undefined)
        : undefined
      if (isMine(silent)) return silent
      throw error instanceof IdentityError
        ? error
        : new IdentityError('interaction_required', undefined, { cause: error })
    }
  }

  return {
    get held() {
      return held
    },
    hold,
    lend(credentials) {
      if (!isMine(credentials)) return
      lent = credentials
      hold(credentials)
    },
    async freshToken(options) {
      const credentials = await find(options)
      hold(credentials)
      return credentials
    },
  }
}

function isFresh(lent: Credentials, { minLifetimeMs, force }: FreshTokenOptions): boolean {
  if (lent.kind === 'password') return true
  return !force && lent.expiresOn - Date.now() >= minLifetimeMs
}
