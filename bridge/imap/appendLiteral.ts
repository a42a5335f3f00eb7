import { PonteError } from '../../shared/protocol/errors.ts'
import type { ImapConnection } from './connection.ts'
import type { CommandArgument } from './library.ts'
import { mailboxArgument } from './mailboxName.ts'
import { atoms } from './messageSet.ts'
import { decimalOf, numberOf, responseCode, serverWords } from './tokens.ts'

interface AppendOptions {
  path: string
  flags: readonly string[]
  /** ISO 8601; now when absent. */
  internalDate: string | undefined
  message: { size: number; read(): AsyncIterable<Uint8Array> }
}

/**
 * APPEND with its literal streamed, RFC 3501 section 6.3.11: imapflow's own would hold the message whole. The server
 * is asked first (a synchronising literal), so that it can refuse a size before the bytes are sent.
 */
export async function appendLiteral(
  connection: ImapConnection,
  options: AppendOptions,
): Promise<{ uid?: number; uidValidity?: string }> {
  const { message } = options
  const attributes: CommandArgument[] = [mailboxArgument(options.path), atoms(options.flags)]
  if (options.internalDate !== undefined)
    attributes.push({ type: 'STRING', value: imapDateTime(options.internalDate) })
  attributes.push({ type: 'TEXT', value: `{${message.size}}` })

  const asked = withResolvers()
  const tagged = connection.exec('APPEND', attributes, {
    onPlusTag: () => asked.resolve(),
    untagged: {
      // Outlook answers a literal over its limit with an untagged BAD and no tagged line.
      BAD: (response) => asked.reject(new PonteError('tooLarge', { server: serverWords(response) })),
    },
  })
  tagged.catch(() => undefined)
  let sending = false
  try {
    await Promise.race([asked.promise, tagged.then(() => Promise.reject(new PonteError('serverNo')))])
    sending = true
    let written = 0
    for await (const chunk of message.read()) {
      written += chunk.length
      // What goes beyond the literal would be read as commands.
      if (written > message.size) throw new PonteError('uploadMismatch')
      await connection.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    }
    if (written < message.size) throw new PonteError('uploadMismatch')
    await connection.write('\r\n')
    sending = false
    const code = responseCode(await Promise.race([tagged, asked.promise.then(() => tagged)]))
    if (code?.name !== 'APPENDUID') return {}
    const uidValidity = decimalOf(code.arguments[0])
    const uid = numberOf(code.arguments[1])
    return { ...(uid === undefined ? {} : { uid }), ...(uidValidity === undefined ? {} : { uidValidity }) }
  } catch (error) {
    // A literal that was begun must be completed, and what is missing cannot be: the connection is of no more use.
    if (
      sending ||
      (error instanceof PonteError && error.code === 'tooLarge' && error.server?.startsWith('BAD'))
    )
      connection.abandon()
    throw error
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `date-time` of RFC 3501: `"22-Nov-2026 09:58:00 +0000"`. */
function imapDateTime(instant: string): string {
  const date = new Date(instant)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${two(date.getUTCDate())}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()}`
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`
}

interface Resolvers {
  promise: Promise<void>
  resolve: () => void
  reject: (error: PonteError) => void
}

/** Promise.withResolvers, which Node 20 lacks. A rejection nobody awaits is no crash. */
function withResolvers(): Resolvers {
  let resolve = (): void => undefined
  let reject: Resolvers['reject'] = () => undefined
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
