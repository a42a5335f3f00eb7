/**
 * The way back from an identity provider. The redirect URI is this page without query and hash, always: nothing in the
 * address it was opened with decides where anybody is sent.
 */
import type { Identity, OtherMailbox } from './types.ts'

/** The sign-in that was begun; gone with the tab. */
const PENDING_KEY = 'ponte.signIn'

export interface PendingSignIn {
  providerId: string
  /** Who has to come back; absent: whoever signs in. */
  identity?: Identity
  /** The mailbox that is to be opened, where it is not the one of the name signed in with. */
  mailbox?: OtherMailbox
  /** Where on this page the sign-in was begun: `#/mail/settings`. */
  route?: string
}

export interface RedirectUris {
  /** Where redirects return. */
  page: string
  /** Where hidden frames and small windows return. */
  bridge: string
}

export function redirectUris(href: string): RedirectUris {
  const page = new URL(href)
  page.hash = ''
  page.search = ''
  // The same page has two names on most hosts; only one is registered.
  page.pathname = page.pathname.replace(/\/index\.html$/, '/')
  return { page: page.href, bridge: new URL('redirect.html', page).href }
}

/**
 * The provider's answer in this page's address (RFC 6749, section 4.1.2), if there is one, as `name=value&…`; and the
 * address without it, for the history: a code must not stay there.
 */
export function splitResponse(href: string): { response: string | undefined; clean: string } {
  const url = new URL(href)
  for (const part of [url.hash, url.search]) {
    const fields = new URLSearchParams(part.slice(1))
    if (fields.has('state') && (fields.has('code') || fields.has('error'))) {
      return { response: part.slice(1), clean: redirectUris(href).page }
    }
  }
  return { response: undefined, clean: href }
}

/** Takes the answer out of the page's address, before anything else reads the address. */
export function takeResponse(): string | undefined {
  const { response, clean } = splitResponse(location.href)
  if (response !== undefined) history.replaceState(null, '', clean)
  return response
}

export function setPending(pending: PendingSignIn): void {
  sessionStorage.setItem(PENDING_KEY, JSON.stringify(pending))
}

/** The sign-in that was begun, once. */
export function takePending(): PendingSignIn | undefined {
  const text = sessionStorage.getItem(PENDING_KEY)
  sessionStorage.removeItem(PENDING_KEY)
  try {
    const pending = JSON.parse(text ?? 'null') as PendingSignIn | null
    return typeof pending?.providerId === 'string' ? pending : undefined
  } catch {
    // An older page wrote it.
    return undefined
  }
}
