import { append } from '../../shared/protocol/commands/append.ts'
import { handle } from '../handler.ts'
import { appendLiteral } from '../imap/appendLiteral.ts'
import { messageBytes } from '../smtp/messageBytes.ts'

// eslint-disable-next-line require-yield -- where the message went is the result
export const appendHandler = handle(append, async function* ({ lane, uploads }, args) {
  const message = await messageBytes(args.message, { keepBcc: true, uploads })
  return lane.use({}, (imap) =>
    appendLiteral(imap, {
      path: args.path,
      flags: args.flags,
      internalDate: args.internalDate,
      message,
    }),
  )
})
