import { computed, reactive, shallowRef } from 'vue'
import { runAction } from '../../actions/actionTable.ts'
import type { ActionEffects, ActionFacts, MessageActionId } from '../../actions/messageAction.ts'
import {
  messageOf,
  type NamedMessages,
  nameTarget,
  type Target,
  useArrangement,
  useMessages,
  useSelection,
} from '../../stores/list/index.ts'
import { useFolders } from '../../stores/folders/index.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { useMessageActions, useMoveActions, useUndo } from '../../stores/actions/index.ts'
import { useReading } from '../../stores/reading/index.ts'
import { type FoundMessage, useSearch, useSearchEverywhere } from '../../stores/search/index.ts'
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
  select: { isChosen: boolean; toggle(): void }
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
  const undo = useUndo(accountId)
  const facts = useActionFacts(accountId)
  const reading = useReading(accountId)
  const search = useSearch(accountId)
  const everywhere = useSearchEverywhere(accountId)
  const place = reactive<PlaceQuestion>({ open: false, copy: false, target: 'selection' })

  /** What was done last, for what is the target then. */
  let again = (): unknown => false
  const rowMenu = shallowRef<RowMenuRequest>()
  /** Messages that are to go into a file, while that is asked about. */
  const exported = shallowRef<NamedMessages>()

  /** What is chosen in what is on screen: results of a search over folders, or rows of one. */
  const choice = computed(
    () =>
      foundChoice() ?? {
        count: selection.count,
        total: messages.count,
        clear: selection.clear,
        all: selection.all,
      },
  )

  function foundChoice() {
    return everywhere.shown ? everywhere.list?.choice : undefined
  }

  /** Results that are chosen lie in several mailboxes. */
  function targetsOf(of: Target): readonly Target[] {
    return (of === 'selection' ? foundChoice()?.targets() : undefined) ?? [of]
  }

  /** The same in each mailbox, told and undone as one. */
  function each(doing: (target: Target) => unknown) {
    return (of: Target): unknown => {
      const [first, ...others] = targetsOf(of)
      if (first === undefined) return false
      return others.length === 0 ? doing(first) : undo.together(() => [first, ...others].map(doing))
    }
  }

  /** The menu of a result, or of all that are chosen when it is one of them. */
  function openFoundMenu(
    found: FoundMessage,
    request: Omit<RowMenuRequest, 'row' | 'target' | 'select'>,
  ): void {
    const { list } = everywhere
    const target = list?.targetOf(found)
    if (!list || !target?.row) return
    const { keys, toggle } = list.choice
    const isChosen = keys.has(found.key)
    rowMenu.value = {
      ...request,
      row: target.row,
      target: isChosen ? 'selection' : target,
      select: { isChosen, toggle: () => toggle(found.key) },
    }
  }

  /** A row that is chosen stands for all that are. */
  function openMenu(row: ListRow, request: Omit<RowMenuRequest, 'row' | 'target' | 'select'>): void {
    const isChosen = selection.uids.has(row.uid)
    const target = isChosen ? 'selection' : arrangement.whole(row)
    const select = { isChosen, toggle: () => selection.toggle(row) }
    rowMenu.value = { ...request, row, target, select }
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
    if (list && list.choice.count > 0) return 'selection'
    const at = list?.places.get(list.cursor ?? search.openKey ?? '')
    const found = at === undefined ? undefined : list?.list[at]
    return found && list?.targetOf(found)
  }

  /** A toggle turns a flag off only when every known row of the target has it. */
  function everyRow(of: Target, is: (row: ListRow) => boolean): boolean {
    const known = rowsOf(of)
    const isOfFolder = of === 'selection' && !foundChoice()
    return known.length > 0 && known.every((row) => is(isOfFolder ? arrangement.shown(row) : row))
  }

  /** Rows that are known of the target. */
  function rowsOf(of: Target): readonly ListRow[] {
    if (of === 'selection' && foundChoice()) return foundChoice()?.rows() ?? []
    if (of === 'selection') return messages.knownRows().filter((row) => selection.uids.has(row.uid))
    const row = 'uids' in of ? of.row : of
    return row ? [row] : []
  }

  function factsOf(of: Target): ActionFacts {
    return facts.ofRows(of, (is) => everyRow(of, is), targetsOf(of))
  }

  const effects: ActionEffects = {
    messages: {
      archive: each(actions.archive),
      toggleJunk: each(actions.toggleJunk),
      restore: each(actions.restore),
      askLabels: actions.askLabels,
      setFlag: (of, flag, change) => each((target) => actions.setFlag(target, flag, change))(of),
    },
    remove: each(useRemove(accountId)),
    otherWay: (of) => {
      const withheld = messageOf(of, messages.mailboxRef())
      return withheld ? reading.openOtherWay(withheld) : false
    },
    block: (of) => void block(of),
    askFile: (of) => void askFile(of),
    askPlace: (of, { copy }) => void Object.assign(place, { open: true, copy, target: of }),
  }

  async function block(of: Target): Promise<void> {
    const [rows, targets] = [rowsOf(of), targetsOf(of)]
    const { useBlocking } = await import('../../stores/blocking/index.ts')
    await useBlocking(accountId).block(rows, targets)
  }

  /** Named first: what is chosen may be another's by the time it is written. */
  async function askFile(of: Target): Promise<void> {
    const [target = of] = targetsOf(of)
    const named = await nameTarget(target, { messages, selection, arrangement }).catch(() => undefined)
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
    void each((target) =>
      copy
        ? actions.copyTo(target, path, { text: 'list.toast.copied', values })
        : actions.moveTo(target, path, { text: 'list.toast.moved', values }),
    )(of)
  }

  /** Of what a key would act on. */
  function targetFacts(): ActionFacts | undefined {
    const of = target()
    return of === undefined ? undefined : factsOf(of)
  }

  return {
    run,
    repeat: () => again(),
    targetFacts,
    factsOf,
    rowsOf,
    place,
    choosePlace,
    exported,
    rowMenu,
    openMenu,
    openFoundMenu,
    choice,
    targetsOf,
  }
}
