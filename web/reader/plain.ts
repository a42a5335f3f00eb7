import { DIVIDER_LINE } from '../../shared/mail/quotes.ts'
import { linkify } from '../mime/linkify.ts'
import { toBlocks, type Flowed, type TextBlock } from '../mime/plainText.ts'
import { createFold } from './foldQuotes.ts'

export interface PlainOptions {
  flowed?: Flowed | undefined
  /** Name of the button behind which the quotation at the end is folded; absent: it is not. */
  foldLabel?: string | undefined
}

/** Plain text as nodes: letters stay letters, links are made of what `linkify` found (threat 5). */
export function renderPlain(document: Document, text: string, options: PlainOptions = {}): HTMLElement {
  const { flowed, foldLabel } = options
  const blocks = toBlocks(text, flowed)
  const at = foldLabel === undefined ? -1 : foldAt(blocks)
  if (at === -1 || foldLabel === undefined) return textBox(document, blocks)
  const box = document.createElement('div')
  const { details } = createFold(document, foldLabel)
  details.append(textBox(document, blocks.slice(at)))
  box.append(textBox(document, blocks.slice(0, at)), details)
  return box
}

/** A last line with a date that ends in a colon. */
const ATTRIBUTION = /(?:^|\n)[^\n]{0,120}\d[^\n]{0,120}:\s*$/

/**
 * Where the quotation at the end begins; a divider line splits its block in two. -1: there is none, or nothing of the
 * writer's own stands before it, or something behind it.
 */
function foldAt(blocks: TextBlock[]): number {
  const divided = blocks.findIndex(({ depth, text }) => depth === 0 && DIVIDER_LINE.test(text))
  const found = blocks[divided]
  if (found) {
    const split = DIVIDER_LINE.exec(found.text)?.index ?? 0
    const own = found.text.slice(0, split).trimEnd()
    const words = [...blocks.slice(0, divided).map((block) => block.text), own]
    if (!words.some((one) => /\S/.test(one))) return -1
    blocks.splice(divided, 1, { depth: 0, text: own }, { depth: 0, text: found.text.slice(split).trim() })
    return divided + 1
  }
  let end = blocks.length
  while (end > 0 && blocks[end - 1]?.depth === 0 && !/\S/.test(blocks[end - 1]?.text ?? '')) end--
  let start = end
  while (start > 0 && ((blocks[start - 1]?.depth ?? 0) > 0 || !/\S/.test(blocks[start - 1]?.text ?? '')))
    start--
  while (start < end && blocks[start]?.depth === 0) start++
  if (start === end) return -1
  // "On 22 November Anna wrote:" belongs to what it announces.
  const above = blocks[start - 1]
  const split = above?.depth === 0 ? ATTRIBUTION.exec(above.text) : null
  const words = above && split ? above.text.slice(0, split.index) : ''
  if (above && split && /\S/.test(words)) {
    const line = above.text.slice(split.index).trim()
    blocks.splice(start - 1, 1, { depth: 0, text: words.trimEnd() }, { depth: 0, text: line })
  }
  const own = blocks.slice(0, start).some(({ depth, text }) => depth === 0 && /\S/.test(text))
  return own ? start : -1
}

function textBox(document: Document, blocks: readonly TextBlock[]): HTMLElement {
  const root = document.createElement('div')
  root.className = 'ponte-text'
  root.dir = 'auto'
  for (const block of blocks) {
    let parent: HTMLElement = root
    for (let depth = 0; depth < block.depth; depth++) {
      const last: Element | null = parent.lastElementChild
      const open = last instanceof HTMLElement || last?.classList.contains('ponte-quote') ? last : null
      parent = open?.classList.contains('ponte-quote') ? (open as HTMLElement) : quoteIn(parent)
    }
    parent.append(lines(document, block.text))
  }
  return root
}

function quoteIn(parent: HTMLElement): HTMLElement {
  const quote = parent.ownerDocument.createElement('blockquote')
  quote.className = 'ponte-quote'
  parent.append(quote)
  return quote
}

function lines(document: Document, text: string): HTMLElement {
  const div = document.createElement('div')
  for (const segment of linkify(text)) {
    if (segment.href === undefined) div.append(segment.text)
    else {
      const link = document.createElement('a')
      link.setAttribute('href', segment.href)
      link.setAttribute('target', '_blank')
      link.setAttribute('rel', 'noopener noreferrer')
      link.textContent = segment.text
      div.append(link)
    }
  }
  return div
}
