/**
 * A rich text as a tree: the editor's own JSON (ProseMirror's `Node.toJSON`). Drafts hold it, so that what is kept, sent
 * and drawn again is never a string of HTML that someone would have to parse (threat 24).
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

/** Whether plain text would lose something: marks, lists, pictures and the like. Quotes it keeps. */
export function hasFormatting(node: DocNode): boolean {
  if ((node.marks?.length ?? 0) > 0) return true
  if (!PLAIN.has(node.type)) return true
  return node.content?.some(hasFormatting) ?? false
}

const PLAIN = new Set(['doc', 'paragraph', 'text', 'hardBreak', 'blockquote'])

export function isEmptyDoc(node: DocNode): boolean {
  if (node.type === 'image' || node.type === 'horizontalRule') return false
  if (node.type === 'text') return (node.text ?? '').trim() === ''
  return node.content?.every(isEmptyDoc) ?? true
}

/** Content-IDs of the pictures it shows, without brackets. */
export function picturesIn(node: DocNode): Set<string> {
  const found = new Set<string>()
  const visit = (one: DocNode): void => {
    const id = one.type === 'image' ? contentIdIn(one.attrs?.['src']) : undefined
    if (id !== undefined) found.add(id)
    one.content?.forEach(visit)
  }
  visit(node)
  return found
}

export function contentIdIn(src: unknown): string | undefined {
  return typeof src === 'string' && src.startsWith('cid:') ? src.slice(4) : undefined
}

/** Where a link in a message may lead; anything else is only text. */
export function isSafeLink(href: unknown): href is string {
  return typeof href === 'string' && /^(?:https?:\/\/|mailto:|tel:)[^\s]*$/i.test(href)
}
