import { isTouch, useLongPress, type Point } from '../ui/longPress.ts'
import { type FoundMessage, useSearch, useSearchEverywhere } from '../../stores/search/index.ts'

export interface FoundPointerOptions {
  accountId: string
  menu(found: FoundMessage, at: Point): void
}

/** What mouse and finger do to results, as to the rows of a folder: click, Ctrl, Shift, long press, the other button. */
export function useFoundPointer({ accountId, menu }: FoundPointerOptions) {
  const search = useSearch(accountId)
  const everywhere = useSearchEverywhere(accountId)
  const press = useLongPress()

  function onClick(event: MouseEvent, found: FoundMessage, index: number): void {
    const { list } = everywhere
    if (press.takeClick() || !list) return
    const { choice } = list
    if (event.shiftKey) {
      choice.extendTo(index, list.cursor ?? search.openKey)
      list.cursor = found.key
    } else if (event.ctrlKey || event.metaKey) {
      choice.toggle(found.key, search.openKey)
      list.cursor = found.key
    } else if (isTouch(event) && choice.count > 0) choice.toggle(found.key)
    else {
      choice.clear()
      void search.openResult(found)
    }
  }

  return {
    onClick,
    onPointerDown: (event: PointerEvent, found: FoundMessage): void =>
      press.start(event, (at) => menu(found, at)),
    onPointerEnd: press.end,
    onContextMenu: (event: MouseEvent, found: FoundMessage): void =>
      press.onContextMenu(event, (at) => menu(found, at)),
  }
}
