import { onBeforeUnmount } from 'vue'
import type { OpenMessage } from '../../mailbox/row.ts'
import { useMessages } from '../../stores/list/index.ts'
import { useBodyCache } from '../../stores/reading/index.ts'
import { useSearchEverywhere } from '../../stores/search/index.ts'

/** How long the mouse rests on a row before its message is asked for, in milliseconds: who passes over it asks nothing. */
const HOVER_MS = 60

/**
 * Asks for a message while the button is still down, which takes longer than a round trip; and, where bytes are free, once the
 * mouse rests on its row. Whoever opens it takes over what is on its way; who leaves without a click lets it go.
 *
 * @param messageAt What the row of a list stands for that an event happened on.
 */
export function usePress(accountId: string, messageAt: (index: number) => OpenMessage | undefined) {
  const bodies = useBodyCache(accountId)
  const messages = useMessages(accountId)
  const everywhere = useSearchEverywhere(accountId)
  let resting: ReturnType<typeof setTimeout> | undefined
  let over: number | undefined

  /** What lies in another folder comes on the other connection, unless a search has that for seconds. */
  function press(message: OpenMessage, unasked: boolean): void {
    if (messages.isCurrent(message.mailbox)) bodies.press(message, { unasked })
    else if (everywhere.phase !== 'searching') bodies.press(message, { unasked, lane: 'side' })
  }

  function indexOf({ target }: Event): number | undefined {
    const row = target instanceof Element ? target.closest('[role=option]') : null
    const place = Number(row?.getAttribute('aria-posinset'))
    return place > 0 ? place - 1 : undefined
  }

  function pointerdown(event: PointerEvent): void {
    clearTimeout(resting)
    const index = indexOf(event)
    // With a key held the rows are chosen, not opened; on a button of the row something is done to it.
    const opens = event.button === 0 && !event.shiftKey && !event.ctrlKey && !event.metaKey
    const isOnButton = event.target instanceof Element && event.target.closest('.actions, .check') !== null
    const message = index === undefined || !opens || isOnButton ? undefined : messageAt(index)
    if (message) press(message, false)
  }

  function pointerover(event: PointerEvent): void {
    const index = indexOf(event)
    if (event.pointerType !== 'mouse' || index === over) return
    leave()
    over = index
    if (index === undefined) return
    resting = setTimeout(() => {
      const message = messageAt(index)
      if (message) press(message, true)
    }, HOVER_MS)
  }

  function leave(): void {
    clearTimeout(resting)
    over = undefined
    bodies.letGo()
  }

  onBeforeUnmount(leave)
  /** For the listbox, as `v-on` takes them. */
  return { pointerdown, pointerover, pointerleave: leave, pointercancel: leave }
}
