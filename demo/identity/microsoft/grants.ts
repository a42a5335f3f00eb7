import { createHash, randomBytes } from 'node:crypto'
import { BoundedMap } from '../boundedMap.ts'
import {
  CODE_SECONDS,
  MAX_PENDING_SIGN_INS,
  MAX_RECORDED_REQUESTS,
  OPAQUE_TOKEN_BYTES,
  REFRESH_TOKEN_SECONDS,
} from '../limits.ts'
import type { DemoUser } from '../users.ts'
import { AadstsError } from './aadsts.ts'

/** What an authorization request leaves behind for its code. */
export interface CodeGrant {
  clientId: string
  redirectUri: string
  user: DemoUser
  scope: string
  nonce: string | undefined
  codeChallenge: string | undefined
}

export interface AccessGrant {
  user: DemoUser
  resource: string
  permissions: readonly string[]
  /** Milliseconds since the epoch. */
  expiresAt: number
}

interface RefreshGrant {
  clientId: string
  user: DemoUser
  scope: string
  /** Milliseconds since the epoch: of the sign-in, whatever was refreshed since. */
  expiresAt: number
}

export interface Grants {
  issueCode(grant: CodeGrant): string
  /** @throws {AadstsError} 70000 unknown, 54005 used before, 70008 too late, 500112, 9002325, 501481 */
  redeemCode(code: string, proof: { clientId: string; redirectUri: string; codeVerifier: string }): CodeGrant
  issueAccessToken(grant: AccessGrant): string
  findAccessToken(token: string): AccessGrant | undefined
  /** `previous` passes its end on: tokens of single-page applications do not slide. */
  issueRefreshToken(
    grant: Omit<RefreshGrant, 'expiresAt'>,
    previous?: string,
  ): { token: string; expiresAt: number }
  /** @throws {AadstsError} 70000 unknown, 700084 after its 24 hours */
  findRefreshToken(token: string, clientId: string): RefreshGrant
}

/** Codes and tokens in memory. `now` in milliseconds, passed in so that a test can let a day go by. */
export function createGrants({ now }: { now: () => number }): Grants {
  const codes = new BoundedMap<CodeGrant & { expiresAt: number; redeemed: boolean }>(MAX_PENDING_SIGN_INS)
  const accessTokens = new BoundedMap<AccessGrant>(MAX_RECORDED_REQUESTS)
  const refreshTokens = new BoundedMap<RefreshGrant>(MAX_RECORDED_REQUESTS)
  return {
    issueCode: (grant) => {
      const code = `M.C5_BAY.2.U.${randomBytes(48).toString('base64url')}`
      codes.set(code, { ...grant, expiresAt: now() + CODE_SECONDS * 1000, redeemed: false })
      return code
    },
    redeemCode: (code, { clientId, redirectUri, codeVerifier }) => {
      const grant = codes.get(code)
      if (grant?.clientId !== clientId) throw new AadstsError('codeInvalid')
      if (grant.redeemed) throw new AadstsError('codeRedeemed')
      if (grant.expiresAt <= now()) throw new AadstsError('codeExpired')
      if (grant.redirectUri !== redirectUri) throw new AadstsError('replyAddressMismatch')
      if (grant.codeChallenge === undefined) throw new AadstsError('pkceMissing')
      const challenge = createHash('sha256').update(codeVerifier).digest('base64url')
      if (challenge !== grant.codeChallenge) throw new AadstsError('pkceMismatch')
      grant.redeemed = true
      return grant
    },
    issueAccessToken: (grant) => {
      const token = `EwB${randomBytes(OPAQUE_TOKEN_BYTES).toString('base64')}`
      accessTokens.set(token, grant)
      return token
    },
    findAccessToken: (token) => {
      const grant = accessTokens.get(token)
      return grant && grant.expiresAt > now() ? grant : undefined
    },
    issueRefreshToken: (grant, previous) => {
      const token = `M.C5_BAY.0.U.-${randomBytes(OPAQUE_TOKEN_BYTES / 2).toString('base64url')}`
      const first = previous === undefined ? undefined : refreshTokens.get(previous)
      const expiresAt = first?.expiresAt ?? now() + REFRESH_TOKEN_SECONDS * 1000
      refreshTokens.set(token, { ...grant, expiresAt })
      return { token, expiresAt }
    },
    findRefreshToken: (token, clientId) => {
      const grant = refreshTokens.get(token)
      if (grant?.clientId !== clientId) throw new AadstsError('codeInvalid')
      if (grant.expiresAt <= now()) throw new AadstsError('refreshTokenExpired')
      return grant
    },
  }
}
