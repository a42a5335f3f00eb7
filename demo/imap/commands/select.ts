import type { Command, CommandCall } from '../command.ts'
import { type Mailbox, PERMANENT_FLAGS } from '../mailbox.ts'
import { CommandSyntaxError } from '../wire/cursor.ts'
import { imapAstring } from '../wire/output.ts'
import { encodeUtf7 } from '../wire/utf7.ts'
import { accountOf, mailboxName, viewOf } from './arguments.ts'

function open(call: CommandCall, options: { readOnly: boolean }): string {
  const { session, cursor } = call
  cursor.space()
  const name = mailboxName(cursor)
  cursor.end()
  session.unselect() // a SELECT that fails leaves nothing selected: RFC 3501 section 6.3.1
  const view = session.select(accountOf(call).require(name), options)
  const flags = PERMANENT_FLAGS.join(' ')
  const unseen = view.messages.findIndex((message) => !message.flags.has('\\Seen'))
  session.send(
    `* ${view.messages.length} EXISTS`,
    `* ${view.recentCount} RECENT`,
    `* FLAGS (${flags})`,
    `* OK [PERMANENTFLAGS (${options.readOnly ? '' : flags})] Permanent flags`,
    ...(unseen === -1 ? [] : [`* OK [UNSEEN ${unseen + 1}] Is the first unseen message`]),
    `* OK [UIDVALIDITY ${view.mailbox.uidValidity}] UIDVALIDITY value`,
    `* OK [UIDNEXT ${view.mailbox.uidNext}] The next unique identifier value`,
  )
  return options.readOnly ? '[READ-ONLY] EXAMINE completed.' : '[READ-WRITE] SELECT completed.'
}

export const select: Command = { state: 'authenticated', run: (call) => open(call, { readOnly: false }) }

export const examine: Command = { state: 'authenticated', run: (call) => open(call, { readOnly: true }) }

/** RFC 3501 section 6.4.2: expunges, without a word, what EXAMINE would not. */
export const close: Command = {
  state: 'selected',
  run(call) {
    call.cursor.end()
    const view = viewOf(call)
    call.session.unselect()
    if (!view.readOnly) view.mailbox.expunge((message) => message.flags.has('\\Deleted'))
    return undefined
  },
}

/** RFC 3691. */
export const unselect: Command = {
  state: 'selected',
  run({ session, cursor }) {
    cursor.end()
    session.unselect()
    return undefined
  },
}

const STATUS_ITEMS: Readonly<Record<string, (mailbox: Mailbox) => number>> = {
  MESSAGES: (mailbox) => mailbox.messages.length,
  RECENT: (mailbox) => mailbox.messages.filter((message) => message.uid >= mailbox.firstRecentUid).length,
  UIDNEXT: (mailbox) => mailbox.uidNext,
  UIDVALIDITY: (mailbox) => mailbox.uidValidity,
  UNSEEN: (mailbox) => mailbox.messages.filter((message) => !message.flags.has('\\Seen')).length,
}

export const status: Command = {
  state: 'authenticated',
  run(call) {
    const { cursor, session } = call
    cursor.space()
    const name = mailboxName(cursor)
    cursor.space()
    const items = cursor.list(() => cursor.keyword())
    cursor.end()
    if (items.length === 0 || items.some((item) => !Object.hasOwn(STATUS_ITEMS, item)))
      throw new CommandSyntaxError()
    const mailbox = accountOf(call).require(name)
    const values = items.map((item) => `${item} ${STATUS_ITEMS[item]?.(mailbox) ?? 0}`)
    session.send(`* STATUS ${imapAstring(encodeUtf7(mailbox.path))} (${values.join(' ')})`)
    return undefined
  },
}
