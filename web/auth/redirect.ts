/**
 * The way back from an identity provider. The redirect URI is this page without query and hash, always: nothing in the
 * address it was opened with decides where anybody is sent.
 */
import { delay } from '../delay.ts'
import { LEAVE_MS, MOST_HISTORY } from './limits.ts'
import type { Identity, OtherMailbox } from './types.ts'

/** The sign-in that was begun; gone with the tab. */
const PENDING_KEY = 'ponte.signIn'
/** The provider's answer, on its way to the entry of the history where the sign-in was begun. */
const ANSWER_KEY = 'ponte.answer'

export interface PendingSignIn {
  providerId: string
  /** Who has to come back; absent: whoever signs in. */
  identity?: Identity
  /** The mailbox that is to be opened, where it is not the one of the name signed in with. */
  mailbox?: OtherMailbox
  /** Where on this page the sign-in was begun: `#/mail/settings`. */
  route?: string
  /** Which entry of the tab's history that was, as the router counts them. */
  position?: number
}

/** Where a sign-in that takes the page along begins. */
export function hereNow(): Pick<PendingSignIn, 'route' | 'position'> {
  const { position } = (history.state ?? {}) as { position?: unknown }
  return { route: location.hash, ...(typeof position === 'number' ? { position } : {}) }
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

/**
 * How many entries the provider's pages and this one have put upon the one where the sign-in was begun; 0 where nobody
 * can tell. A full history drops its first entry for each new one, so that counting ends. Pure.
 */
export function entriesSince(position: number | undefined, length: number): number {
  return position === undefined || length >= MOST_HISTORY ? 0 : Math.max(0, length - 1 - position)
}

/**
 * Takes the answer out of the page's address, before anything else reads the address, and goes back with it to where the
 * sign-in was begun: Back never leads to the provider's pages, which have ended.
 */
export async function takeResponse(): Promise<string | undefined> {
  const carried = sessionStorage.getItem(ANSWER_KEY) ?? undefined
  sessionStorage.removeItem(ANSWER_KEY)
  const { response, clean } = splitResponse(location.href)
  if (response === undefined) {
    // As the redirect URI is: what the page was first opened with besides its place means nothing to it.
    if (carried !== undefined) history.replaceState(history.state, '', location.pathname + location.hash)
    return carried
  }
  history.replaceState(null, '', clean)
  const entries = entriesSince(readPending()?.position, history.length)
  if (entries > 0) {
    sessionStorage.setItem(ANSWER_KEY, response)
    history.go(-entries)
    // The page is gone by then, unless the browser has nowhere to go: then the sign-in ends here.
    await delay(LEAVE_MS)
    sessionStorage.removeItem(ANSWER_KEY)
  }
  return response
}

/** Out of the back-forward cache comes the page that left, and the answer waits for one that is loaded. */
export const isAnswerWaiting = (): boolean => sessionStorage.getItem(ANSWER_KEY) !== null

export function setPending(pending: PendingSignIn): void {
  sessionStorage.setItem(PENDING_KEY, JSON.stringify(pending))
}

/** The sign-in that was begun, once. */
export function takePending(): PendingSignIn | undefined {
  const pending = readPending()
  sessionStorage.removeItem(PENDING_KEY)
  return pending
}

function readPending(): PendingSignIn | undefined {
  try {
    const pending = JSON.parse(sessionStorage.getItem(PENDING_KEY) ?? 'null') as PendingSignIn | null
    return typeof pending?.providerId === 'string' ? pending : undefined
  } catch {
    // An older page wrote it.
    return undefined
  }
}
