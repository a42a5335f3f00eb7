import type { MicrosoftAuth } from '../../shared/publicConfig.ts'

/** Tenants of an authority that are nobody's: an administrator belongs to one, which `organizations` finds out. */
const SHARED_TENANTS = ['common', 'organizations', 'consumers']

/**
 * Where a tenant's administrator approves this host's app for everybody: the v2.0 admin consent endpoint, at the host's own
 * authority, so that national clouds have theirs.
 */
export function adminConsentUrl({ authority, clientId, scopes }: MicrosoftAuth, redirectUri: string): string {
  const base = authority.replace(/\/+$/, '')
  const [, root = base, tenant = 'organizations'] = /^(https:\/\/.+)\/([^/]+)$/.exec(base) ?? []
  const url = new URL(
    `${root}/${SHARED_TENANTS.includes(tenant) ? 'organizations' : tenant}/v2.0/adminconsent`,
  )
  // Not URLSearchParams: its plus signs are spaces in forms only, and mail programs copy what they see.
  const query = { client_id: clientId, scope: scopes.join(' '), redirect_uri: redirectUri }
  url.search = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  return url.href
}

/** A letter with subject and text for whichever program writes mail here (RFC 6068). */
export function mailtoUrl(subject: string, text: string): string {
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text.replaceAll('\n', '\r\n'))}`
}
