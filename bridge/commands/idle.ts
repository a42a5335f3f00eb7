import { idle } from '../../shared/protocol/commands/idle.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import { handle } from '../handler.ts'
import { requireCapability } from '../imap/capability.ts'
import { Idler } from '../imap/idle.ts'

// eslint-disable-next-line require-yield -- what IDLE brings comes as events
export const idleHandler = handle(idle, async function* ({ lane, signal }, { seconds }) {
  await lane.use({}, async (imap) => {
    requireCapability(imap, 'IDLE')
    if (!imap.selected) throw new PonteError('noMailboxSelected')
    const idler = new Idler()
    idler.start(imap)
    await elapsed(seconds * 1000, signal)
    await idler.stop()
  })
  return {}
})

function elapsed(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', settle)
      resolve()
    }
    const timer = setTimeout(settle, milliseconds)
    signal.addEventListener('abort', settle, { once: true })
    if (signal.aborted) settle()
  })
}
