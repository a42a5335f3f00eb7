import { quoteText } from '../mime/reply.ts'

const BLOCK =
  /^(?:address|article|aside|blockquote|body|center|dd|details|dir|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hgroup|hr|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul)$/
const SILENT = /^(?:style|script|title|head|template)$/

/** Turns sanitised HTML into plain text for a quote, as a person would read it aloud. Needs no layout. */
export function domToText(root: Node): string {
  return textOf(root)
    .replace(/[ \t\u00a0]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')
}

function textOf(node: Node, pre = false): string {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.textContent ?? ''
    return pre ? text : text.replace(/[ \t\r\n\f]+/g, ' ')
  }
  // Nodes come from the frame's realm: `instanceof` fails for them here.
  const name = node.nodeName.toLowerCase()
  if (SILENT.test(name)) return ''
  if (name === 'br') return '\n'
  if (name === 'hr') return '\n--------\n'
  if (name === 'img') return (node as HTMLImageElement).alt ? `[${(node as HTMLImageElement).alt}]` : ''
  const inside = join([...node.childNodes].map((child) => textOf(child, pre || name === 'pre')))
  if (name === 'blockquote') return `\n\n${quoteText(trimLines(inside))}\n\n`
  if (name === 'li') return `\n- ${trimLines(inside).replace(/\n/g, '\n  ')}\n`
  if (name === 'td' || name === 'th') return `${trimLines(inside)} `
  if (name === 'p' || /^h[1-6]$/.test(name)) return `\n\n${trimLines(inside)}\n\n`
  if (BLOCK.test(name)) return `\n${trimLines(inside)}\n`
  return inside
}

/** Drops spaces beside line breaks, which come from blocks. */
function join(texts: string[]): string {
  return texts
    .join('')
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
}

function trimLines(text: string): string {
  return text.replace(/^[\n ]+|[\n ]+$/g, '')
}
