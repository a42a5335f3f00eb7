import { type Command, type CommandCall, CommandRefusedError } from '../command.ts'
import type { Mailbox, Message } from '../mailbox.ts'
import { messagesIn } from '../sequence.ts'
import { accountOf, mailboxName, viewOf } from './arguments.ts'

function readTransfer(call: CommandCall): { messages: Message[]; target: Mailbox } {
  const { session, cursor, byUid } = call
  cursor.space()
  const set = cursor.sequenceSet()
  cursor.space()
  const name = mailboxName(cursor)
  cursor.end()
  const target = accountOf(call).mailbox(name)
  if (!target || target.noselect) throw new CommandRefusedError(`[TRYCREATE] ${name} doesn't exist.`)
  const named = messagesIn(viewOf(call), set, { byUid })
  const messages = named.filter((message) => session.isLive(message))
  // By number the client means messages it believes to be there: RFC 2180 section 4.4.
  if (!byUid && messages.length < named.length)
    throw new CommandRefusedError('Some of the messages no longer exist.')
  return { messages, target }
}

/** Copies and returns RFC 4315's response code; empty when there was nothing to copy. */
function transfer(call: CommandCall, messages: readonly Message[], target: Mailbox): string {
  if (messages.length === 0) return ''
  const copies = messages.map((message) => target.add(message.content, message))
  if (call.session.server.quirks.emptyCopyuid) return `[COPYUID ${target.uidValidity}  ] `
  return `[COPYUID ${target.uidValidity} ${uidSet(messages)} ${uidSet(copies)}] `
}

export const copy: Command = {
  state: 'selected',
  uid: 'also',
  run(call) {
    const { messages, target } = readTransfer(call)
    if (call.session.server.quirks.copyFails) throw new CommandRefusedError('COPY failed.')
    return `${transfer(call, messages, target)}COPY completed.`
  },
}

/** RFC 6851: COPYUID comes untagged, before the EXPUNGE responses. */
export const move: Command = {
  state: 'selected',
  uid: 'also',
  run(call) {
    const { messages, target } = readTransfer(call)
    const view = viewOf(call)
    if (view.readOnly) throw new CommandRefusedError('The folder is read-only.')
    if (call.session.server.quirks.moveFails) throw new CommandRefusedError('MOVE failed.')
    const code = transfer(call, messages, target)
    if (code) call.session.send(`* OK ${code.trimEnd()}`)
    const moved = new Set(messages)
    view.mailbox.expunge((message) => moved.has(message))
    return undefined
  },
}

/** UIDs in ascending order as a sequence set. */
function uidSet(messages: readonly { uid: number }[]): string {
  const ranges: { first: number; last: number }[] = []
  for (const { uid } of messages) {
    const range = ranges.at(-1)
    if (range && range.last + 1 === uid) range.last = uid
    else ranges.push({ first: uid, last: uid })
  }
  return ranges.map(({ first, last }) => (first === last ? String(first) : `${first}:${last}`)).join(',')
}
