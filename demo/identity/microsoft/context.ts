import type { IncomingMessage } from 'node:http'
import type { PublicClient } from '../oidcConfiguration.ts'
import type { DemoUser } from '../users.ts'
import { AadstsError } from './aadsts.ts'
import type { Grants } from './grants.ts'
import type { IdTokenSigner } from './idToken.ts'
import type { Sessions } from './sessions.ts'

/** What the stand-in does differently from a good day. A test sets these between requests. */
export interface MicrosoftSwitches {
  /** `user`: whoever signs in is asked once. `admin`: a work tenant that lets nobody but its administrator consent. */
  consent: 'granted' | 'user' | 'admin'
  /** Silent requests and refreshes end in AADSTS50076 until somebody signs in on a page, asked with the claims that told so. */
  multiFactorRequired: boolean
  /** Silent requests and refreshes end in AADSTS53000 or 53003, whoever signs in on whatever page. */
  conditionalAccess: 'none' | 'deviceNotCompliant' | 'blockedByPolicy'
  /** Its pages come with `Cross-Origin-Opener-Policy: same-origin`: their opener loses sight of them. */
  openerPolicy: boolean
  /** Refreshes end in AADSTS700084, as they do 24 hours after the sign-in. */
  refreshTokensExpired: boolean
  /** The token endpoint answers 503. */
  unavailable: boolean
}

/** What all endpoints of the stand-in share. */
export interface MicrosoftContext {
  /** Without a trailing slash. */
  baseUrl: URL
  basePath: string
  tenantId: string
  clients: readonly PublicClient[]
  users: readonly DemoUser[]
  accessTokenTtlSeconds: number
  /** The origin where an account signs in, if not here; see `MicrosoftStandInOptions`. */
  homeOf: (user: DemoUser) => string | undefined
  /** Milliseconds since the epoch. */
  now: () => number
  switches: MicrosoftSwitches
  grants: Grants
  sessions: Sessions
  signer: IdTokenSigner
  /** `clientId oid` of those who have accepted. */
  consents: Set<string>
}

/** A request on its way through: the tenant is the first segment of the path. */
export interface MicrosoftRequest {
  message: IncomingMessage
  tenant: string
  query: URLSearchParams
  form: URLSearchParams
}

/** @throws {AadstsError} 700016 */
export function findClient({ clients }: MicrosoftContext, parameters: URLSearchParams): PublicClient {
  const client = clients.find(({ clientId }) => clientId === parameters.get('client_id'))
  if (!client) throw new AadstsError('unknownClient')
  return client
}

/** @throws {AadstsError} what Conditional Access asks for; a person on a page can give it, or nobody */
export function requireAccess({ switches }: MicrosoftContext): void {
  if (switches.multiFactorRequired) throw new AadstsError('multiFactorRequired')
  if (switches.conditionalAccess !== 'none') throw new AadstsError(switches.conditionalAccess)
}

/** Base64url JSON that MSAL makes `homeAccountId` of: `uid.utid`. */
export function clientInfo(user: DemoUser, tenantId: string): string {
  return Buffer.from(JSON.stringify({ uid: user.oid, utid: tenantId })).toString('base64url')
}

/** Whether the switch leaves anything to ask this user for this client. */
export function consentMissing(context: MicrosoftContext, clientId: string, user: DemoUser): boolean {
  const { switches, consents } = context
  return (
    switches.consent !== 'granted' &&
    !(switches.consent === 'user' && consents.has(`${clientId} ${user.oid}`))
  )
}

/**
 * The opaque `login_hint` claim, which MSAL asks for and sends back instead of the address: it is to be understood
 * by its issuer alone.
 */
export function loginHintOf(user: DemoUser): string {
  return `O.${Buffer.from(user.oid).toString('base64url')}`
}

/** Whom a `login_hint` names: by the address, or by the claim. */
export function hintedUser(users: readonly DemoUser[], hint: string | null): DemoUser | undefined {
  if (hint === null) return undefined
  return users.find(
    (user) => user.username.toLowerCase() === hint.toLowerCase() || loginHintOf(user) === hint,
  )
}
