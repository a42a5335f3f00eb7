import type { Command, CommandCall } from '../command.ts'
import type { Account } from '../store.ts'
import { CommandSyntaxError } from '../wire/cursor.ts'
import { imapAstring } from '../wire/output.ts'
import { encodeUtf7 } from '../wire/utf7.ts'
import { accountOf } from './arguments.ts'
import { matchesPattern } from './pattern.ts'

/** What a switch makes LIST show as it stands; no such folder can be selected. */
const ODD_NAME = 'Odd\x07name'

function readPattern({ cursor }: CommandCall): { reference: string; pattern: string } {
  cursor.space()
  if (cursor.peek() === '(') throw new CommandSyntaxError(12) // LIST-EXTENDED's selection options
  const reference = cursor.astring()
  cursor.space()
  const pattern = cursor.listMailbox()
  cursor.end() // LIST-EXTENDED's and LIST-STATUS's RETURN: `BAD Command Argument Error. 12`, as Outlook says
  return { reference, pattern: reference + pattern }
}

/** Names with the attributes RFC 6154 gives, which Outlook shows without advertising SPECIAL-USE. */
export const list: Command = {
  state: 'authenticated',
  run(call) {
    const { reference, pattern } = readPattern(call)
    if (pattern === reference) {
      call.session.send('* LIST (\\Noselect) "/" ""')
      return undefined
    }
    const account = accountOf(call)
    for (const mailbox of account.list()) {
      const name = encodeUtf7(mailbox.path)
      if (!matchesPattern(name, pattern)) continue
      const attributes = [
        ...(mailbox.noselect ? ['\\Noselect'] : []),
        ...(mailbox.path === 'INBOX' ? ['\\Marked'] : []),
        account.hasChildren(mailbox.path) ? '\\HasChildren' : '\\HasNoChildren',
        ...(mailbox.specialUse ? [mailbox.specialUse] : []),
      ]
      call.session.send(`* LIST (${attributes.join(' ')}) "/" ${imapAstring(name)}`)
    }
    if (call.session.server.quirks.controlCharacterFolder && matchesPattern(ODD_NAME, pattern))
      call.session.send(`* LIST (\\HasNoChildren) "/" ${ODD_NAME}`)
    return undefined
  },
}

/** RFC 3501 section 6.3.9: with `%`, a name that is not subscribed stands for those inside that are. */
export const lsub: Command = {
  state: 'authenticated',
  run(call) {
    const { pattern } = readPattern(call)
    const account = accountOf(call)
    const paths = account.subscriptions()
    for (const path of paths) {
      const name = encodeUtf7(path)
      if (matchesPattern(name, pattern))
        call.session.send(`* LSUB (${lsubAttributes(account, path)}) "/" ${imapAstring(name)}`)
    }
    if (!pattern.endsWith('%')) return undefined
    const subscribed = new Set(paths)
    for (const path of new Set(paths.flatMap(ancestors))) {
      const name = encodeUtf7(path)
      if (!subscribed.has(path) && matchesPattern(name, pattern))
        call.session.send(`* LSUB (\\Noselect) "/" ${imapAstring(name)}`)
    }
    return undefined
  },
}

function lsubAttributes(account: Account, path: string): string {
  const selectable = account.mailbox(path)?.noselect === false
  return [
    ...(selectable ? [] : ['\\Noselect']),
    account.hasChildren(path) ? '\\HasChildren' : '\\HasNoChildren',
  ].join(' ')
}

function ancestors(path: string): string[] {
  const levels = path.split('/')
  return levels.slice(1).map((_level, index) => levels.slice(0, index + 1).join('/'))
}
