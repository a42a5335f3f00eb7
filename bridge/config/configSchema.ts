import { isIP } from 'node:net'
import * as v from 'valibot'

/** The shape of `ponte.config.json`; every message says what a value must be. */

const port = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be 1 to 65535'),
  v.maxValue(65535, 'must be 1 to 65535'),
)
export const host = v.pipe(
  v.string('must be a host name'),
  v.regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or address'),
)
const words = v.pipe(v.string('must be text'), v.nonEmpty('must not be empty'))
const secureUrl = v.pipe(
  v.string('must be a URL'),
  v.check((value) => isUrl(value, ['https:']), 'must be a URL that begins with https://'),
)
const webUrl = v.pipe(
  v.string('must be a URL'),
  v.check((value) => isUrl(value, ['https:', 'http:']), 'must be a URL that begins with https:// or http://'),
)
const metadata = v.optional(
  v.pipe(
    v.string('must be JSON text'),
    v.check((value) => isJsonObject(value), 'must be JSON text of an object'),
  ),
)
const address = v.pipe(
  v.string('must be an IP address'),
  v.check((value) => isIP(value) !== 0, 'must be an IP address'),
)

/** An authserv-id of RFC 8601 section 2.5, without quotes. */
const authservId = v.pipe(
  v.string('must be a name'),
  v.regex(/^[^\s;()"=]+$/, 'must be a name as in Authentication-Results, such as mx.example.org'),
)
const relay = v.pipe(
  v.string('must be a host name'),
  v.regex(
    /^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$|^[0-9a-f]*:[0-9a-f:.]+$/i,
    'must be a host name such as mx.example.org, or *.example.org for all below it',
  ),
)

/** Where else a sign-in goes: the page's policy lets frames and requests go there. */
const signInOrigins = v.optional(
  v.array(
    v.pipe(
      v.string('must be an origin'),
      v.check(
        (value) => isUrl(value, ['https:']) && new URL(value).origin === value,
        'must be an https origin such as https://sso.example.org, without a path',
      ),
    ),
  ),
)

const endpoint = v.strictObject({ host, port, ca: v.optional(words) })

export const auth = v.variant('kind', [
  v.strictObject({
    kind: v.literal('microsoft'),
    clientId: v.pipe(
      words,
      v.uuid('must be an application (client) ID such as 11111111-2222-3333-4444-555555555555'),
    ),
    authority: v.optional(secureUrl, 'https://login.microsoftonline.com/common'),
    scopes: v.optional(v.array(words), [
      'https://outlook.office.com/IMAP.AccessAsUser.All',
      'https://outlook.office.com/SMTP.Send',
      // MSAL adds openid, profile and offline_access.
      'email',
    ]),
    knownAuthorities: v.optional(v.array(words)),
    authorityMetadata: metadata,
    cloudDiscoveryMetadata: metadata,
    origins: signInOrigins,
  }),
  v.strictObject({
    kind: v.literal('oidc'),
    clientId: words,
    authority: secureUrl,
    scopes: v.optional(v.array(words), ['openid', 'email']),
    authorityMetadata: metadata,
    origins: signInOrigins,
  }),
  v.strictObject({
    kind: v.literal('legacy'),
    clientId: words,
    authorizationEndpoint: v.optional(webUrl, 'https://login.live.com/oauth20_authorize.srf'),
    tokenEndpoint: v.optional(webUrl, 'https://login.live.com/oauth20_token.srf'),
    scopes: v.optional(v.array(words), ['wl.imap', 'wl.offline_access']),
  }),
  v.strictObject({ kind: v.literal('password') }),
])

/** What follows the `@` of a mail address. */
const mailDomain = v.pipe(
  v.string('must be a domain'),
  v.regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i, 'must be a domain such as example.org'),
)

const provider = v.strictObject({
  id: v.pipe(words, v.regex(/^[a-z0-9-]+$/, 'must be lower-case letters, digits and hyphens')),
  name: words,
  auth,
  imap: endpoint,
  smtp: endpoint,
  sentIsFiledByServer: v.optional(v.boolean('must be true or false'), false),
  mailDomain: v.optional(mailDomain),
  authservIds: v.optional(v.pipe(v.array(authservId), v.nonEmpty('must not be empty'))),
  relays: v.optional(v.pipe(v.array(relay), v.nonEmpty('must not be empty'))),
  stripsForeign: v.optional(v.boolean('must be true or false')),
})

const origin = v.pipe(
  v.string('must be an origin'),
  v.check(
    (value) => isUrl(value, ['https:', 'http:']) && new URL(value).origin === value,
    'must be an origin such as https://mail.example.org, without a path',
  ),
)

/** Never told back: it may hold a password. */
export const redisUrl = v.pipe(
  v.string('must be a URL'),
  v.check(
    (value) => isUrl(value, ['redis:', 'rediss:']),
    'must be a URL that begins with redis:// or rediss://',
  ),
)

const count = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
)

const wholeFile = v.strictObject({
  listen: v.optional(
    v.strictObject({ host: v.optional(host, '127.0.0.1'), port: v.optional(port, 8080) }),
    {},
  ),
  origins: v.optional(v.array(origin)),
  trustProxy: v.optional(v.array(address), []),
  strictTransportSecurity: v.optional(
    v.pipe(
      v.string('must be text'),
      v.regex(
        /^max-age=\d+(?:; *(?:includeSubDomains|preload))*$/i,
        'must be as in max-age=31536000; includeSubDomains',
      ),
    ),
  ),
  securityContact: v.optional(
    v.pipe(
      v.string('must be text'),
      v.check(
        (value) => isUrl(value, ['https:', 'mailto:']) && !/\s/.test(value),
        'must be as in mailto:security@example.org or https://example.org/security',
      ),
    ),
  ),
  logRefusedSignIns: v.optional(v.boolean('must be true or false'), false),
  limits: v.optional(
    v.strictObject({
      sessions: v.exactOptional(count),
      socketsPerAddress: v.exactOptional(count),
      waitingSocketsPerAddress: v.exactOptional(count),
      refusalsPerUser: v.exactOptional(count),
      refusalsPerAddress: v.exactOptional(count),
    }),
  ),
  redis: v.optional(v.strictObject({ url: v.optional(redisUrl), urlFile: v.optional(words) })),
  workers: v.optional(
    v.union(
      [v.literal('auto'), v.pipe(count, v.maxValue(256, 'must be at most 256'))],
      'must be a number of processes from 1 to 256, or "auto"',
    ),
  ),
  metrics: v.optional(v.strictObject({ host: v.optional(host, '127.0.0.1'), port })),
  images: v.optional(v.picklist(['on', 'off'], 'must be "on" or "off"'), 'on'),
  providers: v.optional(
    v.pipe(
      v.array(provider),
      v.check(
        (list) => new Set(list.map((one) => one.id)).size === list.length,
        'two providers have the same id',
      ),
    ),
    [],
  ),
})

/** An array would pass for an object of which everything is optional. */
export const configFile = v.pipe(
  v.custom<object>((value) => typeof value === 'object' && !Array.isArray(value), 'must be a JSON object'),
  wholeFile,
)

function isUrl(text: string, schemes: readonly string[]): boolean {
  try {
    return schemes.includes(new URL(text).protocol)
  } catch {
    return false
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
