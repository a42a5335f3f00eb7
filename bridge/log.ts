import { pino, type DestinationStream } from 'pino'

/**
 * Structured logs: what happened, never to whose mail. Nothing here takes a token, a password, an address or a
 * message; callers pass ids, codes and counts.
 */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
  debug(fields: Record<string, unknown>, message: string): void
}

/** Logs JSON lines to standard output, or to `into`. Levels as pino's: `silent`, `error`, `warn`, `info`, `debug`. */
export function createLog(level: string, into?: DestinationStream): Log {
  const options = { level, base: null, redact: ['*.accessToken', '*.password', 'accessToken', 'password'] }
  return into ? pino(options, into) : pino(options)
}
