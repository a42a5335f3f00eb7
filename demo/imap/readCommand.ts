import {
  MAX_ARGUMENT_LITERAL_BYTES,
  MAX_LINE_BYTES,
  MAX_LITERAL_BEFORE_AUTH_BYTES,
  MAX_LITERALS_PER_COMMAND,
} from './limits.ts'
import type { Session } from './session.ts'
import { LITERAL_MARK } from './wire/cursor.ts'
import { LineTooLongError } from './wire/reader.ts'

/** A command as it came: latin1 text with a mark for each literal. */
export interface RawCommand {
  readonly text: string
  readonly literals: readonly Buffer[]
}

/** What Exchange says, without a tag, to a command or a message over the limit. */
const LIMIT_EXCEEDED = '* BAD command line limit exceeded'

/** Reads the next whole command; undefined at the end of the connection. What is over a limit is answered and skipped here. */
export async function readCommand(session: Session): Promise<RawCommand | undefined> {
  for (;;) {
    try {
      const command = await readOne(session)
      if (command !== 'skipped') return command
    } catch (error) {
      if (!(error instanceof LineTooLongError)) throw error
      session.send(LIMIT_EXCEEDED)
    }
    session.out.flush()
  }
}

async function readOne(session: Session): Promise<RawCommand | 'skipped' | undefined> {
  const literals: Buffer[] = []
  let text = ''
  let refused = false
  for (;;) {
    const line = (await session.reader.line(MAX_LINE_BYTES))?.toString('latin1')
    if (line === undefined) return undefined
    const literal = /\{(\d{1,12})(\+?)\}$/.exec(line)
    if (!literal) return refused ? 'skipped' : { text: text + line, literals }
    const size = Number(literal[1])
    const waits = literal[2] === ''
    if (!refused) {
      text += line.slice(0, literal.index) + LITERAL_MARK
      const refusal = refusalOf(session, { text, size, before: literals })
      if (refusal !== undefined) {
        refused = true
        session.send(refusal)
        session.out.flush()
      }
    }
    if (refused) {
      if (waits) return 'skipped' // the client was not invited and sends nothing
      await session.reader.skip(size)
      continue
    }
    if (waits) {
      session.send('+ Ready for additional command text.')
      session.out.flush()
    }
    const bytes = await session.reader.bytes(size)
    if (!bytes) return undefined
    literals.push(bytes)
  }
}

function refusalOf(
  session: Session,
  literal: { text: string; size: number; before: readonly Buffer[] },
): string | undefined {
  const tag = /^[^ ]{1,100}(?= )/.exec(literal.text)?.[0] ?? '*'
  if (literal.before.length >= MAX_LITERALS_PER_COMMAND) return `${tag} BAD Command Argument Error. 11`
  if (session.account && /^[^ ]+ APPEND /i.test(literal.text)) {
    // All literals together: the mailbox's name may be one as well, and must not double what one may send.
    const total = literal.before.reduce((sum, { length }) => sum + length, literal.size)
    return total > session.server.appendLimit ? LIMIT_EXCEEDED : undefined
  }
  const limit = session.account ? MAX_ARGUMENT_LITERAL_BYTES : MAX_LITERAL_BEFORE_AUTH_BYTES
  return literal.size > limit ? `${tag} BAD Command Argument Error. 11` : undefined
}
