import { onBeforeUnmount } from 'vue'
import type { OpenMessage } from '../../mailbox/row.ts'
import { useMessages } from '../../stores/list/index.ts'
import { useReading } from '../../stores/reading/index.ts'
import { useSearchEverywhere } from '../../stores/search/index.ts'

/**
 * Asks for a message while the button is still down, which takes longer than a round trip. Whoever opens it takes over what is on
 * its way; who leaves without a click lets it go.
 *
 * @param messageAt What the row of a list stands for that an event happened on.
 */
export function usePress(accountId: string, messageAt: (index: number) => OpenMessage | undefined) {
  const reading = useReading(accountId)
  const messages = useMessages(accountId)
  const everywhere = useSearchEverywhere(accountId)

  /** What lies in another folder comes on the other connection, unless a search has that for seconds. */
  function press(message: OpenMessage): void {
    if (messages.isCurrent(message.mailbox)) reading.press(message)
    else if (everywhere.phase !== 'searching') reading.press(message, 'side')
  }

  function indexOf({ target }: Event): number | undefined {
    const row = target instanceof Element ? target.closest('[role=option]') : null
    const place = Number(row?.getAttribute('aria-posinset'))
    return place > 0 ? place - 1 : undefined
  }

  function pointerdown(event: PointerEvent): void {
    const index = indexOf(event)
    // With a key held the rows are chosen, not opened; on a button of the row something is done to it.
    const opens = event.button === 0 && !event.shiftKey && !event.ctrlKey && !event.metaKey
    const isOnButton = event.target instanceof Element && event.target.closest('.actions, .check') !== null
    const message = index === undefined || !opens || isOnButton ? undefined : messageAt(index)
    if (message) press(message)
  }

  onBeforeUnmount(reading.letGo)
  /** For the listbox, as `v-on` takes them. */
  return { pointerdown, pointerleave: reading.letGo, pointercancel: reading.letGo }
}
