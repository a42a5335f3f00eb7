import { shallowRef } from 'vue'
import { useI18n } from 'petite-vue-i18n'
import { useFolderActions, useFolderContents } from '../../stores/actions/index.ts'
import {
  type FolderNode,
  isBelow,
  parentOf,
  pathIn,
  type PlaceForName,
  useFolders,
} from '../../stores/folders/index.ts'
import { useSettings } from '../../stores/kit/settings.ts'
import { confirm } from '../ui/confirm.ts'
import type { MenuItem } from '../ui/menu.ts'
import { folderMenu, type FolderAction } from './folderMenu.ts'
import { withChildren, type FolderRow } from './folderRows.ts'
import { useFolderName } from './useFolderName.ts'

/** A name being written: of a folder (`path`), or of a new one below `below`, or at the top. */
export interface Naming {
  path?: string
  below?: string
  field: { label: string; place: PlaceForName; initial?: string }
}

export interface Picking {
  path: string
  title: string
  exclude: (node: FolderNode) => boolean
}

/** What the folders' menus do, with the questions they ask first. */
export function useFolderMenu(
  accountId: string,
  tree: {
    reveal: (path: string) => void
    focus: (path: string) => void
    transfer: (kind: 'export' | 'import', node: FolderNode) => void
  },
) {
  const { t } = useI18n()
  const folderName = useFolderName()
  const folders = useFolders(accountId)
  const settings = useSettings()
  const actions = useFolderActions(accountId)
  const contents = useFolderContents(accountId)
  const naming = shallowRef<Naming>()
  const picking = shallowRef<Picking>()
  const favourites = (): readonly string[] => settings.personal.favourites[accountId] ?? []

  const isOwn = (node: FolderNode): boolean =>
    node.specialUse === undefined && !node.unnameable && folders.entryOf(node.path) !== undefined

  function startNew(node?: FolderNode): void {
    const parent = node?.path
    // Asked while the name is being written.
    if (parent === undefined) void actions.topPrefix()
    else tree.reveal(parent)
    const delimiter = actions.delimiterOf(parent)
    const label = node ? t('shell.folders.newIn', { folder: folderName(node) }) : t('shell.folders.newName')
    const place = { parent, delimiter, entries: folders.entries, prefix: actions.prefix ?? '' }
    naming.value = { ...(parent === undefined ? {} : { below: parent }), field: { label, place } }
  }

  function startRename({ node }: FolderRow): void {
    if (!isOwn(node)) return
    const delimiter = actions.delimiterOf(node.path)
    naming.value = {
      path: node.path,
      field: {
        label: t('shell.folders.renameLabel', { folder: node.name }),
        place: {
          parent: parentOf(node.path, delimiter),
          delimiter,
          entries: folders.entries,
          self: node.path,
        },
        initial: node.name,
      },
    }
  }

  /** The line stands there before the server answered: the focus goes to it at once, never later from elsewhere. */
  async function named(name: string): Promise<void> {
    const now = naming.value
    naming.value = undefined
    if (!now) return
    const working = now.path === undefined ? actions.create(now.below, name) : actions.rename(now.path, name)
    tree.focus(pathIn(name, now.field.place))
    await working
  }

  function unnamed(): void {
    const path = naming.value?.path ?? naming.value?.below
    naming.value = undefined
    if (path !== undefined) tree.focus(path)
  }

  function startMove({ node }: FolderRow): void {
    const delimiter = actions.delimiterOf(node.path)
    const parent = parentOf(node.path, delimiter)
    picking.value = {
      path: node.path,
      title: t('shell.folders.moveTitle', { folder: node.name }),
      exclude: ({ path }) => path === node.path || path === parent || isBelow(path, node.path, delimiter),
    }
  }

  function picked(parent: string | undefined): void {
    if (picking.value) void actions.moveTo(picking.value.path, parent)
    picking.value = undefined
  }

  async function remove(node: FolderNode): Promise<void> {
    if (!isOwn(node)) return
    const to = actions.discardedPath(node.path)
    // It can be undone: nobody is asked.
    if (to !== undefined) return actions.discard(node.path, to)
    const below = withChildren(node).length - 1
    const count = node.selectable
      ? await contents.look(node.path).then(
          ({ messages }) => messages,
          () => undefined,
        )
      : 0
    const what =
      count === undefined ? t('shell.folders.deleteUnknown') : t('shell.folders.deleteText', { count }, count)
    const yes = await confirm({
      title: t('shell.folders.deleteTitle', { folder: node.name }),
      text: below === 0 ? what : `${what} ${t('shell.folders.deleteBelow', { count: below }, below)}`,
      action: t('shell.folders.delete'),
      danger: true,
    })
    if (yes) await actions.remove(node.path)
  }

  async function empty(node: FolderNode): Promise<void> {
    const found = await contents.look(node.path).catch((error: unknown) => {
      actions.report('shell.folders.lookFailed', error)
      return undefined
    })
    if (!found) return
    const yes = await confirm({
      title: t('shell.folders.emptyTitle', { folder: folderName(node) }),
      text: t('shell.folders.emptyText', { count: found.messages }, found.messages),
      action: t('shell.folders.empty'),
      danger: true,
    })
    if (yes) await contents.empty(found)
  }

  function act(action: FolderAction, row: FolderRow): void {
    const { node } = row
    const runs: Record<FolderAction, () => unknown> = {
      newSubfolder: () => startNew(node),
      rename: () => startRename(row),
      moveTo: () => startMove(row),
      favourite: () => settings.setFavourite(accountId, node.path, !favourites().includes(node.path)),
      markAllRead: () => contents.markAllRead(node.path),
      subscribed: () => actions.subscribe(node.path, !(folders.entryOf(node.path)?.subscribed ?? false)),
      export: () => tree.transfer('export', node),
      import: () => tree.transfer('import', node),
      empty: () => empty(node),
      delete: () => remove(node),
    }
    void runs[action]()
  }

  function menuFor(node: FolderNode): MenuItem<FolderAction>[] {
    return folderMenu({
      node,
      entry: folders.entryOf(node.path),
      unseen: folders.counts.get(node.path)?.unseen ?? 0,
      favourite: favourites().includes(node.path),
      text: (action) => t(`shell.folders.${action}`),
    })
  }

  const menuLabel = (node: FolderNode): string => t('shell.folders.actions', { folder: folderName(node) })

  return { naming, picking, startNew, startRename, named, unnamed, picked, remove, act, menuFor, menuLabel }
}
