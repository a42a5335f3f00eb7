/** What the demo's servers ask about a token: the identity provider answers. */
export type TokenVerdict =
  | {
      readonly ok: true
      /** The mailbox's address. */
      readonly user: string
      /** It is a shared one, and the token that of somebody who has access to it. */
      readonly isShared?: boolean
      /** When the token dies, in milliseconds since 1970; absent when it does not. */
      readonly expiresAt?: number
    }
  | { readonly ok: false }

/** How the demo's servers know who signs in. */
export interface Authenticate {
  /** Whether `token` lets its bearer into the mailbox of `user`. */
  token(user: string, token: string): Promise<TokenVerdict>
  /** Present where passwords are allowed, which Outlook does not. */
  password?(user: string, password: string): Promise<boolean>
}

/** Reads `user=…^Aauth=Bearer …^A^A` from base64; undefined when it is not that. */
export function parseXoauth2(encoded: string): { user: string; token: string } | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined
  const [user, auth, ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split('\x01')
  const token = /^auth=Bearer (\S+)$/i.exec(auth ?? '')?.[1]
  if (!user?.startsWith('user=') || token === undefined || rest.join('\x01') !== '\x01') return undefined
  return { user: user.slice('user='.length), token }
}

/** Reads RFC 4616's `[authzid] NUL authcid NUL password` from base64; undefined when it is not that. */
export function parsePlain(encoded: string): { user: string; password: string } | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return undefined
  const [, user, password, ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split('\0')
  return user && password !== undefined && rest.length === 0 ? { user, password } : undefined
}

/** The challenge that comes before the refusal of a token, base64 of what Microsoft and Google send alike. */
export const XOAUTH2_CHALLENGE = Buffer.from(
  JSON.stringify({ status: '401', schemes: 'bearer', scope: 'https://outlook.office.com/' }),
).toString('base64')
