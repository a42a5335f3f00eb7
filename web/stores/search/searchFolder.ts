import type { MailboxEntry } from '../../../shared/mail/mailbox.ts'
import type { FolderNode, FolderTree } from '../folders/index.ts'

/** Where a search looks: in the folder on screen, or in all. */
export type SearchScope = 'folder' | 'all'

/** After `in:`, where no folder is called so. */
export const ALL_FOLDERS = 'all'

const USES: Record<string, string> = { deleted: 'trash', spam: 'junk' }

/** The folder that is meant by its path, by what it is for, or by its name. Pure. */
export function findFolder(entries: readonly MailboxEntry[], typed: string): string | undefined {
  const wanted = typed.toLowerCase()
  const selectable = entries.filter((entry) => entry.selectable)
  return (
    selectable.find(({ path }) => path.toLowerCase() === wanted) ??
    selectable.find(({ specialUse }) => specialUse === (USES[wanted] ?? wanted)) ??
    selectable.find(({ name }) => name.toLowerCase() === wanted)
  )?.path
}

/** The same search without its `in:`, for who has chosen by hand where to look. Pure. */
export function withoutFolder(text: string): string {
  return text
    .replace(/(^|\s)-?in:(?:"[^"]*"?|\S+)/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * All folders in the order they are searched: INBOX, the one on screen, the others as the tree shows them, and last what was
 * thrown away. One of flagged messages shows what is elsewhere. Pure.
 */
export function searchOrder(tree: FolderTree, onScreen: string | undefined): string[] {
  const nodes = [...tree.special, ...tree.own].flatMap(withBelow)
  const rank = ({ path, specialUse }: FolderNode): number => {
    if (specialUse === 'inbox') return 0
    if (path === onScreen) return 1
    return specialUse === 'junk' || specialUse === 'trash' ? 3 : 2
  }
  return nodes
    .filter(({ selectable, specialUse }) => selectable && specialUse !== 'flagged')
    .sort((one, other) => rank(one) - rank(other))
    .map(({ path }) => path)
}

function withBelow(node: FolderNode): FolderNode[] {
  return [node, ...node.children.flatMap(withBelow)]
}
