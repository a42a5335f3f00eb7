import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Command } from '../command.ts'
import { matches } from '../search/match.ts'
import { parseSearch } from '../search/parse.ts'
import { CommandSyntaxError } from '../wire/cursor.ts'
import { viewOf } from './arguments.ts'

/** Messages between two looks at the other connections: a search of all bodies takes a while. */
const MESSAGES_PER_TURN = 50

export const search: Command = {
  state: 'selected',
  keepsSequence: true,
  uid: 'also',
  async run(call) {
    const { session, cursor, byUid } = call
    if (session.isRev2) throw new CommandSyntaxError(11)
    cursor.space()
    const key = parseSearch(cursor)
    const view = viewOf(call)
    const found: number[] = []
    for (const [index, message] of view.messages.entries()) {
      if (matches(key, message, view)) found.push(byUid ? message.uid : index + 1)
      if (index % MESSAGES_PER_TURN === MESSAGES_PER_TURN - 1) await nextTurn()
      if (session.closing) break
    }
    session.send(['* SEARCH', ...found].join(' '))
    return undefined
  },
}
