import { IdentityError } from './identityError.ts'
import { WRONG_ACCOUNT } from './sameIdentity.ts'

/** What went wrong at the identity provider; each has its texts under `problems` in every language. */
export type IdentityProblem =
  | 'consentRequired'
  | 'adminConsentRequired'
  | 'redirectUriMismatch'
  | 'unknownApp'
  | 'wrongPlatform'
  | 'scopeRefused'
  | 'accountNotAllowed'
  | 'interactionRequired'
  | 'stepUp'
  | 'deviceRefused'
  | 'policyRefused'
  | 'wrongAccount'
  | 'signInCancelled'
  | 'providerUnreachable'
  | 'popupBlocked'
  | 'signInInterrupted'
  | 'identityIncomplete'
  | 'identityFailed'

/**
 * Entra's numbers are more exact than the OAuth code beside them: `invalid_request` may be any of them.
 * See "Microsoft Entra authentication & authorization error codes".
 */
const BY_AADSTS: Record<string, IdentityProblem> = {
  '65001': 'consentRequired',
  '65004': 'signInCancelled',
  '90094': 'adminConsentRequired',
  '90093': 'adminConsentRequired',
  '900941': 'adminConsentRequired',
  '50011': 'redirectUriMismatch',
  '500113': 'redirectUriMismatch',
  '700016': 'unknownApp',
  '700038': 'unknownApp',
  '90013': 'unknownApp',
  '7000112': 'unknownApp',
  '9002326': 'wrongPlatform',
  '9002327': 'wrongPlatform',
  '7000218': 'wrongPlatform',
  '70011': 'scopeRefused',
  '650053': 'scopeRefused',
  '650057': 'scopeRefused',
  '50020': 'accountNotAllowed',
  '50194': 'accountNotAllowed',
  '50105': 'accountNotAllowed',
  '500200': 'accountNotAllowed',
  '9002331': 'accountNotAllowed',
  '9002346': 'accountNotAllowed',
  '50058': 'interactionRequired',
  '50173': 'interactionRequired',
  '70008': 'interactionRequired',
  '70043': 'interactionRequired',
  '700082': 'interactionRequired',
  '700084': 'interactionRequired',
  '160021': 'interactionRequired',
  // The sign-in holds; more is asked for. Entra may ask at any issue of a token (Conditional Access).
  '50072': 'stepUp',
  '50074': 'stepUp',
  '50076': 'stepUp',
  '50078': 'stepUp',
  '50079': 'stepUp',
  '50097': 'stepUp',
  '50158': 'stepUp',
  '50005': 'deviceRefused',
  '50129': 'deviceRefused',
  '53000': 'deviceRefused',
  '53001': 'deviceRefused',
  '530001': 'deviceRefused',
  '530003': 'deviceRefused',
  '50131': 'policyRefused',
  '53002': 'policyRefused',
  '53003': 'policyRefused',
  '53004': 'policyRefused',
  '53011': 'policyRefused',
  '530032': 'policyRefused',
  '530035': 'policyRefused',
}

/** OAuth 2.0 and OpenID Connect errors, and those of MSAL's that need another answer than "failed". */
const BY_CODE: Record<string, IdentityProblem> = {
  consent_required: 'consentRequired',
  redirect_uri_mismatch: 'redirectUriMismatch',
  invalid_redirect_uri: 'redirectUriMismatch',
  unauthorized_client: 'unknownApp',
  invalid_client: 'unknownApp',
  invalid_scope: 'scopeRefused',
  interaction_required: 'interactionRequired',
  login_required: 'interactionRequired',
  account_selection_required: 'interactionRequired',
  [WRONG_ACCOUNT]: 'wrongAccount',
  interrupted_user: 'interactionRequired',
  bad_token: 'interactionRequired',
  invalid_grant: 'interactionRequired',
  no_tokens_found: 'interactionRequired',
  no_account_error: 'interactionRequired',
  refresh_token_expired: 'interactionRequired',
  access_denied: 'signInCancelled',
  user_cancelled: 'signInCancelled',
  no_network_connectivity: 'providerUnreachable',
  network_error: 'providerUnreachable',
  post_request_failed: 'providerUnreachable',
  get_request_failed: 'providerUnreachable',
  openid_config_error: 'providerUnreachable',
  endpoints_resolution_error: 'providerUnreachable',
  temporarily_unavailable: 'providerUnreachable',
  server_error: 'providerUnreachable',
  // The hidden frame got no answer: third-party cookies are blocked, so only a visible sign-in helps.
  timed_out: 'interactionRequired',
  redirect_bridge_timeout: 'interactionRequired',
  popup_window_error: 'popupBlocked',
  empty_window_error: 'popupBlocked',
  state_mismatch: 'signInInterrupted',
  state_not_found: 'signInInterrupted',
  no_cached_request: 'signInInterrupted',
  no_token_request_cache_error: 'signInInterrupted',
  unable_to_parse_state: 'signInInterrupted',
  interaction_in_progress: 'signInInterrupted',
  interaction_in_progress_cancelled: 'signInInterrupted',
  no_identity: 'identityIncomplete',
  no_address: 'identityIncomplete',
}

export function identityProblem(error: IdentityError): IdentityProblem {
  const aadsts = /AADSTS(\d+)/.exec(error.server ?? '')?.[1]
  const known = aadsts === undefined ? undefined : BY_AADSTS[aadsts]
  if (known) return known
  // Hydra, Keycloak, oidc-provider: the OAuth code is `invalid_request`, only the words tell.
  if (/redirect[_ ]uri/i.test(error.server ?? '')) return 'redirectUriMismatch'
  return BY_CODE[error.identityCode] ?? 'identityFailed'
}

/** The next attempt may succeed without the user doing anything. */
export function isPassing(error: unknown): boolean {
  return error instanceof IdentityError && identityProblem(error) === 'providerUnreachable'
}
