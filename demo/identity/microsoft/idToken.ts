import { createSign, generateKeyPairSync, randomUUID, type JsonWebKey } from 'node:crypto'

export interface IdTokenSigner {
  /** JWK set (RFC 7517) for `/discovery/v2.0/keys`. */
  keys(): { keys: JsonWebKey[] }
  /** A JWT (RFC 7519) signed with RS256. */
  sign(claims: Record<string, unknown>): string
}

export function createIdTokenSigner(): IdTokenSigner {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomUUID()
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return {
    keys: () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] }),
    sign: (claims) => {
      const signed = `${encode({ typ: 'JWT', alg: 'RS256', kid })}.${encode(claims)}`
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`
    },
  }
}
