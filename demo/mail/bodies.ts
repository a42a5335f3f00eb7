import { FLOWED_COLUMN } from './limits.ts'
import { fileEntity, multipartEntity, textEntity } from './mime.ts'
import type { Language } from './person.ts'
import type { Entity } from './types.ts'

export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

/** Wraps each line at a column; what is longer than a line, such as a link, stays whole. */
export function wrap(text: string, column: number, separator = '\n'): string {
  return text
    .split('\n')
    .map((line) => {
      let out = ''
      let length = 0
      for (const word of line.split(' ')) {
        if (out !== '' && length + 1 + word.length > column) {
          out += separator
          length = 0
        } else if (out !== '') {
          out += ' '
          length += 1
        }
        out += word
        length += word.length
      }
      return out
    })
    .join('\n')
}

/** Plain text that other programs may re-flow (RFC 3676): soft line ends carry a trailing space, quotes keep their depth. */
export function flowedEntity(text: string): Entity {
  const lines = text.split('\n').map((line) => {
    const [, marks = '', rest = ''] = /^(>*) ?(.*)$/.exec(line) ?? []
    const prefix = marks === '' ? '' : `${marks} `
    if (rest === '') return marks
    if (rest === '-- ') return `${prefix}-- `
    const stuffed = marks === '' && /^( |From )/.test(line) ? ` ${line}` : rest
    return prefix + wrap(stuffed.trimEnd(), FLOWED_COLUMN - prefix.length, ` \n${prefix}`)
  })
  return textEntity({ text: lines.join('\n'), parameters: '; format=flowed' })
}

/** Paragraphs as simple HTML: a blank line starts a new one, `>` lines become a quotation. */
export function htmlOf(text: string, language: Language = 'en'): string {
  const blocks: string[] = []
  let quote: string[] = []
  const endQuote = () => {
    if (quote.length > 0) blocks.push(`<blockquote type="cite">${paragraphs(quote.join('\n'))}</blockquote>`)
    quote = []
  }
  for (const block of text.split('\n\n')) {
    if (block.split('\n').every((line) => line.startsWith('>'))) quote.push(block.replace(/^> ?/gm, ''), '')
    else {
      endQuote()
      blocks.push(paragraphs(block))
    }
  }
  endQuote()
  const direction = language === 'ar' ? ' dir="rtl"' : ''
  return (
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>\n` +
    `<body${direction} lang="${language}" style="font-family:Calibri,Helvetica,sans-serif;font-size:11pt">\n` +
    `${blocks.join('\n')}\n</body></html>`
  )
}

function paragraphs(text: string): string {
  return text
    .split('\n\n')
    .filter((block) => block.trim() !== '')
    .map((block) => `<p>${block.split('\n').map(escapeHtml).join('<br>\n')}</p>`)
    .join('\n')
}

/** Text and its HTML rendering, as most programs send it (RFC 2046 section 5.1.4). */
export function richEntity(text: string, html: string): Entity {
  return multipartEntity({
    subtype: 'alternative',
    parts: [
      textEntity({ text }),
      textEntity({ text: html, subtype: 'html', charset: 'utf-8', encoding: 'quoted-printable' }),
    ],
  })
}

export function withFiles(body: Entity, files: Entity[]): Entity {
  return files.length === 0 ? body : multipartEntity({ subtype: 'mixed', parts: [body, ...files] })
}

/** An HTML body with the pictures it shows by `cid:` (RFC 2387). */
export function relatedEntity(html: Entity, pictures: Entity[]): Entity {
  return multipartEntity({ subtype: 'related', parts: [html, ...pictures], parameters: '; type="text/html"' })
}

export type Picture = { content: Buffer; type: string; filename: string; contentId: string }

export function inlinePicture(picture: Picture): Entity {
  return fileEntity({ ...picture, disposition: 'inline' })
}

const attributions: Record<Language, (name: string, date: string) => string> = {
  en: (name, date) => `On ${date}, ${name} wrote:`,
  it: (name, date) => `Il ${date} ${name} ha scritto:`,
  ar: (name, date) => `في ${date} كتب ${name}:`,
  ja: (name, date) => `${date} ${name}:`,
}

/** The text answered to, without its signature, with `>` before each line and one line that says whose it is. */
export function quotation(options: { text: string; name: string; date: Date; language: Language }): string {
  const { text, name, date, language } = options
  const day = `${String(date.getUTCDate()).padStart(2, '0')}/${String(date.getUTCMonth() + 1).padStart(2, '0')}/${date.getUTCFullYear()}`
  const unsigned = text.replace(/\n\n-- \n(.+(\n|$))*/, '\n').trimEnd()
  const lines = unsigned
    .split('\n')
    .map((line) => (line.startsWith('>') ? `>${line}` : line === '' ? '>' : `> ${line}`))
  return `${attributions[language](name, day)}\n\n${lines.join('\n')}`
}
