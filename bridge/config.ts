import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import { ConfigError, describeIssues } from './configError.ts'

/**
 * The configuration: `ponte.config.json` (or the path in PONTE_CONFIG), with PORT, HOST and
 * PONTE_MICROSOFT_CLIENT_ID over it or in its stead. Checked whole at start; each mistake is named with its field.
 */

const port = v.pipe(
  v.number('must be a number'),
  v.integer('must be a whole number'),
  v.minValue(1, 'must be 1 to 65535'),
  v.maxValue(65535, 'must be 1 to 65535'),
)
const host = v.pipe(
  v.string('must be a host name'),
  v.regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or address'),
)
const words = v.pipe(v.string('must be text'), v.nonEmpty('must not be empty'))
const url = v.pipe(v.string('must be a URL'), v.url('must be a URL'))
const secureUrl = v.pipe(
  url,
  v.check((value) => /^https:/.test(value), 'must begin with https://'),
)
const metadata = v.optional(v.string('must be JSON text'))

const endpoint = v.strictObject({ host, port, ca: v.optional(words) })

const auth = v.variant('kind', [
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
    ]),
    knownAuthorities: v.optional(v.array(words)),
    authorityMetadata: metadata,
    cloudDiscoveryMetadata: metadata,
  }),
  v.strictObject({
    kind: v.literal('oidc'),
    clientId: words,
    authority: secureUrl,
    scopes: v.optional(v.array(words), ['openid', 'email']),
    authorityMetadata: metadata,
  }),
  v.strictObject({
    kind: v.literal('legacy'),
    clientId: words,
    authorizationEndpoint: v.optional(url, 'https://login.live.com/oauth20_authorize.srf'),
    tokenEndpoint: v.optional(url, 'https://login.live.com/oauth20_token.srf'),
    scopes: v.optional(v.array(words), ['wl.imap', 'wl.offline_access']),
  }),
  v.strictObject({ kind: v.literal('password') }),
])

const provider = v.strictObject({
  id: v.pipe(words, v.regex(/^[a-z0-9-]+$/, 'must be lower-case letters, digits and hyphens')),
  name: words,
  auth,
  imap: endpoint,
  smtp: endpoint,
  sentIsFiledByServer: v.optional(v.boolean('must be true or false'), false),
})

const origin = v.pipe(
  v.string('must be an origin'),
  v.check((value) => {
    try {
      return new URL(value).origin === value
    } catch {
      return false
    }
  }, 'must be an origin such as https://mail.example.org, without a path'),
)

const configFile = v.strictObject({
  listen: v.optional(
    v.strictObject({ host: v.optional(host, '127.0.0.1'), port: v.optional(port, 8080) }),
    {},
  ),
  origins: v.optional(v.array(origin)),
  trustProxy: v.optional(v.array(words), []),
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

/** Where a mail server is; `ca` is PEM text of certificates to trust instead of the system's. */
export interface ImapEndpoint {
  host: string
  port: number
  ca?: string
}
export type SmtpEndpoint = ImapEndpoint
export type ProviderAuth = v.InferOutput<typeof auth>

export interface Provider {
  id: string
  name: string
  auth: ProviderAuth
  imap: ImapEndpoint
  smtp: SmtpEndpoint
  sentIsFiledByServer: boolean
  demo?: boolean
  /** For a provider whose sign-in depends on the name the page was opened under: the demo's. */
  authAt?: (host: string | undefined) => ProviderAuth
}

export interface Config {
  listen: { host: string; port: number }
  /** Exact origins that may open the socket; absent: localhost and 127.0.0.1 at the actual port. */
  origins?: string[]
  /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
  trustProxy: string[]
  providers: Provider[]
  /** Whether the built-in demo provider is on. */
  demo: boolean
}

const DEFAULT_FILE = 'ponte.config.json'

/** Reads and checks. @throws ConfigError whose message names every mistake with its field and what to do. */
export function loadConfig(env: NodeJS.ProcessEnv, cwd: string): Config {
  const path = resolve(cwd, env['PONTE_CONFIG'] ?? DEFAULT_FILE)
  const file = parse(readText(path, env['PONTE_CONFIG'] !== undefined), path)
  const base = dirname(path)
  const problems: string[] = []
  const providers: Provider[] = file.providers.map((one, index) => ({
    ...one,
    imap: withCa(one.imap, { base, field: `providers[${index}].imap.ca`, problems }),
    smtp: withCa(one.smtp, { base, field: `providers[${index}].smtp.ca`, problems }),
  }))
  applyMicrosoftClientId(providers, env['PONTE_MICROSOFT_CLIENT_ID'], problems)
  const listen = {
    host: env['HOST'] ?? file.listen.host,
    port: env['PORT'] === undefined ? file.listen.port : portFrom(env['PORT'], problems),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    listen,
    ...(file.origins === undefined ? {} : { origins: file.origins }),
    trustProxy: file.trustProxy,
    providers,
    demo: env['PONTE_DEMO'] === undefined ? providers.length === 0 : env['PONTE_DEMO'] === '1',
  }
}

function readText(path: string, required: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (missing && !required) return undefined
    throw new ConfigError([
      missing
        ? `${path} does not exist; PONTE_CONFIG names it.`
        : `${path} cannot be read: ${(error as Error).message}`,
    ])
  }
}

function parse(text: string | undefined, path: string): v.InferOutput<typeof configFile> {
  let json: unknown = {}
  if (text !== undefined) {
    try {
      json = JSON.parse(text)
    } catch (error) {
      throw new ConfigError([`${path} is not JSON: ${(error as Error).message}`])
    }
  }
  const result = v.safeParse(configFile, json)
  if (!result.success) throw new ConfigError(describeIssues(result.issues), path)
  return result.output
}

function withCa(
  from: { host: string; port: number; ca?: string | undefined },
  context: { base: string; field: string; problems: string[] },
): ImapEndpoint {
  const { host: name, port: number } = from
  if (from.ca === undefined) return { host: name, port: number }
  const path = resolve(context.base, from.ca)
  try {
    const ca = readFileSync(path, 'utf8')
    if (ca.includes('-----BEGIN CERTIFICATE-----')) return { host: name, port: number, ca }
    context.problems.push(`${context.field}: ${path} holds no PEM certificate.`)
  } catch (error) {
    context.problems.push(`${context.field}: ${path} cannot be read: ${(error as Error).message}`)
  }
  return { host: name, port: number }
}

function portFrom(text: string, problems: string[]): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= 65535 && text.trim() !== '') return value
  problems.push(`PORT must be a number from 0 to 65535 (0: any free port), not ${JSON.stringify(text)}.`)
  return 0
}

/** The environment's client ID goes into the file's Microsoft provider, or makes one for Outlook.com. */
function applyMicrosoftClientId(
  providers: Provider[],
  clientId: string | undefined,
  problems: string[],
): void {
  if (clientId === undefined || clientId === '') return
  const checked = v.safeParse(auth, { kind: 'microsoft', clientId })
  if (!checked.success || checked.output.kind !== 'microsoft') {
    problems.push(
      'PONTE_MICROSOFT_CLIENT_ID must be an application (client) ID such as 11111111-2222-3333-4444-555555555555.',
    )
    return
  }
  const existing = providers.find((one) => one.auth.kind === 'microsoft')
  if (existing?.auth.kind === 'microsoft') {
    existing.auth = { ...existing.auth, clientId }
    return
  }
  providers.unshift({
    id: 'outlook',
    name: 'Outlook',
    auth: checked.output,
    imap: { host: 'imap-mail.outlook.com', port: 993 },
    smtp: { host: 'smtp-mail.outlook.com', port: 587 },
    sentIsFiledByServer: true,
  })
}
