import { watch } from 'vue'
import { useRouter } from 'vue-router'
import { MESSAGE_ACTIONS } from '../../actions/actionTable.ts'
import { useCommands } from '../../keyboard/commands.ts'
import { chooseKeys } from '../../keyboard/keymap.ts'
import { useFolders } from '../../stores/folders/index.ts'
import { useMessages, useSelection } from '../../stores/list/index.ts'
import { useSettings } from '../../stores/kit/settings.ts'
import { useReading } from '../../stores/reading/index.ts'
import { useSearch, useSearchEverywhere } from '../../stores/search/index.ts'
import { useUndo } from '../../stores/actions/index.ts'
import type { useListActions } from './useListActions.ts'

export interface ListCommandsOptions {
  accountId: string
  actions: ReturnType<typeof useListActions>
  cursor(): number | undefined
  goTo(index: number): void
  /** Goes there without opening. */
  moveCursor(index: number): void
  focusList(): void
  focusSearch(): void
  showHelp(): void
  showPalette(): void
}

/** What the keys of the page do to the list and its messages; those of writing are answered where one writes. */
export function useListCommands(options: ListCommandsOptions): void {
  const { accountId, actions } = options
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const selection = useSelection(accountId)
  const reading = useReading(accountId)
  const search = useSearch(accountId)
  const everywhere = useSearchEverywhere(accountId)
  const undo = useUndo(accountId)
  const router = useRouter()
  const settings = useSettings()

  watch(
    () => [settings.view.keymap, settings.view.keys] as const,
    ([keymap, keys]) => void chooseKeys({ keymap, keys }).catch(() => undefined),
    { immediate: true },
  )

  function step(by: 1 | -1): unknown {
    if (everywhere.shown) {
      const { list } = everywhere
      // While some are chosen a step opens nothing, as in a folder.
      if (list && list.choice.count > 0) list.cursor = list.beside(list.cursor ?? search.openKey, by)
      else search.stepResult(by)
      options.focusList()
      return true
    }
    if (messages.count === 0) return false
    const at = options.cursor()
    const next = Math.min(Math.max(at === undefined ? 0 : at + by, 0), messages.count - 1)
    // While messages are chosen a step opens nothing, so that `x j x` chooses two.
    if (selection.count > 0) options.moveCursor(next)
    else options.goTo(next)
    options.focusList()
    return true
  }

  /** One thing at a time, the innermost first. */
  function close(): unknown {
    if (actions.choice.value.count > 0) actions.choice.value.clear()
    else if (reading.state.kind !== 'none') {
      reading.close()
      options.focusList()
    } else if (search.submitted !== '' || search.phase.kind === 'searching' || everywhere.shown)
      void search.clear()
    else return false
    return true
  }

  function go(path: string | undefined): unknown {
    if (path === undefined) return false
    reading.close()
    if (path === messages.path) void search.clear({ stay: true })
    void messages.open(path)
    options.focusList()
    return true
  }

  const ofMessages = Object.fromEntries(
    Object.values(MESSAGE_ACTIONS)
      .filter(({ group }) => group === 'message')
      .map(({ id }) => [id, () => actions.run(id)]),
  )

  useCommands({
    next: () => step(1),
    previous: () => step(-1),
    open: () => {
      if (everywhere.shown) return !document.activeElement?.matches('button') && search.openCursorResult()
      const at = options.cursor()
      // Where a button has the focus, Enter is the button's.
      if (at === undefined || document.activeElement?.matches('button, a, [role=treeitem]')) return false
      options.goTo(at)
      return true
    },
    close,
    select: () => {
      if (everywhere.shown) {
        const { list } = everywhere
        const key = list?.cursor ?? search.openKey
        if (!list || key === undefined || !list.places.has(key)) return false
        list.choice.toggle(key)
        return true
      }
      const row = messages.rowOf(selection.cursorUid)
      if (!row) return false
      selection.toggle(row)
      return true
    },
    selectAll: () => {
      options.focusList()
      void actions.choice.value.all().catch(() => undefined)
      return true
    },
    ...ofMessages,
    undo: undo.undoLast,
    repeat: actions.repeat,
    palette: options.showPalette,
    settings: () => void router.push({ name: 'settings' }),
    search: options.focusSearch,
    help: options.showHelp,
    goInbox: () => go(folders.pathFor('inbox') ?? 'INBOX'),
    goSent: () => go(folders.pathFor('sent')),
    goDrafts: () => go(folders.pathFor('drafts')),
  })
}
