import { pino, type DestinationStream } from 'pino'

/**
 * Every field that a line of the log may have, beside pino's `level`, `time` and `msg`. Nothing here takes a token, a
 * password, a name or a message: ids, codes and counts. docs/operations.md is held to it.
 */
export const LOG_FIELDS = {
  session: 'The socket’s session, a random id. In every line about one session.',
  request: 'The tag of the call within its session. In every line about one call.',
  trace: 'The X-Request-Id that a trusted proxy sent with the upgrade.',
  command: 'The call’s verb.',
  lane: 'main or side: which of the session’s IMAP connections.',
  provider: 'The provider’s id, from the configuration.',
  code: 'An error code of PROTOCOL.md, or ok; of a worker, its exit code.',
  step: 'The step of signing in that failed.',
  status: 'The HTTP status that a socket was refused with.',
  limit: 'The limit that was reached, as in ponte_limits_total.',
  ms: 'How long it took, in milliseconds.',
  sessions: 'How many sockets are open.',
  worker: 'The number of the worker process.',
  pid: 'The process of a worker.',
  signal: 'The signal that ended a worker.',
  address: 'The client’s address; only in “sign-in refused”, and only with logRefusedSignIns.',
  reason: 'Why the host’s own set-up does not work: a file, a field, a host name.',
  error: 'Class and place of an unforeseen error, without its text.',
} as const satisfies Record<string, string>
export type LogFields = { [Field in keyof typeof LOG_FIELDS]?: string | number | undefined }

/** Every line. */
export const LOG_LINES = {
  'session opened': 'A socket was taken.',
  'session ended': 'It is gone.',
  'socket refused': 'An upgrade was refused.',
  'lane opened': 'An IMAP connection was opened and signed in.',
  'lane not opened': 'It was not.',
  'sign-in refused': 'The mail server refused a password or token; for fail2ban.',
  'call ended': 'A call was answered.',
  'unforeseen error in a command': 'A defect of Ponte; please report it.',
  'the OpenID provider’s discovery document was not read': 'The page’s policy may lack an origin.',
  draining: 'The process was asked to stop: no new sockets, running submissions are finished.',
  'configuration reloaded': 'SIGHUP: the new file is in force.',
  'configuration not reloaded': 'SIGHUP: the new file has mistakes, the old one stays in force.',
  'worker started': 'A worker process listens.',
  'worker ended': 'It ended; another takes its place.',
  'limit store lost': 'Redis cannot be reached: this process counts by itself meanwhile.',
  'limit store back': 'Redis counts again.',
} as const satisfies Record<string, string>
type LogLine = keyof typeof LOG_LINES

/** Structured logs: what happened, never to whose mail. */
export interface Log {
  info(fields: LogFields, message: LogLine): void
  warn(fields: LogFields, message: LogLine): void
  error(fields: LogFields, message: LogLine): void
  debug(fields: LogFields, message: LogLine): void
}

/** Logs JSON lines to standard output, or to `into`. Levels as pino's: `silent`, `error`, `warn`, `info`, `debug`. */
export function createLog(level: string, into?: DestinationStream): Log {
  const options = { level, base: null, redact: ['*.accessToken', '*.password', 'accessToken', 'password'] }
  return into ? pino(options, into) : pino(options)
}

/** A log whose every line has these fields. */
export function withFields(log: Log, common: LogFields): Log {
  const line =
    (level: keyof Log): Log[keyof Log] =>
    (fields, message) =>
      log[level]({ ...common, ...fields }, message)
  return { info: line('info'), warn: line('warn'), error: line('error'), debug: line('debug') }
}
