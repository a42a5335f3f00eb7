import type { CommandCall } from '../command.ts'
import type { Account } from '../store.ts'
import type { MailboxView } from '../view.ts'
import { type Cursor, CommandSyntaxError } from '../wire/cursor.ts'
import { decodeUtf7 } from '../wire/utf7.ts'

/** Who is signed in; the dispatcher let nobody else through. */
export function accountOf(call: CommandCall): Account {
  if (!call.session.account) throw new Error('a command for the authenticated state ran before sign-in')
  return call.session.account
}

/** What is selected; the dispatcher let nobody else through. */
export function viewOf(call: CommandCall): MailboxView {
  if (!call.session.view) throw new Error('a command for the selected state ran without a mailbox')
  return call.session.view
}

/** A mailbox name, decoded from modified UTF-7. Control characters are refused: they would break the wire of any other server. */
export function mailboxName(cursor: Cursor): string {
  return decodeName(cursor.astring())
}

export function decodeName(encoded: string): string {
  try {
    const name = decodeUtf7(encoded)
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    if (name === '' || /[\x00-\x1f\x7f]/.test(name)) throw new CommandSyntaxError()
    return name
  } catch (error) {
    if (error instanceof RangeError) throw new CommandSyntaxError()
    throw error
  }
}
