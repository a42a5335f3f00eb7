import { trace } from '../../shared/protocol/commands/trace.ts'
import { handle } from '../handler.ts'
import type { TraceItem } from '../imap/trace.ts'
import { MAX_TRACED_LINES } from '../limits.ts'

export const traceHandler = handle(trace, async function* ({ session, signal }) {
  let lines: TraceItem[] = []
  let dropped = 0
  let wake = (): void => undefined
  const stop = session.trace.listen((line) => {
    if (lines.length >= MAX_TRACED_LINES) dropped += 1
    else {
      lines.push(dropped > 0 ? { ...line, dropped } : line)
      dropped = 0
    }
    wake()
  })
  const onAbort = (): void => wake()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    while (!signal.aborted) {
      const told = lines
      lines = []
      yield* told
      if (lines.length === 0 && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
    }
    return {}
  } finally {
    stop()
    signal.removeEventListener('abort', onAbort)
  }
})
