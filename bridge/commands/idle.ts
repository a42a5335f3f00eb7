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
    const refused = new Promise<never>((_resolve, reject) => {
      idler.start(imap, (error) => reject(error ?? new PonteError('serverNo', { message: ENDED })))
    })
    await Promise.race([refused, elapsed(seconds * 1000, signal)])
    await idler.stop()
  })
  return {}
})

const ENDED = 'The mail server ended IDLE.'

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
