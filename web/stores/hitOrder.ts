import { onScopeDispose, watch } from 'vue'
import { useArrangement } from './arrangement.ts'
import { useFolders } from './folders.ts'
import { useHeaderIndex } from './headerIndex.ts'
import { ARRANGE_DELAY_MS } from './limits.ts'
import { useMessages } from './messages.ts'

/**
 * Keeps what a filter or a search leaves in the order chosen for the list, a message each, as far as the index knows it. The order
 * is asked for when it is chosen: by the time something is searched, its results need not move.
 */
export function startHitOrder(accountId: string): void {
  const messages = useMessages(accountId)
  const headers = useHeaderIndex(accountId)
  const folders = useFolders(accountId)
  const arrangement = useArrangement(accountId)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function order(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const own = ++turn
    const { mailbox } = messages
    if (!mailbox) return
    if (arrangement.isArrival) return messages.orderHits(undefined)
    if (!arrangement.ready) return
    const outgoing = folders.entryOf(mailbox.path)?.specialUse === 'sent'
    const options = { order: arrangement.order, outgoing, conversations: undefined }
    const { uids } = await headers.arrange(mailbox, options)
    if (own === turn && messages.isCurrent(mailbox)) messages.orderHits(uids)
  }
  const now = (): void => void order().catch(() => undefined)

  watch(() => arrangement.order, now)
  // A sync tells many changes.
  watch(
    () => messages.mailbox && headers.stateOf(messages.mailbox),
    () => (timer ??= setTimeout(now, ARRANGE_DELAY_MS)),
  )
  onScopeDispose(() => clearTimeout(timer))
}
