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

/** Nesting of a rich text that is taken from outside: deeper ones are no text that anybody wrote. */
const MAX_DOC_DEPTH = 100

/** Checks what comes from a file or an earlier page: a tree of nodes with texts, nothing of another type. What each may be is the editor's. */
export function docFrom(stored: unknown): DocNode | undefined {
  return (stored as Partial<DocNode> | null)?.type === 'doc' && isNode(stored, 0) ? stored : undefined
}

function isNode(value: unknown, depth: number): value is DocNode {
  if (typeof value !== 'object' || value === null || depth > MAX_DOC_DEPTH) return false
  const { type, text, content, marks, attrs } = value as Partial<Record<keyof DocNode, unknown>>
  const isPlain = (one: unknown): boolean => one === undefined || (typeof one === 'object' && one !== null)
  const hasMarks = marks === undefined || (Array.isArray(marks) && marks.every(isMark))
  const hasContent =
    content === undefined || (Array.isArray(content) && content.every((child) => isNode(child, depth + 1)))
  return (
    typeof type === 'string' &&
    (text === undefined || typeof text === 'string') &&
    isPlain(attrs) &&
    hasMarks &&
    hasContent
  )
}

function isMark(value: unknown): value is DocMark {
  return typeof (value as Partial<DocMark> | null)?.type === 'string'
}
