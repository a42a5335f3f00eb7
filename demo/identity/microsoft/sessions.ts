import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BoundedMap } from '../boundedMap.ts'
import { readCookie } from '../http.ts'
import { MAX_PENDING_SIGN_INS, SESSION_SECONDS } from '../limits.ts'
import type { DemoUser } from '../users.ts'

const COOKIE = 'ESTSAUTH'

/** Who is signed in at the stand-in itself, by cookie: what `prompt=none` is answered from. */
export interface Sessions {
  users(request: IncomingMessage): readonly DemoUser[]
  /** Returns the Set-Cookie header. */
  add(request: IncomingMessage, user: DemoUser): string
  /** Returns the Set-Cookie header that forgets. */
  end(request: IncomingMessage): string
}

export function createSessions({ baseUrl, basePath }: { baseUrl: URL; basePath: string }): Sessions {
  const sessions = new BoundedMap<DemoUser[]>(MAX_PENDING_SIGN_INS)
  // The page and Microsoft are different sites: silent sign-in in a frame sends the cookie only with SameSite=None,
  // which browsers take only over https. On http://localhost both are the same site, and Lax will do.
  const attributes = `Path=${basePath}/; HttpOnly; ${baseUrl.protocol === 'https:' ? 'SameSite=None; Secure' : 'SameSite=Lax'}`
  const find = (request: IncomingMessage) => sessions.get(readCookie(request, COOKIE) ?? '') ?? []
  return {
    users: find,
    add: (request, user) => {
      const id = randomUUID()
      sessions.set(id, [user, ...find(request).filter(({ oid }) => oid !== user.oid)])
      return `${COOKIE}=${id}; Max-Age=${SESSION_SECONDS}; ${attributes}`
    },
    end: (request) => {
      sessions.delete(readCookie(request, COOKIE) ?? '')
      return `${COOKIE}=; Max-Age=0; ${attributes}`
    },
  }
}
