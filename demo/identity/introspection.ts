import type { VerifyAccessToken } from './accessToken.ts'
import { readForm, sendJson, type RequestHandler } from './http.ts'

/**
 * Token introspection (RFC 7662) as Dovecot's `introspection_mode = post` asks it: a form with `token`, answered by
 * `{ active, username, email, exp }`. Callers are not authenticated: it says nothing to whom does not hold the token.
 */
export function createIntrospectionHandler(verifyAccessToken: VerifyAccessToken): RequestHandler {
  async function answer(...[request, response]: Parameters<RequestHandler>): Promise<void> {
    if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST' }).end()
      return
    }
    const verified = await verifyAccessToken((await readForm(request)).get('token') ?? '')
    if (!verified) {
      sendJson(response, 200, { active: false })
      return
    }
    const { user, expiresAt } = verified
    sendJson(response, 200, {
      active: true,
      username: user,
      email: user,
      sub: user,
      token_type: 'Bearer',
      exp: Math.floor(expiresAt / 1000),
    })
  }
  return (request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400)
      response.end()
    })
  }
}
