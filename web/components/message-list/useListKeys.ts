import { useArrangement, useMessages, useSelection } from '../../stores/list/index.ts'
import { useReading } from '../../stores/reading/index.ts'

export interface ListKeysOptions {
  accountId: string
  /** Rows that fit on screen. */
  page(): number
  reveal(index: number): void
  /** Opens the menu of the row there. */
  menu(index: number): void
}

export interface ListKeys {
  /** Where the keyboard is, known row or not. */
  cursor(): number | undefined
  onKey(event: KeyboardEvent): void
  /** Opens the row at this place, or as soon as it is known. */
  goTo(index: number): void
  /** Goes there without opening. */
  moveCursor(index: number): void
}

/**
 * The keys of a listbox with many choices (WAI-ARIA): arrows open, Ctrl goes without opening, Shift chooses along the
 * way, Space chooses one.
 */
export function useListKeys({ accountId, page, reveal, menu }: ListKeysOptions): ListKeys {
  const messages = useMessages(accountId)
  const selection = useSelection(accountId)
  const arrangement = useArrangement(accountId)
  const reading = useReading(accountId)

  const within = (index: number): number => Math.min(Math.max(index, 0), messages.count - 1)
  const cursor = (): number | undefined =>
    reading.awaitedIndex ?? messages.indexOf(selection.cursorUid) ?? messages.selectedIndex

  function goTo(index: number): void {
    reveal(index)
    reading.openAt(index)
  }

  function moveCursor(index: number): void {
    reveal(index)
    selection.cursorUid = messages.rowAt(index)?.uid ?? selection.cursorUid
  }

  function target({ key }: KeyboardEvent): number | undefined {
    const at = cursor()
    const targets: Record<string, number> = {
      ArrowDown: (at ?? -1) + 1,
      ArrowUp: (at ?? 1) - 1,
      PageDown: (at ?? 0) + page(),
      PageUp: (at ?? 0) - page(),
      Home: 0,
      End: messages.count - 1,
    }
    return targets[key]
  }

  /** As in a tree: towards the end of the line unfolds a conversation, back folds it, from any of its messages. */
  function fold(event: KeyboardEvent): void {
    const row = messages.rowAt(cursor() ?? 0)
    const forward =
      event.key === (getComputedStyle(document.body).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight')
    if (!row || !arrangement.unfold(row, forward)) return
    event.preventDefault()
  }

  function onKey(event: KeyboardEvent): void {
    if (event.altKey || messages.count === 0) return
    const index = target(event)
    const command = event.ctrlKey || event.metaKey
    if (index !== undefined) {
      if (event.shiftKey) {
        void selection.extendTo(within(index))
        moveCursor(within(index))
      } else if (command) moveCursor(within(index))
      else {
        selection.clear()
        goTo(within(index))
      }
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey))
      menu(within(cursor() ?? 0))
    else if (event.key === ' ') {
      const row = messages.rowOf(selection.cursorUid) ?? messages.rowAt(cursor() ?? 0)
      if (row) selection.toggle(row)
    } else if (event.key === 'Enter' && !command) goTo(within(cursor() ?? 0))
    else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') return fold(event)
    else return
    event.preventDefault()
  }

  return { cursor, onKey, goTo, moveCursor }
}
