import { toBlocks, type Flowed, type TextBlock } from '../mime/plainText.ts'
import { quoteText } from '../mime/reply.ts'
import { isSafeLink, type DocNode } from './doc.ts'

/** Turns a rich text into plain text: the message's alternative part, or the text of a writer who leaves formatting. */
export function docToText(doc: DocNode): string {
  return blocksOf(doc).replace(/[ \t]+$/gm, '')
}

function blocksOf(node: DocNode): string {
  return (node.content ?? []).map(blockText).join('\n\n')
}

function blockText(node: DocNode): string {
  switch (node.type) {
    case 'blockquote':
      return quoteText(blocksOf(node))
    case 'bulletList':
      return items(node, () => '- ')
    case 'orderedList': {
      const start = Number(node.attrs?.['start'] ?? 1)
      return items(node, (index) => `${start + index}. `)
    }
    case 'table':
      return (node.content ?? []).map(({ content = [] }) => content.map(cellText).join(' | ')).join('\n')
    case 'horizontalRule':
      return '--------'
    default:
      return inlineText(node)
  }
}

/** One line: what it holds, in a row of others. */
function cellText(cell: DocNode): string {
  return blocksOf(cell).replace(/\s+/g, ' ')
}

function items(list: DocNode, bullet: (index: number) => string): string {
  return (list.content ?? [])
    .map((item, index) => {
      const mark = bullet(index)
      const text = (item.content ?? []).map(blockText).join('\n')
      return mark + text.replace(/\n/g, `\n${' '.repeat(mark.length)}`)
    })
    .join('\n')
}

function inlineText(node: DocNode): string {
  if (node.type === 'hardBreak') return '\n'
  if (node.type === 'image') return `[${String(node.attrs?.['alt'] ?? '')}]`
  if (node.text === undefined) return (node.content ?? []).map(inlineText).join('')
  const link = node.marks?.find((mark) => mark.type === 'link')?.attrs?.['href']
  if (!isSafeLink(link)) return node.text
  const shown = link.replace(/^(?:mailto|tel):/i, '')
  return shown === node.text || link === node.text || link === `${node.text}/`
    ? node.text
    : `${node.text} <${link}>`
}

/** Turns plain text into a rich one: paragraphs at blank lines, quotes from `>` (RFC 3676 section 4.5). */
export function textToDoc(text: string, flowed?: Flowed): DocNode {
  const content = nest(toBlocks(text, flowed), 0)
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] }
}

function nest(blocks: readonly TextBlock[], depth: number): DocNode[] {
  const nodes: DocNode[] = []
  let deeper: TextBlock[] = []
  const close = (): void => {
    if (deeper.length > 0) nodes.push({ type: 'blockquote', content: nest(deeper, depth + 1) })
    deeper = []
  }
  for (const block of blocks) {
    if (block.depth > depth) deeper.push(block)
    else {
      close()
      nodes.push(...paragraphs(block.text))
    }
  }
  close()
  return nodes
}

function paragraphs(text: string): DocNode[] {
  const trimmed = text.replace(/^\n+|\n+$/g, '')
  return trimmed.split(/\n{2,}/).map((paragraph) => lines(paragraph))
}

/** One paragraph, with its line breaks. */
export function lines(text: string): DocNode {
  const content = text
    .split('\n')
    .flatMap((line, at): DocNode[] => [
      ...(at === 0 ? [] : [{ type: 'hardBreak' }]),
      ...(line === '' ? [] : [{ type: 'text', text: line }]),
    ])
  return content.length === 0 ? { type: 'paragraph' } : { type: 'paragraph', content }
}

/** Joins soft line breaks (format=flowed); leaves quoted lines alone. */
export function unflow(text: string, flowed: Flowed | undefined): string {
  return toBlocks(text, flowed)
    .map(({ depth, text: block }) => {
      if (depth === 0) return block
      const mark = '>'.repeat(depth)
      return block
        .split('\n')
        .map((line) => (line === '' ? mark : `${mark} ${line}`))
        .join('\n')
    })
    .join('\n')
}
