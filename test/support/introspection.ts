/**
 * An RFC 7662 token introspection endpoint on loopback that also issues the tokens: what a mail server asks when a
 * client presents an access token by XOAUTH2 or OAUTHBEARER.
 */
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { listenOnLoopback } from './net.ts'

export interface IntrospectionRequest {
  token: string
  /** The answer given: whether the token held at that moment. */
  active: boolean
}

export interface Introspection {
  url: string
  /** A new opaque access token of this user. It lives an hour unless told otherwise. */
  issue(user: string, options?: { ttlSeconds?: number }): string
  /** From now on the token is not active. */
  revoke(token: string): void
  /** Takes over a token that someone else issued (an identity provider under test). */
  adopt(token: string, user: string, expiresAt: Date): void
  /** Every question a mail server asked, in order. */
  requests: IntrospectionRequest[]
  stop(): Promise<void>
}

export async function startIntrospection(): Promise<Introspection> {
  const tokens = new Map<string, { user: string; expiresAt: number }>()
  const requests: IntrospectionRequest[] = []

  const server = createServer((request, response) => {
    const body: Buffer[] = []
    request.on('data', (chunk: Buffer) => body.push(chunk))
    request.on('end', () => {
      const token = new URLSearchParams(Buffer.concat(body).toString()).get('token') ?? ''
      const known = tokens.get(token)
      const active = known !== undefined && known.expiresAt > Date.now()
      requests.push({ token, active })
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify(
          active
            ? {
                active,
                username: known.user,
                token_type: 'Bearer',
                scope: 'imap smtp',
                exp: Math.floor(known.expiresAt / 1000),
              }
            : { active },
        ),
      )
    })
  })
  const listening = await listenOnLoopback(server)

  const adopt = (token: string, user: string, expiresAt: Date) =>
    void tokens.set(token, { user, expiresAt: expiresAt.getTime() })
  return {
    url: `http://127.0.0.1:${listening.port}/introspect`,
    issue(user, { ttlSeconds = 3600 } = {}) {
      const token = `test-${randomBytes(24).toString('base64url')}`
      adopt(token, user, new Date(Date.now() + ttlSeconds * 1000))
      return token
    },
    revoke: (token) => void tokens.delete(token),
    adopt,
    requests,
    stop: async () => {
      server.closeAllConnections()
      await listening.close()
    },
  }
}
