import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Command } from '../command.ts'
import { parseFetchItems } from '../fetch/items.ts'
import { fetchRow } from '../fetch/row.ts'
import { messagesIn } from '../sequence.ts'
import { viewOf } from './arguments.ts'

/** Rows between two looks at the other connections: a fetch of thousands must not hold them up. */
const ROWS_PER_TURN = 100

export const fetch: Command = {
  state: 'selected',
  keepsSequence: true,
  uid: 'also',
  async run(call) {
    const { session, cursor, byUid } = call
    cursor.space()
    const set = cursor.sequenceSet()
    cursor.space()
    const asked = parseFetchItems(cursor)
    cursor.end()
    const hasUid = asked.some((item) => item.kind === 'UID')
    const items = byUid && !hasUid ? [{ kind: 'UID' } as const, ...asked] : asked
    const view = viewOf(call)
    let rows = 0
    for (const message of messagesIn(view, set, { byUid })) {
      const row = fetchRow(message, { view, items, quirks: session.server.quirks })
      if (row) session.out.response(row)
      await session.out.drained()
      if (++rows % ROWS_PER_TURN === 0) await nextTurn()
      if (session.closing) break
    }
    return undefined
  },
}
