import { onScopeDispose, watch } from 'vue'
import type { Bodies, Reading } from '../reading/index.ts'
import { hasFlag, type ListRow } from '../../mailbox/row.ts'
import type { Messages } from '../list/index.ts'
import { AHEAD_DELAY_MS, AHEAD_PLACES, AHEAD_UNREAD } from './limits.ts'

export interface ReadAheadOptions {
  messages: Messages
  reading: Reading
  bodies: Bodies
}

/** Fetches what will probably be opened next: the neighbours of what is read, else the newest unread. */
export function startReadAhead({ messages, reading, bodies }: ReadAheadOptions): void {
  let running: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function next(): ListRow[] {
    const { selectedIndex } = messages
    if (reading.state.kind === 'none')
      return messages
        .knownRows()
        .filter((row) => !hasFlag(row, '\\Seen'))
        .sort((one, other) => other.uid - one.uid)
        .slice(0, AHEAD_UNREAD)
    if (selectedIndex === undefined) return []
    return AHEAD_PLACES.flatMap((by) => messages.rowAt(selectedIndex + by) ?? [])
  }

  function begin(): void {
    running?.abort()
    if (messages.phase.kind !== 'open' || reading.state.kind === 'loading') return
    const own = new AbortController()
    running = own
    const mailbox = messages.mailboxRef()
    void bodies.ahead(
      next().map((row) => ({ row, mailbox })),
      own.signal,
    )
  }

  watch(
    () => [reading.state.kind, messages.selectedUid, messages.path, messages.places, messages.rows] as const,
    () => {
      // What the user does now goes first.
      if (reading.state.kind === 'loading') running?.abort()
      clearTimeout(timer)
      timer = setTimeout(begin, AHEAD_DELAY_MS)
    },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    running?.abort()
  })
}
