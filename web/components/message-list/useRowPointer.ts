import { useI18n } from 'petite-vue-i18n'
import type { ListRow } from '../../mailbox/row.ts'
import { useArrangement, useMessages, useSelection } from '../../stores/list/index.ts'
import { startMessageDrag } from '../shell/messageDrag.ts'
import { isApart, openApart } from '../shell/openApart.ts'
import { isTouch, useLongPress, type Point } from '../ui/longPress.ts'

export interface RowPointerOptions {
  accountId: string
  open(index: number): void
  menu(row: ListRow, at: Point): void
}

/** What mouse and finger do to the rows: click, Ctrl, Shift, long press, the other button, drag. */
export function useRowPointer({ accountId, open, menu }: RowPointerOptions) {
  const { t } = useI18n()
  const messages = useMessages(accountId)
  const selection = useSelection(accountId)
  const arrangement = useArrangement(accountId)
  /** Where only fingers point, a drag would begin with the same long press that opens the menu. */
  const draggable = matchMedia('(any-pointer: fine)').matches
  const press = useLongPress()

  function onClick(event: MouseEvent, index: number): void {
    const row = messages.rowAt(index)
    if (press.takeClick()) return
    if (event.shiftKey) {
      selection.anchorUid ??= messages.selectedUid
      void selection.extendTo(index)
      selection.cursorUid = row?.uid
    } else if (event.ctrlKey || event.metaKey) {
      if (row) selection.toggle(row, messages.selectedUid)
    } else if (selection.count > 0 && isTouch(event)) {
      if (row) selection.toggle(row)
    } else {
      selection.clear()
      selection.anchorUid = row?.uid
      open(index)
    }
  }

  /** The middle button, as on any link; Ctrl with the left one chooses, as in any list. */
  function onAuxClick(event: MouseEvent, row: ListRow | undefined): void {
    if (row && isApart(event)) void openApart(accountId, { row, mailbox: messages.mailboxRef() })
  }

  function onPointerDown(event: PointerEvent, row: ListRow | undefined): void {
    press.start(event, row && ((at) => menu(row, at)))
  }

  function onContextMenu(event: MouseEvent, row: ListRow | undefined): void {
    press.onContextMenu(event, (at) => row && menu(row, at))
  }

  function onDragStart(event: DragEvent, row: ListRow | undefined): void {
    const many = row !== undefined && selection.uids.has(row.uid)
    // Not before the server has named all that is chosen: less would be moved than shows.
    if (!row || !event.dataTransfer || selection.asked) return event.preventDefault()
    const uids = arrangement.withMembers(many ? [...selection.uids] : [row.uid])
    startMessageDrag(event, { accountId, mailbox: messages.mailboxRef(), uids })
    const ghost = document.createElement('div')
    ghost.className = 'message-drag-ghost'
    ghost.textContent = t('list.selection.dragged', { count: uids.length })
    document.body.append(ghost)
    event.dataTransfer.setDragImage(ghost, -8, -8)
    // It is drawn when this has returned.
    setTimeout(() => ghost.remove())
  }

  return {
    onClick,
    onAuxClick,
    onPointerDown,
    onPointerEnd: press.end,
    onContextMenu,
    onDragStart,
    draggable,
  }
}
