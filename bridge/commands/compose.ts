import { compose } from '../../shared/protocol/commands/compose.ts'
import { handle } from '../handler.ts'
import { messageBytes } from '../smtp/messageBytes.ts'

// eslint-disable-next-line require-yield -- the message comes as bytes
export const composeHandler = handle(compose, async function* ({ lane, uploads, download }, { draft }) {
  const message = await messageBytes(
    { kind: 'draft', draft },
    { keepBcc: true, uploads, lane, toBrowser: true },
  )
  for await (const chunk of message.read()) await download.write(0, chunk)
  await download.end(0)
  return { size: message.size }
})
