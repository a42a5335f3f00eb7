import { contentIdIn, isSafeLink, type DocMark, type DocNode } from './doc.ts'
import { alignOf, textStyleOf } from './textStyle.ts'

/** Mail readers do not have our style sheet: a quote carries its own style. */
const QUOTE_STYLE = 'margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex'

const TABLE_STYLE = 'border-collapse:collapse'
const CELL_STYLE = 'border:1px solid #bbb;padding:4px 8px;vertical-align:top'

const MARKS: Record<string, string> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  code: 'code',
}

/** Turns a rich text into the HTML of the message: small, without classes, from an allow-list of elements. */
export function docToHtml(node: DocNode): string {
  const inner = (): string => (node.content ?? []).map(docToHtml).join('')
  switch (node.type) {
    case 'text':
      return (node.marks ?? []).reduceRight(withMark, escapeText(node.text ?? ''))
    case 'hardBreak':
      return '<br>'
    case 'paragraph':
      return `<p${alignOf(node.attrs)}>${edges(inner()) || '<br>'}</p>`
    case 'heading': {
      const tag = `h${headingLevel(node.attrs?.['level'])}`
      return `<${tag}${alignOf(node.attrs)}>${inner()}</${tag}>`
    }
    case 'bulletList':
      return wrap('ul', inner())
    case 'orderedList':
      return `<ol${startOf(node)}>${inner()}</ol>`
    case 'listItem':
      return wrap('li', tight(node) ?? inner())
    case 'blockquote':
      return `<blockquote type="cite" style="${QUOTE_STYLE}">${inner()}</blockquote>`
    case 'codeBlock':
      return `<pre><code>${escapeHtml(textOf(node))}</code></pre>`
    case 'horizontalRule':
      return '<hr>'
    case 'table':
      return `<table style="${TABLE_STYLE}">${inner()}</table>`
    case 'tableRow':
      return wrap('tr', inner())
    case 'tableCell':
      return `<td${spansOf(node)} style="${CELL_STYLE}">${lone(node) ?? inner()}</td>`
    case 'tableHeader':
      return `<th${spansOf(node)} style="${CELL_STYLE}">${lone(node) ?? inner()}</th>`
    case 'image':
      return imageHtml(node)
    default:
      return inner()
  }
}

export function quoteHtml(inner: string): string {
  return `<blockquote type="cite" style="${QUOTE_STYLE}">${inner}</blockquote>`
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char)
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Keeps the writer's spaces, which HTML would fold. */
function escapeText(text: string): string {
  return escapeHtml(text).replace(/ (?= )/g, '&nbsp;')
}

/** At the edges of a block HTML drops spaces altogether. */
function edges(html: string): string {
  return html.replace(/^ | $/g, '&nbsp;')
}

function withMark(inner: string, mark: DocMark): string {
  if (mark.type === 'textStyle') {
    const style = textStyleOf(mark.attrs)
    return style === '' ? inner : `<span style="${style}">${inner}</span>`
  }
  if (mark.type !== 'link') {
    const tag = MARKS[mark.type]
    return tag === undefined ? inner : wrap(tag, inner)
  }
  const href = mark.attrs?.['href']
  return isSafeLink(href) ? `<a href="${escapeHtml(href)}">${inner}</a>` : inner
}

/** A list item with one paragraph needs no `<p>`. */
function tight(item: DocNode): string | undefined {
  const [first, ...rest] = item.content ?? []
  if (first?.type !== 'paragraph' || rest.some(({ type }) => !type.endsWith('List'))) return undefined
  return (first.content ?? []).map(docToHtml).join('') + rest.map(docToHtml).join('')
}

/** A cell with one plain paragraph needs no `<p>`. */
function lone({ content = [] }: DocNode): string | undefined {
  const [only] = content
  if (content.length !== 1 || only?.type !== 'paragraph' || alignOf(only.attrs) !== '') return undefined
  return (only.content ?? []).map(docToHtml).join('') || '<br>'
}

function spansOf({ attrs }: DocNode): string {
  const span = (name: string): string => {
    const value = Number(attrs?.[name] ?? 1)
    return Number.isInteger(value) && value > 1 ? ` ${name}="${value}"` : ''
  }
  return span('colspan') + span('rowspan')
}

function imageHtml({ attrs }: DocNode): string {
  const id = contentIdIn(attrs?.['src'])
  if (id === undefined) return ''
  return `<img src="cid:${escapeHtml(id)}" alt="${escapeHtml(String(attrs?.['alt'] ?? ''))}" style="max-width:100%">`
}

function startOf({ attrs }: DocNode): string {
  const start = Number(attrs?.['start'] ?? 1)
  return Number.isInteger(start) && start !== 1 ? ` start="${start}"` : ''
}

function headingLevel(level: unknown): number {
  return level === 1 || level === 2 || level === 3 ? level : 3
}

function textOf(node: DocNode): string {
  return node.text ?? (node.content ?? []).map(textOf).join('')
}

function wrap(tag: string, inner: string): string {
  return `<${tag}>${inner}</${tag}>`
}
