/** What an access token says of itself, where it can be read; most of Microsoft's personal ones cannot. Never its value. */
export interface TokenFacts {
  audience?: string
  scopes?: string[]
  /** Seconds it still lives by this computer's clock. */
  lifetime?: number
}

export function tokenFacts(accessToken: string, now: number): TokenFacts {
  const [, body, signature] = accessToken.split('.')
  if (body === undefined || signature === undefined) return {}
  try {
    const claims = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/'))) as Record<string, unknown>
    const { aud, scp, scope, exp } = claims
    const granted = scp ?? scope
    return {
      ...(typeof aud === 'string' && { audience: aud }),
      ...(typeof granted === 'string' && { scopes: granted.split(' ') }),
      ...(typeof exp === 'number' && { lifetime: Math.round(exp - now / 1_000) }),
    }
  } catch {
    return {}
  }
}

/** What Microsoft's mail servers take a token by. */
const MAIL_AUDIENCE = /^https:\/\/(?:outlook\.office(?:365)?\.(?:com|us)|partner\.outlook\.cn)\/?$/
const NEEDED = ['IMAP.AccessAsUser.All', 'SMTP.Send']

/** What is wrong with a token of Microsoft's, as far as it tells. */
export function tokenProblem({ audience, scopes }: TokenFacts): TokenProblem | undefined {
  if (audience !== undefined && !MAIL_AUDIENCE.test(audience)) return { kind: 'wrongAudience' }
  const missing = scopes ? NEEDED.filter((scope) => !scopes.includes(scope)) : []
  return missing.length > 0 ? { kind: 'missingScopes', scopes: missing } : undefined
}
export type TokenProblem = { kind: 'wrongAudience' } | { kind: 'missingScopes'; scopes: string[] }
