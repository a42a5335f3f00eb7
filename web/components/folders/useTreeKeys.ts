import { computed, nextTick, ref } from 'vue'
import type { FolderRow } from './folderRows.ts'
import { useFolderName } from './useFolderName.ts'

export interface TreeKeysOptions {
  root: () => HTMLElement | null
  rows: () => readonly FolderRow[]
  selected: () => string | undefined
  open: (row: FolderRow) => void
  toggle: (row: FolderRow) => void
  rename: (row: FolderRow) => void
  remove: (row: FolderRow) => void
  menu: (row: FolderRow, item: HTMLElement) => void
}

/** The tree view pattern of WAI-ARIA, with F2 and Delete as in every file manager. */
export function useTreeKeys(options: TreeKeysOptions) {
  const { rows, open, toggle } = options
  const folderName = useFolderName()
  const focused = ref<string>()
  /** The one item that Tab reaches. */
  const tabStop = computed(() => {
    const wanted = focused.value ?? options.selected()
    return rows().some((row) => row.node.path === wanted) ? wanted : rows()[0]?.node.path
  })

  async function focus(row: FolderRow | undefined): Promise<void> {
    if (row) await focusPath(row.node.path)
  }

  async function focusPath(path: string): Promise<void> {
    focused.value = path
    await nextTick()
    options.root()?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus()
  }

  /** However it got the focus: a screen reader moves it too. */
  function onFocus(event: FocusEvent): void {
    const item =
      event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[role=treeitem]') : null
    if (item?.dataset['path'] !== undefined) focused.value = item.dataset['path']
  }

  function onKey(event: KeyboardEvent): void {
    const at = rows().findIndex((row) => row.node.path === tabStop.value)
    const row = rows()[at]
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return
    // Right goes into the tree, which is leftwards where the page reads so.
    const rtl = options.root()?.matches(':dir(rtl)') ?? false
    const inwards = (): unknown =>
      row.expanded === false ? toggle(row) : row.expanded ? focus(rows()[at + 1]) : undefined
    const outwards = (): unknown =>
      row.expanded ? toggle(row) : focus(rows().find((one) => one.node.path === row.parent))
    const moves: Record<string, () => unknown> = {
      ArrowDown: () => focus(rows()[at + 1]),
      ArrowUp: () => focus(rows()[at - 1]),
      Home: () => focus(rows()[0]),
      End: () => focus(rows().at(-1)),
      ArrowRight: rtl ? outwards : inwards,
      ArrowLeft: rtl ? inwards : outwards,
      Enter: () => open(row),
      ' ': () => open(row),
      F2: () => options.rename(row),
      Delete: () => options.remove(row),
    }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const item = options.root()?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')
      if (item) moves[event.key] = () => options.menu(row, item)
    }
    const move =
      moves[event.key] ?? (event.key.length === 1 ? () => focus(startingWith(event.key, at)) : undefined)
    if (!move) return
    event.preventDefault()
    event.stopPropagation()
    void move()
  }

  function startingWith(letter: string, after: number): FolderRow | undefined {
    const turned = [...rows().slice(after + 1), ...rows().slice(0, after + 1)]
    return turned.find((row) => folderName(row.node).toLowerCase().startsWith(letter.toLowerCase()))
  }

  return { focused, tabStop, focusPath, onFocus, onKey }
}
