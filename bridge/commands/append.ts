import type { MessageSource } from '../../shared/mail/draft.ts'
import { append } from '../../shared/protocol/commands/append.ts'
import { createCallLane } from '../callLane.ts'
import { handle } from '../handler.ts'
import { appendLiteral } from '../imap/appendLiteral.ts'
import { PRIORITY } from '../imap/jobQueue.ts'
import { messageBytes } from '../smtp/messageBytes.ts'

// eslint-disable-next-line require-yield -- where the message went is the result
export const appendHandler = handle(append, async function* ({ session, lane, signal, uploads }, args) {
  const { path, flags, internalDate } = args
  const { main } = session
  // While APPEND's literal runs its connection can fetch nothing: parts come over the other one, or beforehand.
  const side = refersToMail(args.message) ? await session.side() : undefined
  const reader =
    side &&
    createCallLane({
      lanes: { main: side, side: async () => side, bodies: session.bodies },
      lane: 'main',
      priority: 'user',
      signal,
    })
  // What is fetched beforehand is held until it is appended: one message at a time.
  const turnOver =
    refersToMail(args.message) && !reader ? await session.holding.turn(PRIORITY.normal, signal) : undefined
  try {
    const message = await messageBytes(args.message, {
      keepBcc: true,
      uploads,
      lane: reader ?? lane,
      beforehand: !reader,
    })
    const options = { path, flags, internalDate, message }
    if (reader) return await main.use({ signal }, (imap) => appendLiteral(imap, options))
    return await lane.use({}, (imap) => appendLiteral(imap, options))
  } finally {
    turnOver?.()
  }
})

function refersToMail(message: MessageSource): boolean {
  return message.kind === 'draft' && message.draft.attachments.some((one) => one.from !== undefined)
}
