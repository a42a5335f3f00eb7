import type { Provider } from '../config/config.ts'
import { configuredEndpoints } from './discovery.ts'

/** All headers that tell a browser what it may do, in one place: of every answer, and of a document by its path. */
export interface SecurityHeaders {
  everywhere: Readonly<Record<string, string>>
  of(path: string): Record<string, string>
}

/**
 * @param origins where the socket may be reached, as the page's own origin.
 * @param strictTransport the value of Strict-Transport-Security (RFC 6797); a host that is not reached by https alone has none.
 */
export function createSecurityHeaders(
  providers: readonly Provider[],
  origins: readonly string[],
  strictTransport?: string,
): SecurityHeaders {
  const policies = contentSecurityPolicies(providers, origins)
  const of = (policy: string) => ({
    'Content-Security-Policy': policy,
    'Permissions-Policy': PERMISSIONS,
    'Origin-Agent-Cluster': '?1',
  })
  return {
    everywhere: {
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Resource-Policy': 'same-origin',
      ...(strictTransport === undefined ? {} : { 'Strict-Transport-Security': strictTransport }),
    },
    of(path) {
      // Of documents and workers. Anything else has none of its own, and sixty times a kilobyte is not nothing.
      if (!/\.html$|worker[^/]*\.js$/i.test(path)) return {}
      if (path === '/reader.html') return of(policies.reader)
      // In the small window of a sign-in, whose opener has to find it again.
      if (path === '/redirect.html') return of(policies.redirect)
      // Whoever opens the page holds nothing of it; the windows it opens itself, to sign in, go on as they do.
      return { ...of(policies.page), 'Cross-Origin-Opener-Policy': 'same-origin-allow-popups' }
    },
  }
}

/** What the page uses, and nobody else; of all that browsers hand out unasked or on a click, nothing. There is no "deny all". */
const PERMISSIONS = [
  ...['clipboard-write', 'publickey-credentials-get', 'publickey-credentials-create', 'fullscreen'].map(
    (feature) => `${feature}=(self)`,
  ),
  ...[
    'accelerometer',
    'autoplay',
    'bluetooth',
    'browsing-topics',
    'camera',
    'clipboard-read',
    'display-capture',
    'encrypted-media',
    'gamepad',
    'geolocation',
    'gyroscope',
    'hid',
    'idle-detection',
    'local-fonts',
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'picture-in-picture',
    'screen-wake-lock',
    'serial',
    'usb',
    'window-management',
    'xr-spatial-tracking',
  ].map((feature) => `${feature}=()`),
].join(', ')

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
    // Sandboxed by itself too, whoever frames it: links open windows, printing asks; no script runs.
    reader: [
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      'img-src data: blob:',
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
      'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-modals',
    ].join('; '),
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
