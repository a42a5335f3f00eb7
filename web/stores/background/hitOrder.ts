import { onScopeDispose, watch } from 'vue'
import { useArrangement } from '../list/arrangement.ts'
import { useFolders } from '../folders/folders.ts'
import { useHeaderIndex } from '../index/headerIndex.ts'
import { ARRANGE_DELAY_MS } from '../kit/limits.ts'
import { useMessages } from '../list/messages.ts'

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
  /** The index has changed since it was asked. */
  let isOld = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function order(own: number): Promise<void> {
    const { mailbox } = messages
    if (!mailbox || !arrangement.ready) return
    isOld = false
    const outgoing = folders.entryOf(mailbox.path)?.specialUse === 'sent'
    const options = { order: arrangement.order, outgoing, conversations: undefined }
    const { uids } = await headers.arrange(mailbox, options)
    if (own === turn && messages.isCurrent(mailbox)) messages.orderHits(uids)
  }

  /** What there is stays until the new one is here, unless it is another's. */
  function renew(isAnother: boolean): void {
    clearTimeout(timer)
    timer = undefined
    const own = ++turn
    if (arrangement.isArrival || (isAnother && !arrangement.ready)) return messages.orderHits(undefined)
    order(own).catch(() => isAnother && messages.orderHits(undefined))
  }

  watch(
    () => arrangement.order,
    () => renew(true),
  )
  watch(
    () => messages.mailbox && headers.stateOf(messages.mailbox),
    () => {
      isOld = true
      // A sync tells many changes. While nothing is narrowed, nobody sees the order.
      if (messages.narrowing || !messages.ordered) timer ??= setTimeout(() => renew(false), ARRANGE_DELAY_MS)
    },
  )
  watch(
    () => messages.narrowing,
    (narrowing) => narrowing && isOld && renew(false),
  )
  onScopeDispose(() => clearTimeout(timer))
}
