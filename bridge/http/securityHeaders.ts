import type { Provider } from '../config/config.ts'
import { configuredEndpoints } from './discovery.ts'

/** The Content-Security-Policies of the three pages. Strict from the first commit: no inline script, no inline style. */
interface Policies {
  page: string
  redirect: string
  reader: string
}

/** @param origins where the socket may be reached, as the page's own origin. */
export function contentSecurityPolicies(
  providers: readonly Provider[],
  origins: readonly string[],
): Policies {
  const identity = [...new Set(providers.flatMap(identityOrigins))]
  const sockets = origins.map((origin) => origin.replace(/^http/, 'ws'))
  const page = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src ${["'self'", ...sockets, ...identity].join(' ')}`,
    `frame-src ${["'self'", ...identity].join(' ')}`,
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types vue dompurify ponte',
  ]
  return {
    page: [...page, "frame-ancestors 'none'"].join('; '),
    // MSAL's hidden frame ends its silent renewal on this page.
    redirect:
      "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    reader:
      "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
  }
}

/** The names of Microsoft's public cloud, where personal accounts are; the national ones have none. */
const PUBLIC_CLOUD = [
  'login.microsoftonline.com',
  'login.microsoft.com',
  'login.windows.net',
  'sts.windows.net',
]

/** Where a personal account's sign-in goes on, the hidden frame of a silent renewal too. */
const PERSONAL_ACCOUNTS = 'https://login.live.com'

function identityOrigins({ auth, endpoints = {} }: Provider): string[] {
  switch (auth.kind) {
    case 'microsoft':
    case 'oidc': {
      const { authority, authorityMetadata, origins = [] } = auth
      const isPublicCloud = auth.kind === 'microsoft' && PUBLIC_CLOUD.includes(new URL(authority).host)
      const urls = [
        authority,
        ...Object.values(configuredEndpoints(authorityMetadata)),
        ...Object.values(endpoints),
        ...(isPublicCloud ? [PERSONAL_ACCOUNTS] : []),
        ...origins,
      ]
      return urls.map((url) => new URL(url).origin)
    }
    case 'legacy':
      return [new URL(auth.tokenEndpoint).origin]
    case 'password':
      return []
  }
}
