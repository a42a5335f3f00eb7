import type { SpecialUse } from '../../../shared/mail/mailbox.ts'
import type { FolderNode, FolderTree } from '../../stores/folders/index.ts'
import type { IconName } from '../shell/icons.ts'

/** A line of the tree as it is drawn. */
export interface FolderRow {
  node: FolderNode
  /** 1 for the top, as aria-level counts. */
  level: number
  /** The path of the folder above, where that is drawn too. */
  parent?: string
  expanded?: boolean
  /** Place among its siblings, from 1, and how many they are. */
  position: number
  siblings: number
  /** Of the user's own folders, which come behind the special ones. */
  own: boolean
  /** Lifted to the top by the person. */
  favourite: boolean
  /** The first of them. */
  startsOwn: boolean
}

/** The lines on screen, top to bottom: children of collapsed folders are not, and favourites are lifted above all. */
export function visibleRows(
  tree: FolderTree,
  collapsed: ReadonlySet<string>,
  favourites: readonly string[] = [],
): FolderRow[] {
  const rows: FolderRow[] = []
  const all = [...tree.special, ...tree.own].flatMap(withChildren)
  const lifted = favourites.flatMap((path) => all.find((node) => node.path === path) ?? [])
  const rest = (nodes: readonly FolderNode[]): FolderNode[] => nodes.filter((node) => !lifted.includes(node))
  const head = [...lifted, ...rest(tree.special)]
  const top = [...head, ...rest(tree.own)]
  const walk = (nodes: readonly FolderNode[], level: number, above?: FolderRow): void => {
    for (const [at, node] of nodes.entries()) {
      const below = rest(node.children)
      const expanded = below.length > 0 ? { expanded: !collapsed.has(node.path) } : {}
      const row: FolderRow = {
        node,
        level,
        ...(above ? { parent: above.node.path } : {}),
        ...expanded,
        position: at + 1,
        siblings: nodes.length,
        own: above?.own ?? at >= head.length,
        favourite: level === 1 && at < lifted.length,
        startsOwn: level === 1 && at > 0 && at === head.length,
      }
      rows.push(row)
      if (expanded.expanded) walk(below, level + 1, row)
    }
  }
  walk(top, 1)
  return rows
}

const ICONS: Record<SpecialUse, IconName> = {
  inbox: 'inbox',
  flagged: 'star',
  drafts: 'file',
  sent: 'send',
  archive: 'archive',
  junk: 'shield',
  trash: 'trash',
  all: 'mails',
}

export function folderIcon(node: FolderNode): IconName {
  return node.specialUse === undefined ? 'folder' : ICONS[node.specialUse]
}

/** A folder and all that is below it. */
export function withChildren(node: FolderNode): FolderNode[] {
  return [node, ...node.children.flatMap(withChildren)]
}
