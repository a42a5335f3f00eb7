import type { MailboxEntry, SpecialUse } from '../../../shared/mail/mailbox.ts'
import type { FolderNode, FolderTree } from '../folders/index.ts'

/** Where searches look: in all mail but what was thrown away, in that too, or in the folder on screen. */
export type SearchScope = 'all' | 'anywhere' | 'folder'

/** Where a search over folders looked. */
export type SearchPlace = { kind: 'mail' } | { kind: 'anywhere' } | { kind: 'folder'; path: string }

/** After `in:`, where no folder is called so. */
const WORDS_FOR_ALL: Record<string, 'all' | 'anywhere'> = { all: 'all', anywhere: 'anywhere' }

/** Kept apart: nobody looks there for what they keep. */
const THROWN_AWAY: ReadonlySet<string | undefined> = new Set(['junk', 'trash'])

/** What `in:` says of all folders. Pure. */
export function scopeAfterIn(typed: string): 'all' | 'anywhere' | undefined {
  return WORDS_FOR_ALL[typed.toLowerCase()]
}

/** Where searches look unless told otherwise: whoever stands before the junk means that. Pure. */
export function usualScope(use: SpecialUse | undefined): SearchScope {
  return THROWN_AWAY.has(use) ? 'folder' : 'all'
}

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
 * The folders of a search in the order they are searched: INBOX, the one on screen, the others as the tree shows them, and last,
 * where wanted, what was thrown away. One of flagged messages shows what is elsewhere. Pure.
 */
export function searchOrder(
  tree: FolderTree,
  { onScreen, anywhere }: { onScreen: string | undefined; anywhere: boolean },
): string[] {
  const rank = ({ path, specialUse }: FolderNode): number =>
    specialUse === 'inbox' ? 0 : path === onScreen ? 1 : 2
  const all = [...tree.special, ...tree.own]
  const isKept = ({ specialUse }: FolderNode): boolean => !THROWN_AWAY.has(specialUse)
  return [
    ...inOrder(all.filter(isKept).flatMap(withBelow), rank),
    ...(anywhere ? inOrder(all.filter((node) => !isKept(node)).flatMap(withBelow), rank) : []),
  ]
}

function inOrder(nodes: readonly FolderNode[], rank: (node: FolderNode) => number): string[] {
  return nodes
    .filter(({ selectable, specialUse }) => selectable && specialUse !== 'flagged')
    .sort((one, other) => rank(one) - rank(other))
    .map(({ path }) => path)
}

function withBelow(node: FolderNode): FolderNode[] {
  return [node, ...node.children.flatMap(withBelow)]
}
