import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import * as v from 'valibot'
import type { Border } from '../../shared/mail/border.ts'
import type { DoorLimits } from '../doors/limits.ts'
import { borderOf } from './border.ts'
import { ConfigError, describeIssues } from './configError.ts'
import { readEnvironment } from './environment.ts'
import { metricsFrom, redisFrom, workersFrom } from './operations.ts'
import { auth, configFile, host } from './configSchema.ts'

/**
 * The configuration: `ponte.config.json` (or the path in PONTE_CONFIG), with PORT, HOST and
 * PONTE_MICROSOFT_CLIENT_ID over it or in its stead. Checked whole at start; each mistake is named with its field.
 */

/** Where a mail server is; `ca` is PEM text of certificates to trust instead of the system's. */
export interface ImapEndpoint {
  host: string
  port: number
  ca?: string
}
export type SmtpEndpoint = ImapEndpoint
type ProviderAuth = v.InferOutput<typeof auth>

export interface Provider {
  id: string
  name: string
  auth: ProviderAuth
  imap: ImapEndpoint
  smtp: SmtpEndpoint
  sentIsFiledByServer: boolean
  /** Makes a mail address of a name without `@`. */
  mailDomain?: string | undefined
  /** Whose Authentication-Results count; absent: nobody's. */
  border?: Border
  /** What an OpenID provider's discovery document named when the bridge started. */
  endpoints?: Readonly<Record<string, string>>
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
  /** The value of Strict-Transport-Security; absent where the page is reached by http too. */
  strictTransportSecurity?: string
  /** Where to report a hole: a `mailto:` or `https:` URL, told in security.txt (RFC 9116). */
  securityContact?: string
  /** Whether the log names the address of whoever was refused a sign-in, for fail2ban. */
  logRefusedSignIns?: boolean
  providers: Provider[]
  /** `off`: no remote pictures are fetched for anybody. */
  images?: 'off'
  /** The host's own limits, over the defaults of bridge/doors/limits.ts. */
  limits?: Partial<DoorLimits> & { sessions?: number }
  /** Where Prometheus finds the bridge's metrics; absent: nothing is counted. */
  metrics?: { host: string; port: number }
  /** Where several bridges share their limits: a `redis:` or `rediss:` URL. */
  redis?: string
  /** Worker processes; absent: everything in this one. */
  workers?: number
  /** Whether the built-in demo provider is on. */
  demo: boolean
  /** Where `npm run dev` serves the page from, beside the bridge. */
  devOrigin?: string
}

const DEFAULT_FILE = 'ponte.config.json'

/** Reads and checks. @throws ConfigError whose message names every mistake with its field and what to do. */
export function loadConfig(environment: NodeJS.ProcessEnv, cwd: string): Config {
  const problems: string[] = []
  const env = readEnvironment(environment, problems)
  const path = resolve(cwd, env.PONTE_CONFIG ?? DEFAULT_FILE)
  const file = parse(readText(path, env.PONTE_CONFIG !== undefined), path)
  const base = dirname(path)
  const providers = file.providers.map(({ authservIds, relays, stripsForeign, ...rest }, index): Provider => {
    const field = `providers[${index}]`
    const border = borderOf(
      { authservIds, relays, stripsForeign },
      { imapHost: rest.imap.host, field, problems },
    )
    return {
      ...rest,
      imap: withCa(rest.imap, { base, field: `${field}.imap.ca`, problems }),
      smtp: withCa(rest.smtp, { base, field: `${field}.smtp.ca`, problems }),
      ...(border && { border }),
    }
  })
  applyMicrosoftClientId(providers, env.PONTE_MICROSOFT_CLIENT_ID, problems)
  const listen = {
    host: env.HOST === undefined ? file.listen.host : hostFrom(env.HOST, problems),
    port: env.PORT === undefined ? file.listen.port : portFrom(env.PORT, problems),
  }
  const metrics = metricsFrom(file.metrics, env, problems)
  const redis = redisFrom(file.redis, { env, base, problems })
  const workers = workersFrom(file.workers, env, problems)
  const demo = demoFrom(env.PONTE_DEMO, problems)
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    listen,
    ...(file.origins === undefined ? {} : { origins: file.origins }),
    trustProxy: file.trustProxy,
    ...(file.strictTransportSecurity === undefined
      ? {}
      : { strictTransportSecurity: file.strictTransportSecurity }),
    ...(file.securityContact === undefined ? {} : { securityContact: file.securityContact }),
    ...(file.logRefusedSignIns ? { logRefusedSignIns: true } : {}),
    ...(file.limits === undefined ? {} : { limits: file.limits }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(redis === undefined ? {} : { redis }),
    ...(workers === undefined ? {} : { workers }),
    ...(file.images === 'off' ? { images: file.images } : {}),
    providers,
    demo: demo ?? providers.length === 0,
    ...(env.PONTE_DEV_ORIGIN === undefined ? {} : { devOrigin: env.PONTE_DEV_ORIGIN }),
  }
}

function readText(path: string, required: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (missing && !required) return undefined
    const problem = missing
      ? `${path} does not exist; PONTE_CONFIG names it.`
      : `${path} cannot be read: ${(error as Error).message}`
    throw new ConfigError([problem], undefined, { unreadable: true })
  }
}

function parse(text: string | undefined, path: string): v.InferOutput<typeof configFile> {
  let json: unknown = {}
  if (text !== undefined) {
    try {
      json = JSON.parse(text)
    } catch (error) {
      const problem = `${path} is not JSON: ${(error as Error).message}`
      throw new ConfigError([problem], undefined, { unreadable: true })
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

function hostFrom(text: string, problems: string[]): string {
  if (v.is(host, text)) return text
  problems.push(`HOST must be a host name or address, not ${JSON.stringify(text)}.`)
  return text
}

function portFrom(text: string, problems: string[]): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= 65535) return value
  problems.push(`PORT must be a number from 0 to 65535 (0: any free port), not ${JSON.stringify(text)}.`)
  return 0
}

function demoFrom(text: string | undefined, problems: string[]): boolean | undefined {
  if (text === undefined) return undefined
  if (text !== '0' && text !== '1') problems.push(`PONTE_DEMO must be 1 or 0, not ${JSON.stringify(text)}.`)
  return text === '1'
}

/** The environment's client ID goes into the file's Microsoft provider, or makes one for Outlook.com. */
function applyMicrosoftClientId(
  providers: Provider[],
  clientId: string | undefined,
  problems: string[],
): void {
  if (clientId === undefined) return
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
  if (providers.some((one) => one.id === 'outlook')) {
    problems.push(
      'PONTE_MICROSOFT_CLIENT_ID makes a provider "outlook", but the file has one of that id and another kind. Give it another id, or put the client ID into the file.',
    )
    return
  }
  const imap = { host: 'imap-mail.outlook.com', port: 993 }
  const border = borderOf({}, { imapHost: imap.host, field: 'PONTE_MICROSOFT_CLIENT_ID', problems })
  providers.unshift({
    id: 'outlook',
    name: 'Outlook',
    auth: checked.output,
    imap,
    smtp: { host: 'smtp-mail.outlook.com', port: 587 },
    sentIsFiledByServer: true,
    ...(border && { border }),
  })
}
