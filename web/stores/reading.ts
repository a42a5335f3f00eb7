import { computed, shallowRef } from 'vue'
import type { PonteError } from '../../shared/protocol/errors.ts'
import { loadBody, type MessageBody } from './messageBody.ts'
import { isCancelled, toPonteError } from './failure.ts'
import { defineKeyedStore } from './keyed.ts'
import { hasFlag, type ListRow, type OpenMessage } from './listRow.ts'
import { useMessageActions } from './messageActions.ts'
import { useMessages } from './messages.ts'
import { useSession } from './session.ts'

export type ReadingState =
  | { name: 'none' }
  | (OpenMessage & { name: 'loading' })
  | (OpenMessage & { name: 'shown'; body: MessageBody })
  | (OpenMessage & { name: 'failed'; error: PonteError })

/** The message on screen: one round trip for all that is shown of it. */
export const useReading = defineKeyedStore('reading', (accountId) => {
  const session = useSession(accountId)
  const messages = useMessages(accountId)
  const actions = useMessageActions(accountId)
  const state = shallowRef<ReadingState>({ name: 'none' })
  let loading: AbortController | undefined

  /** The row as the list has it now: flags change while it is read. */
  const row = computed(() => {
    const now = state.value
    return now.name === 'none' ? undefined : (messages.rowOf(now.row.uid) ?? now.row)
  })

  async function open(next: ListRow): Promise<void> {
    close()
    const own = new AbortController()
    loading = own
    const message = { row: next, mailbox: messages.mailboxRef() }
    state.value = { name: 'loading', ...message }
    try {
      const body = await loadBody(session.client, message, own.signal)
      if (own.signal.aborted) return body.release()
      state.value = { name: 'shown', ...message, body }
    } catch (error) {
      if (own.signal.aborted || isCancelled(error)) return
      state.value = { name: 'failed', ...message, error: toPonteError(error) }
    }
  }

  /** Called when it is on screen: reading marks as read, and never makes the reader wait for that. */
  function seen(): void {
    const now = state.value
    if (now.name !== 'shown' || messages.mailbox?.readOnly) return
    const current = messages.rowOf(now.row.uid)
    if (current && !hasFlag(current, '\\Seen')) void actions.setFlag(current, '\\Seen', true)
  }

  function close(): void {
    loading?.abort()
    loading = undefined
    if (state.value.name === 'shown') state.value.body.release()
    state.value = { name: 'none' }
  }

  return { state, row, open, seen, close }
})
