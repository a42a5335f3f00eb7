import { type FoundMessage, useSearch, useSearchEverywhere } from '../../stores/search/index.ts'

/** How long a finger rests on a result to open its menu, in milliseconds. */
const LONG_PRESS_MS = 450

export interface FoundPointerOptions {
  accountId: string
  menu(found: FoundMessage, at: { x: number; y: number }): void
}

/** What mouse and finger do to results, as to the rows of a folder: click, Ctrl, Shift, long press, the other button. */
export function useFoundPointer({ accountId, menu }: FoundPointerOptions) {
  const search = useSearch(accountId)
  const everywhere = useSearchEverywhere(accountId)
  let pressing: ReturnType<typeof setTimeout> | undefined
  /** A long press ends in a click that means nothing. */
  let pressed = false

  function onClick(event: MouseEvent, found: FoundMessage, index: number): void {
    const { list } = everywhere
    if (!list) return
    const { choice } = list
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch'
    if (pressed) pressed = false
    else if (event.shiftKey) {
      choice.extendTo(index, list.cursor ?? search.openKey)
      list.cursor = found.key
    } else if (event.ctrlKey || event.metaKey) {
      choice.toggle(found.key, search.openKey)
      list.cursor = found.key
    } else if (isTouch && choice.count > 0) choice.toggle(found.key)
    else {
      choice.clear()
      void search.openResult(found)
    }
  }

  function onPointerDown(event: PointerEvent, found: FoundMessage): void {
    pressed = false
    if (event.pointerType !== 'touch') return
    const at = { x: event.clientX, y: event.clientY }
    pressing = setTimeout(() => {
      pressed = true
      menu(found, at)
    }, LONG_PRESS_MS)
  }

  /** The finger is lifted, or moves: it scrolls or swipes. */
  function onPointerEnd(): void {
    clearTimeout(pressing)
  }

  /** A finger has opened the menu before the browser tells of it. */
  function onContextMenu(event: MouseEvent, found: FoundMessage): void {
    event.preventDefault()
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch'
    if (!isTouch) menu(found, { x: event.clientX, y: event.clientY })
  }

  return { onClick, onPointerDown, onPointerEnd, onContextMenu }
}
