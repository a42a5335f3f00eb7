import { randomUUID } from 'node:crypto'

interface AadstsEntry {
  code: number
  error: string
  /** Where the token endpoint says another word than the redirect does. */
  tokenError?: string
  suberror?: string
  /** What the next request must ask for. */
  claims?: string
  text: string
}

/** As Conditional Access sends them (claims challenge): the ids of the policies that want more. */
export const STEP_UP_CLAIMS =
  '{"access_token":{"capolids":{"essential":true,"values":["3c1a2b64-0f7d-4c1e-8a55-7d1f0c2e9b01"]}}}'

/**
 * The errors of Microsoft's identity platform that a mail page meets: OAuth's `error`, the AADSTS number and words that
 * tell people what is wrong, and `suberror`, from which MSAL learns that a person is needed.
 */
const errors = {
  sessionMissing: {
    code: 50058,
    error: 'login_required',
    text: 'A silent sign-in request was sent but no user is signed in.',
  },
  severalSessions: {
    code: 16000,
    error: 'interaction_required',
    text: 'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
  },
  consentRequired: {
    code: 65001,
    error: 'consent_required',
    tokenError: 'invalid_grant',
    suberror: 'consent_required',
    text: 'The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.',
  },
  consentDeclined: {
    code: 65004,
    error: 'access_denied',
    text: 'User declined to consent to access the app.',
  },
  adminConsentRequired: {
    code: 90094,
    error: 'access_denied',
    text: 'An administrator has set a policy that prevents you from granting the application the permissions it is requesting. Contact an administrator, who can grant permissions to this application on your behalf.',
  },
  multiFactorRequired: {
    code: 50076,
    error: 'interaction_required',
    suberror: 'basic_action',
    claims: STEP_UP_CLAIMS,
    text: 'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
  },
  deviceNotCompliant: {
    code: 53000,
    error: 'interaction_required',
    suberror: 'message_only',
    claims: STEP_UP_CLAIMS,
    text: 'Device is not in required device state: {state}. Conditional Access policy requires a compliant device, and the device is not compliant.',
  },
  blockedByPolicy: {
    code: 53003,
    error: 'interaction_required',
    suberror: 'message_only',
    claims: STEP_UP_CLAIMS,
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  refreshTokenExpired: {
    code: 700084,
    error: 'invalid_grant',
    text: "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which can't be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page.",
  },
  redirectUriMismatch: {
    code: 50011,
    error: 'invalid_request',
    text: 'The redirect URI specified in the request does not match the redirect URIs configured for the application.',
  },
  unknownClient: {
    code: 700016,
    error: 'unauthorized_client',
    text: 'Application with this identifier was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.',
  },
  unknownTenant: {
    code: 90002,
    error: 'invalid_request',
    text: 'Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.',
  },
  parameterMissing: {
    code: 900144,
    error: 'invalid_request',
    text: 'The request body must contain a parameter that is missing.',
  },
  unsupportedResponseType: {
    code: 700054,
    error: 'unsupported_response_type',
    text: 'response_type is not enabled for the application.',
  },
  unsupportedGrantType: {
    code: 70003,
    error: 'unsupported_grant_type',
    text: 'The app requested an unsupported grant type.',
  },
  notCrossOrigin: {
    code: 9002327,
    error: 'invalid_request',
    text: "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
  },
  foreignOrigin: {
    code: 9002326,
    error: 'invalid_request',
    text: "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
  },
  pkceMissing: {
    code: 9002325,
    error: 'invalid_request',
    text: 'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
  },
  pkceMismatch: {
    code: 501481,
    error: 'invalid_grant',
    text: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  },
  codeInvalid: { code: 70000, error: 'invalid_grant', text: 'The provided authorization code is not valid.' },
  codeExpired: {
    code: 70008,
    error: 'invalid_grant',
    text: 'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  },
  codeRedeemed: {
    code: 54005,
    error: 'invalid_grant',
    text: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  },
  replyAddressMismatch: {
    code: 500112,
    error: 'invalid_client',
    text: 'The reply address does not match the reply address provided when requesting Authorization code.',
  },
  severalResources: {
    code: 28000,
    error: 'invalid_request',
    text: 'Provided value for the input parameter scope is not valid because it contains more than one resource.',
  },
  scopeInvalid: {
    code: 70011,
    error: 'invalid_scope',
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid.",
  },
  unavailable: {
    code: 90033,
    error: 'temporarily_unavailable',
    text: 'A transient error has occurred. Please try again.',
  },
} as const satisfies Record<string, AadstsEntry>

export type AadstsName = keyof typeof errors

/** Body of an error response of the token endpoint, and the source of the parameters of an error redirect. */
export interface AadstsBody {
  error: string
  error_description: string
  error_codes: number[]
  timestamp: string
  trace_id: string
  correlation_id: string
  error_uri: string
  suberror?: string
  claims?: string
}

/** A refusal on its way to whoever asked: by JSON from the token endpoint, by redirect or page from the others. */
export class AadstsError extends Error {
  override name = 'AadstsError'
  readonly reason: AadstsName
  readonly status: number

  constructor(reason: AadstsName) {
    super(`AADSTS${errors[reason].code}: ${errors[reason].text}`)
    this.reason = reason
    this.status = reason === 'unavailable' ? 503 : 400
  }

  /** `correlationId` is the caller's `client-request-id`, which support asks for. `now` in milliseconds. */
  body(options: {
    endpoint: 'authorize' | 'token'
    correlationId: string | undefined
    now: number
  }): AadstsBody {
    const entry: AadstsEntry = errors[this.reason]
    const timestamp = new Date(options.now).toISOString().slice(0, 19).replace('T', ' ') + 'Z'
    const traceId = randomUUID()
    const correlationId = options.correlationId ?? randomUUID()
    return {
      error: (options.endpoint === 'token' && entry.tokenError) || entry.error,
      error_description: `${this.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [entry.code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${entry.code}`,
      ...(entry.suberror !== undefined && { suberror: entry.suberror }),
      ...(entry.claims !== undefined && { claims: entry.claims }),
    }
  }
}
