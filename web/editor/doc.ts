/**
 * A rich text as a tree: the editor's JSON (ProseMirror's `Node.toJSON`). Drafts store the tree and not HTML, so that
 * nothing ever parses a stored string (threat 24).
 */
export interface DocNode {
  type: string
  attrs?: Record<string, unknown>
  content?: DocNode[]
  marks?: DocMark[]
  text?: string
}

export interface DocMark {
  type: string
  attrs?: Record<string, unknown>
}

export function emptyDoc(): DocNode {
  return { type: 'doc', content: [{ type: 'paragraph' }] }
}

/** Whether plain text would lose anything: marks, lists, pictures. It keeps quotes. */
export function hasFormatting(node: DocNode): boolean {
  if ((node.marks?.length ?? 0) > 0) return true
  if (!PLAIN.has(node.type) || node.attrs?.['align']) return true
  return node.content?.some(hasFormatting) ?? false
}

const PLAIN = new Set(['doc', 'paragraph', 'text', 'hardBreak', 'blockquote'])

export function isEmptyDoc(node: DocNode): boolean {
  if (node.type === 'image' || node.type === 'horizontalRule' || node.type === 'table') return false
  if (node.type === 'text') return (node.text ?? '').trim() === ''
  return node.content?.every(isEmptyDoc) ?? true
}

/** Content-IDs of the text's pictures, without brackets. */
export function picturesIn(node: DocNode): Set<string> {
  const ids = new Set<string>()
  const visit = (node: DocNode): void => {
    const id = node.type === 'image' ? contentIdIn(node.attrs?.['src']) : undefined
    if (id !== undefined) ids.add(id)
    node.content?.forEach(visit)
  }
  visit(node)
  return ids
}

export function contentIdIn(src: unknown): string | undefined {
  return typeof src === 'string' && src.startsWith('cid:') ? src.slice(4) : undefined
}

/** Targets that a link may have; any other link becomes plain text. */
export function isSafeLink(href: unknown): href is string {
  return typeof href === 'string' && /^(?:https?:\/\/|mailto:|tel:)[^\s]*$/i.test(href)
}
