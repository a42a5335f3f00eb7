import { DIVIDER_LINE, QUOTED_HEADER } from '../../shared/mail/quotes.ts'
import { isSeen } from './seen.ts'
import { LONG_QUOTE_CHARACTERS, LONG_QUOTE_LINES, MAX_QUOTE_CANDIDATES } from './limits.ts'

/** What mail programs put around what they quote. */
const CONTAINERS =
  '.gmail_quote, .gmail_quote_container, .yahoo_quoted, .protonmail_quote, .tutanota_quote, .zmail_extra, blockquote'
/** What they put above it; everything behind belongs to the quotation. */
const DIVIDERS = '.moz-cite-prefix, #divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container'

/** Elements that only hold certain children: a fold is none of them. */
const STRICT_PARENTS = /^(?:TABLE|THEAD|TBODY|TFOOT|TR|UL|OL|DL|DETAILS)$/

/**
 * Folds the quotation at the end of a letter behind a button, where something of the writer's own stands before it and
 * nothing behind it. Moves nodes of the drawn document, after sanitising; text is never touched (threat 4). The fold is
 * a `details` element: it opens without any script.
 */
export function foldQuotes(box: HTMLElement, label: string): void {
  for (const { start, open } of candidates(box)) {
    const first = outermost(start, box)
    const { parentElement: parent } = first
    if (!parent || STRICT_PARENTS.test(parent.tagName) || !box.contains(parent)) continue
    if (!hasWords(box, { before: first })) continue
    const last = open ? lastSibling(first) : first
    if (hasWords(box, { after: last })) continue
    fold(first, lastSibling(first), label)
    return
  }
}

/** What mail programs mark as quoted, wherever it stands; a bare `blockquote` may be no more than an indent. */
const QUOTES = '.ponte-quote, blockquote[type="cite"], .gmail_quote blockquote, blockquote.gmail_quote'

/** Folds long quotations where they stand, as on mailing lists that answer below: one reads what is new. */
export function foldLongQuotes(box: HTMLElement, label: string): void {
  for (const quote of [...box.querySelectorAll(QUOTES)].slice(0, MAX_QUOTE_CANDIDATES)) {
    if (quote.closest('.ponte-fold') || quote.parentElement?.closest(QUOTES) || !isLong(quote)) continue
    if (hasWords(box, { before: quote }) || hasWords(box, { after: quote })) fold(quote, quote, label)
  }
}

function isLong(quote: Element): boolean {
  const text = quote.textContent ?? ''
  return text.length > LONG_QUOTE_CHARACTERS || text.trim().split('\n').length > LONG_QUOTE_LINES
}

interface Candidate {
  start: Element
  /** It does not end by itself. */
  open: boolean
}

function candidates(box: HTMLElement): Candidate[] {
  const found: Candidate[] = []
  for (const element of box.querySelectorAll(`${CONTAINERS}, ${DIVIDERS}, div[style*="border"]`)) {
    if (found.length >= MAX_QUOTE_CANDIDATES) break
    const divider = element.matches(DIVIDERS)
    if (divider || element.matches(CONTAINERS)) found.push({ start: element, open: divider })
    else if (isOutlookHeader(element)) found.push({ start: element, open: true })
  }
  const line = dividerLine(box)
  if (line) found.push({ start: line, open: true })
  return found
}

function isOutlookHeader(element: Element): boolean {
  const { style } = element as HTMLElement
  return style.borderTopStyle === 'solid' && QUOTED_HEADER.test((element.textContent ?? '').slice(0, 60))
}

function dividerLine(box: HTMLElement): Element | undefined {
  const walker = box.ownerDocument.createTreeWalker(box, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? ''
    if (text.length < 200 && DIVIDER_LINE.test(text)) return node.parentElement ?? undefined
  }
  return undefined
}

/** As far out as nothing of the writer's own is taken along. */
function outermost(start: Element, box: HTMLElement): Element {
  let first = start
  for (let parent = first.parentElement; parent && parent !== box; parent = first.parentElement) {
    if (hasWords(parent, { before: first })) break
    first = parent
  }
  return first
}

function lastSibling(element: Element): Node {
  return element.parentNode?.lastChild ?? element
}

/** Words that one sees: a preheader that a newsletter hides is nobody's letter. */
function hasWords(root: Element, where: { before?: Node; after?: Node }): boolean {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  if (where.after) walker.currentNode = lastWithin(where.after)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (where.before && isAtOrBehind(node, where.before)) return false
    if (where.after?.contains(node)) continue
    const { parentElement } = node
    if (parentElement?.tagName === 'STYLE') continue
    const words = (node.nodeValue ?? '').replace(/[\u034f\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    if (/\S/.test(words) && isSeen(node as Text)) return true
  }
  return false
}

function lastWithin(node: Node): Node {
  let last = node
  while (last.lastChild) last = last.lastChild
  return last
}

/** In the order of the document. */
function isAtOrBehind(node: Node, mark: Node): boolean {
  return node === mark || (mark.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}

function fold(first: Element, last: Node, label: string): void {
  const { details } = createFold(first.ownerDocument, label)
  first.before(details)
  for (let node: Node | null = first; node;) {
    const next: Node | null = node === last ? null : node.nextSibling
    details.append(node)
    node = next
  }
}

/** An empty fold: what is appended to it is hidden until its button is pressed. */
export function createFold(document: Document, label: string): { details: HTMLDetailsElement } {
  const details = document.createElement('details')
  details.className = 'ponte-fold'
  const summary = document.createElement('summary')
  summary.textContent = '…'
  summary.title = label
  summary.setAttribute('aria-label', label)
  details.append(summary)
  return { details }
}
