import { reactive } from 'vue'
import { useArrangement } from '../../stores/list/arrangement.ts'
import { useFolders } from '../../stores/folders/folders.ts'
import { hasFlag, type ListRow } from '../../mailbox/row.ts'
import { useMessageActions } from '../../stores/actions/messageActions.ts'
import { useMessages } from '../../stores/list/messages.ts'
import { useMoveActions } from '../../stores/actions/moveActions.ts'
import { useSelection } from '../../stores/list/selection.ts'
import type { Target } from '../../stores/list/target.ts'
import { useFolderName } from '../folders/useFolderName.ts'
import { useRemove } from './useRemove.ts'

/** The open question "where to?". */
export interface PlaceQuestion {
  open: boolean
  copy: boolean
  target: Target
}

/** What keys, buttons and the mouse do to messages: to what is chosen, else to the row the keyboard is on. */
export function useListDeeds(accountId: string) {
  const folderName = useFolderName()
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const selection = useSelection(accountId)
  const arrangement = useArrangement(accountId)
  const actions = useMessageActions(accountId)
  const moves = useMoveActions(accountId)
  const remove = useRemove(accountId)
  const place = reactive<PlaceQuestion>({ open: false, copy: false, target: 'selection' })

  /** `undefined` when there is nothing to act on. */
  function target(): Target | undefined {
    if (selection.count > 0) return 'selection'
    const at = messages.indexOf(selection.cursorUid) ?? messages.selectedIndex
    const row = at === undefined ? undefined : messages.rowAt(at)
    return row && arrangement.whole(row)
  }

  /** Rows that are known among the target: whether most is so already decides what a toggle does. */
  function everyOne(of: Target, is: (row: ListRow) => boolean): boolean {
    if (of !== 'selection') {
      const row = 'uids' in of ? of.row : of
      return row !== undefined && is(row)
    }
    const known = messages
      .knownRows()
      .filter((row) => selection.uids.has(row.uid))
      .map(arrangement.shown)
    return known.length > 0 && known.every(is)
  }

  function toggleFlag(of: Target): void {
    void actions.setFlag(of, '\\Flagged', { on: !everyOne(of, (row) => hasFlag(row, '\\Flagged')) })
  }

  function askPlace(of: Target, copy = false): void {
    Object.assign(place, { open: true, copy, target: of })
  }

  function choosePlace(path: string): void {
    const entry = folders.entryOf(path)
    const values = { folder: entry ? folderName(entry) : path }
    place.open = false
    moves.remember(path)
    if (place.copy) void actions.copyTo(place.target, path, { text: 'list.toast.copied', values })
    else void actions.moveTo(place.target, path, { text: 'list.toast.moved', values })
  }

  return { target, everyOne, remove, toggleFlag, place, askPlace, choosePlace }
}
