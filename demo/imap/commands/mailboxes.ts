import type { Command, CommandCall } from '../command.ts'
import type { Account } from '../store.ts'
import { accountOf, mailboxName } from './arguments.ts'

/** A command that takes one mailbox name. */
function oneName(change: (account: Account, name: string) => void): Command {
  return {
    state: 'authenticated',
    run(call: CommandCall) {
      call.cursor.space()
      const name = mailboxName(call.cursor)
      call.cursor.end()
      change(accountOf(call), name)
      return undefined
    },
  }
}

export const create = oneName((account, name) => void account.create(name))
export const deleteMailbox = oneName((account, name) => account.delete(name))
export const subscribe = oneName((account, name) => account.subscribe(name))
export const unsubscribe = oneName((account, name) => account.unsubscribe(name))

export const rename: Command = {
  state: 'authenticated',
  run(call) {
    const { cursor } = call
    cursor.space()
    const from = mailboxName(cursor)
    cursor.space()
    const to = mailboxName(cursor)
    cursor.end()
    accountOf(call).rename(from, to)
    return undefined
  },
}
