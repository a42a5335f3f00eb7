import { reactive, shallowRef } from 'vue'
import { runAction } from '../../actions/actionTable.ts'
import type { ActionEffects, ActionFacts, MessageActionId } from '../../actions/messageAction.ts'
import {
  type NamedMessages,
  nameTarget,
  type Target,
  useArrangement,
  useMessages,
  useSelection,
} from '../../stores/list/index.ts'
import { useFolders } from '../../stores/folders/index.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { useMessageActions, useMoveActions } from '../../stores/actions/index.ts'
import { useSearch, useSearchEverywhere } from '../../stores/search/index.ts'
import { useActionFacts } from '../actions/useActionFacts.ts'
import { useFolderName } from '../folders/useFolderName.ts'
import type { MenuAnchor } from '../ui/menu.ts'
import { useRemove } from './useRemove.ts'

/** The open question "where to?". */
export interface PlaceQuestion {
  open: boolean
  copy: boolean
  target: Target
}

/** A row's menu that is open, or was last. */
export interface RowMenuRequest {
  row: ListRow
  target: Target
  at: MenuAnchor
  /** What gets the focus back: the list. */
  restore: HTMLElement | undefined
  byKeyboard: boolean
}

/** What keys, buttons, mouse and finger do to messages of the list. */
export function useListActions(accountId: string) {
  const folderName = useFolderName()
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const selection = useSelection(accountId)
  const arrangement = useArrangement(accountId)
  const actions = useMessageActions(accountId)
  const moves = useMoveActions(accountId)
  const facts = useActionFacts(accountId)
  const search = useSearch(accountId)
  const everywhere = useSearchEverywhere(accountId)
  const place = reactive<PlaceQuestion>({ open: false, copy: false, target: 'selection' })

  /** What was done last, for what is the target then. */
  let again = (): unknown => false
  const rowMenu = shallowRef<RowMenuRequest>()
  /** Messages that are to go into a file, while that is asked about. */
  const exported = shallowRef<NamedMessages>()

  /** A row that is chosen stands for all that are. */
  function openMenu(row: ListRow, request: Omit<RowMenuRequest, 'row' | 'target'>): void {
    const target = selection.uids.has(row.uid) ? 'selection' : arrangement.whole(row)
    rowMenu.value = { ...request, row, target }
  }

  /** The chosen messages, else the row the keyboard is on; `undefined` when there is nothing to act on. */
  function target(): Target | undefined {
    if (everywhere.shown) return foundTarget()
    if (selection.count > 0) return 'selection'
    const at = messages.indexOf(selection.cursorUid) ?? messages.selectedIndex
    const row = at === undefined ? undefined : messages.rowAt(at)
    return row && arrangement.whole(row)
  }

  /** The result the keyboard is on, else the one that is open. */
  function foundTarget(): Target | undefined {
    const { list } = everywhere
    const at = list?.places.get(list.cursor ?? search.openKey ?? '')
    const found = at === undefined ? undefined : list?.list[at]
    return found && list?.targetOf(found)
  }

  /** A toggle turns a flag off only when every known row of the target has it. */
  function everyRow(of: Target, is: (row: ListRow) => boolean): boolean {
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

  function factsOf(of: Target): ActionFacts {
    return facts.ofRows(of, (is) => everyRow(of, is))
  }

  const effects: ActionEffects = {
    messages: actions,
    remove: useRemove(accountId),
    askFile: (of) => void askFile(of),
    askPlace: (of, { copy }) => void Object.assign(place, { open: true, copy, target: of }),
  }

  /** Named first: what is chosen may be another's by the time it is written. */
  async function askFile(of: Target): Promise<void> {
    const named = await nameTarget(of, { messages, selection, arrangement }).catch(() => undefined)
    if (named && named.uids.length > 0) exported.value = named
  }

  /** @returns `false` when there was nothing to do */
  function run(id: MessageActionId, of: Target | undefined = target()): unknown {
    if (id !== 'move' && id !== 'copy') again = () => run(id)
    return of === undefined ? false : runAction(id, effects, { target: of, facts: factsOf(of) })
  }

  function choosePlace(path: string): void {
    place.open = false
    fileAt(place.target, path, place.copy)
    again = () => {
      const of = target()
      return of === undefined ? false : fileAt(of, path, place.copy)
    }
  }

  function fileAt(of: Target, path: string, copy: boolean): void {
    const entry = folders.entryOf(path)
    const values = { folder: entry ? folderName(entry) : path }
    moves.remember(path)
    if (copy) void actions.copyTo(of, path, { text: 'list.toast.copied', values })
    else void actions.moveTo(of, path, { text: 'list.toast.moved', values })
  }

  /** Of what a key would act on. */
  function targetFacts(): ActionFacts | undefined {
    const of = target()
    return of === undefined ? undefined : factsOf(of)
  }

  return { run, repeat: () => again(), targetFacts, factsOf, place, choosePlace, exported, rowMenu, openMenu }
}
