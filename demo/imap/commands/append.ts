import { type Command, CommandRefusedError } from '../command.ts'
import { CommandSyntaxError } from '../wire/cursor.ts'
import { parseDateTime } from '../wire/output.ts'
import { accountOf, mailboxName } from './arguments.ts'

/** RFC 3501 section 6.3.11 with RFC 4315's APPENDUID. */
export const append: Command = {
  state: 'authenticated',
  run(call) {
    const { cursor } = call
    cursor.space()
    const name = mailboxName(cursor)
    cursor.space()
    let flags: string[] = []
    if (cursor.peek() === '(') {
      flags = cursor.list(() => cursor.flag())
      cursor.space()
    }
    let internalDate = new Date()
    if (cursor.peek() === '"') {
      const date = parseDateTime(cursor.string())
      if (!date) throw new CommandSyntaxError()
      internalDate = date
      cursor.space()
    }
    const raw = cursor.literal()
    cursor.end()
    const mailbox = accountOf(call).mailbox(name)
    if (!mailbox || mailbox.noselect) throw new CommandRefusedError(`[TRYCREATE] ${name} doesn't exist.`)
    if (raw.length === 0) throw new CommandRefusedError('A message cannot be empty.')
    const { uid } = mailbox.append({ raw: Buffer.from(raw), flags, internalDate })
    return `[APPENDUID ${mailbox.uidValidity} ${uid}] APPEND completed.`
  },
}
