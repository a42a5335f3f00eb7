import { linkify } from '../mime/linkify.ts'
import { toBlocks, type Flowed } from '../mime/plainText.ts'

/** Plain text as nodes: letters stay letters, links are made of what `linkify` found (threat 5). */
export function renderPlain(document: Document, text: string, flowed?: Flowed): HTMLElement {
  const root = document.createElement('div')
  root.className = 'ponte-text'
  root.dir = 'auto'
  for (const block of toBlocks(text, flowed)) {
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
