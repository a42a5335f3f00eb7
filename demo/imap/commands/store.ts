import { type Command, CommandRefusedError } from '../command.ts'
import { canonicalFlag } from '../mailbox.ts'
import { inSet, messagesIn } from '../sequence.ts'
import { type Cursor, CommandSyntaxError } from '../wire/cursor.ts'
import { viewOf } from './arguments.ts'

/** RFC 3501 section 6.4.6. A keyword the server does not keep is ignored without a word, as Outlook does. */
export const store: Command = {
  state: 'selected',
  keepsSequence: true,
  uid: 'also',
  run(call) {
    const { session, cursor, byUid } = call
    cursor.space()
    const set = cursor.sequenceSet()
    cursor.space()
    const sign = cursor.take('+') ? '+' : cursor.take('-') ? '-' : ''
    cursor.expect('FLAGS')
    const silent = cursor.take('.SILENT')
    cursor.space()
    const flags = parseFlags(cursor)
    const view = viewOf(call)
    if (view.readOnly) throw new CommandRefusedError('The folder is read-only.')
    for (const message of messagesIn(view, set, { byUid })) {
      if (!session.isLive(message)) continue
      const kept = [...message.flags]
      const next =
        sign === '+'
          ? [...kept, ...flags]
          : sign === '-'
            ? kept.filter((flag) => !flags.includes(flag))
            : flags
      view.mailbox.setFlags(message, next, view)
      if (silent) continue
      view.forgetFlagChange(message)
      const uid = byUid ? `UID ${message.uid} ` : ''
      session.send(`* ${view.sequence(message)} FETCH (${uid}FLAGS (${view.flags(message).join(' ')}))`)
    }
    return undefined
  },
}

function parseFlags(cursor: Cursor): string[] {
  const flags = cursor.peek() === '(' ? cursor.list(() => cursor.flag()) : [cursor.flag()]
  while (cursor.take(' ')) flags.push(cursor.flag())
  cursor.end()
  return flags.flatMap((flag) => {
    const known = canonicalFlag(flag)
    if (flag.startsWith('\\') && !known) throw new CommandSyntaxError() // \Recent, or no system flag at all
    return known ?? []
  })
}

/** RFC 3501 section 6.4.3 and RFC 4315's UID EXPUNGE. The EXPUNGE responses are the session's report at the end. */
export const expunge: Command = {
  state: 'selected',
  uid: 'also',
  run(call) {
    const { cursor, byUid } = call
    const view = viewOf(call)
    if (byUid) cursor.space()
    const set = byUid ? cursor.sequenceSet() : undefined
    cursor.end()
    if (view.readOnly) throw new CommandRefusedError('The folder is read-only.')
    const last = view.messages.at(-1)?.uid ?? 0
    view.mailbox.expunge(
      (message) => message.flags.has('\\Deleted') && (!set || inSet(message.uid, set, last)),
    )
    return undefined
  },
}
