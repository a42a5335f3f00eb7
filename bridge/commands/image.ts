import { image } from '../../shared/protocol/commands/image.ts'
import { handle } from '../handler.ts'

// eslint-disable-next-line require-yield -- the answer is the result
export const imageHandler = handle(image, async function* ({ session, download, signal }, { url }) {
  const result = await session.images.fetch(url, {
    signal,
    write: (bytes) => download.write(0, bytes),
  })
  await download.end(0)
  return result
})
