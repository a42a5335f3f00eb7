import type { ImapFlowOptions } from 'imapflow'
import type { SignInStep } from '../../shared/protocol/errors.ts'
import type { ImapEndpoint } from '../config/config.ts'
import * as limits from '../limits.ts'
import type { ImapClient } from './library.ts'

/** Who signs in. Handed to one connection and forgotten when it has been used. */
export type Credentials =
  | { kind: 'accessToken'; user: string; accessToken: string }
  | { kind: 'password'; user: string; password: string }

/** A connection with TLS from its first byte, verified, that does nothing but what it is told. */
export function clientOptions(endpoint: ImapEndpoint, credentials: Credentials): ImapFlowOptions {
  return {
    host: endpoint.host,
    port: endpoint.port,
    secure: true,
    tls: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(endpoint.ca === undefined ? {} : { ca: endpoint.ca }),
    },
    auth:
      credentials.kind === 'accessToken'
        ? { user: credentials.user, accessToken: credentials.accessToken }
        : { user: credentials.user, pass: credentials.password, loginMethod: 'LOGIN' },
    logger: false,
    logRaw: false,
    disableAutoIdle: true,
    disableAutoEnable: true,
    disableCompression: true,
    disableIMAP4rev2: true,
    connectionTimeout: limits.CONNECT_TIMEOUT_MS,
    greetingTimeout: limits.GREETING_TIMEOUT_MS,
    socketTimeout: limits.IMAP_SILENCE_TIMEOUT_MS,
    maxLiteralSize: limits.MAX_LITERAL_BYTES,
    maxResponseSize: limits.MAX_RESPONSE_BYTES,
    maxLineLength: limits.MAX_LINE_BYTES,
  }
}

/** Keeps the documented sentence true: a connection has no credentials once it has used them. */
export function forgetCredentials(client: ImapClient): void {
  const options = client as unknown as { options: { auth?: unknown } }
  options.options.auth = undefined
}

/** How far signing in had come. */
export function stepReached(client: ImapClient): SignInStep {
  if (client.authenticated) return 'authenticate'
  if (client.capabilities.size > 0) return 'authenticate'
  if (client.greeting !== undefined) return 'capability'
  return 'network'
}
