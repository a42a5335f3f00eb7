import type { SpecialUse } from '../../../shared/mail/mailbox.ts'
import type { FolderNode, FolderTree } from '../../stores/folderTree.ts'
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
  /** The first of the user's own folders: a heading stands before it. */
  startsOwn: boolean
}

/** The lines on screen, top to bottom: children of collapsed folders are not. */
export function visibleRows(tree: FolderTree, collapsed: ReadonlySet<string>): FolderRow[] {
  const rows: FolderRow[] = []
  const top = [...tree.special, ...tree.own]
  const walk = (nodes: readonly FolderNode[], level: number, parent?: string): void => {
    for (const [at, node] of nodes.entries()) {
      const expanded = node.children.length > 0 ? { expanded: !collapsed.has(node.path) } : {}
      rows.push({
        node,
        level,
        ...(parent === undefined ? {} : { parent }),
        ...expanded,
        position: at + 1,
        siblings: nodes.length,
        startsOwn: level === 1 && at > 0 && at === tree.special.length,
      })
      if (expanded.expanded) walk(node.children, level + 1, node.path)
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
