import type { MailboxEntry, SpecialUse } from '../../../shared/mail/mailbox.ts'

export interface FolderNode {
  path: string
  /** As the server has it; special folders are shown by their use instead. */
  name: string
  specialUse?: SpecialUse
  selectable: boolean
  /** The server's name for it is none that a command could use. */
  unnameable: boolean
  children: FolderNode[]
}

/** What people expect first, in this order. */
const ORDER: readonly SpecialUse[] = ['inbox', 'flagged', 'drafts', 'sent', 'archive', 'junk', 'trash', 'all']

export interface FolderTree {
  /** Special folders, wherever the server keeps them; folders inside them stay inside. */
  special: FolderNode[]
  /** The user's own. */
  own: FolderNode[]
}

/**
 * LIST's lines as a tree. A level that LIST does not name (RFC 3501 section 6.3.8 allows it) becomes a folder that
 * cannot be opened, so that what is below it has a place.
 */
export function buildFolderTree(entries: readonly MailboxEntry[], language?: string): FolderTree {
  const nodes = new Map<string, FolderNode>()
  const roots: FolderNode[] = []
  for (const entry of entries) {
    const node = placed(entry.path, entry.delimiter, { nodes, roots })
    node.name = entry.name === '' ? node.name : entry.name
    node.selectable = entry.selectable
    node.unnameable = entry.unnameable ?? false
    if (entry.specialUse !== undefined) node.specialUse = entry.specialUse
  }
  const special: FolderNode[] = []
  const own = withoutSpecial(roots, special)
  const byName = new Intl.Collator(language, { numeric: true, sensitivity: 'base' })
  sortTree(own, byName)
  for (const node of special) sortTree(node.children, byName)
  special.sort((a, b) => rank(a) - rank(b))
  return { special, own }
}

interface Place {
  nodes: Map<string, FolderNode>
  roots: FolderNode[]
}

function placed(path: string, delimiter: string | null, place: Place): FolderNode {
  const known = place.nodes.get(path)
  if (known) return known
  const cut = delimiter === null || delimiter === '' ? -1 : path.lastIndexOf(delimiter)
  const name = cut === -1 ? path : path.slice(cut + (delimiter?.length ?? 0))
  const node: FolderNode = { path, name, selectable: false, unnameable: false, children: [] }
  place.nodes.set(path, node)
  if (cut > 0) placed(path.slice(0, cut), delimiter, place).children.push(node)
  else place.roots.push(node)
  return node
}

/** Takes special folders out of where they are; their own children go with them, except those of INBOX on servers that keep everything below it. */
function withoutSpecial(nodes: FolderNode[], special: FolderNode[]): FolderNode[] {
  const rest: FolderNode[] = []
  for (const node of nodes) {
    node.children = withoutSpecial(node.children, special)
    if (node.specialUse !== undefined && node.selectable) special.push(node)
    else if (node.selectable || node.unnameable || node.children.length > 0) rest.push(node)
  }
  return rest
}

function sortTree(nodes: FolderNode[], byName: Intl.Collator): void {
  nodes.sort((a, b) => byName.compare(a.name, b.name))
  for (const node of nodes) sortTree(node.children, byName)
}

function rank(node: FolderNode): number {
  return node.specialUse === undefined ? ORDER.length : ORDER.indexOf(node.specialUse)
}
