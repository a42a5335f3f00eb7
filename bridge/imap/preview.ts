import type { BodyPart } from '../../shared/mail/bodyStructure.ts'
import { referencedText } from '../../shared/mail/entities.ts'
import { ownWords } from '../../shared/mail/quotes.ts'
import { transferDecoder } from './transferEncoding.ts'

/** How many bytes of a message's first part a preview is made of. */
export const PREVIEW_BYTES = 512
/** Characters kept of it. */
const PREVIEW_LENGTH = 200

/**
 * The beginning of a message's text from the first bytes of its part 1 (`BODY.PEEK[1]<0.512>`). Where part 1 is a
 * multipart its bytes begin with a boundary and a part's header, which are read; HTML loses its tags, and what is quoted
 * stays out.
 */
export function previewText(bytes: Buffer, structure: BodyPart | undefined): string {
  const first = firstPart(structure)
  let part: PartInfo = {
    type: first?.type ?? 'text/plain',
    charset: first?.parameters['charset'],
    encoding: first?.encoding,
  }
  let content = bytes
  let whole = bytes.length < PREVIEW_BYTES
  for (let depth = 0; depth < 5 && looksLikeMultipart(part.type, content); depth++) {
    const inner = innerPart(content)
    if (!inner) break
    part = inner.info
    content = inner.content
    whole ||= inner.whole
  }
  if (!part.type.startsWith('text/')) return ''
  const decoder = transferDecoder(part.encoding)
  // What the decoder holds back at the end is an escape the first bytes have cut in two.
  const decoded = whole ? Buffer.concat([decoder.write(content), decoder.end()]) : decoder.write(content)
  const text = decodeCharset(decoded, part.charset)
  const lines = part.type === 'text/html' ? htmlLines(text, { cut: !whole }) : text
  return fold(ownWords(lines, { cut: !whole }))
}

interface PartInfo {
  type: string
  charset: string | undefined
  encoding: string | undefined
}

function firstPart(structure: BodyPart | undefined): BodyPart | undefined {
  if (!structure) return undefined
  return structure.type.startsWith('multipart/') ? structure.children?.[0] : structure
}

function looksLikeMultipart(type: string, content: Buffer): boolean {
  return (
    type.startsWith('multipart/') ||
    (type === 'text/plain' && /^--[^\r\n]{1,70}\r?\ncontent-/i.test(content.toString('latin1', 0, 120)))
  )
}

/** The first part inside the bytes of a multipart: its header, read far enough, and what follows. */
function innerPart(content: Buffer): { info: PartInfo; content: Buffer; whole: boolean } | undefined {
  const text = content.toString('latin1')
  const boundary = /(?:^|\n)--[^\r\n]{1,200}\r?\n/.exec(text)
  if (!boundary) return undefined
  const start = boundary.index + boundary[0].length
  const end = /\r?\n\r?\n/.exec(text.slice(start))
  if (!end) return undefined
  const header = text.slice(start, start + end.index).replace(/\r?\n[ \t]+/g, ' ')
  const contentType = /^content-type:\s*([^\s;]+)(.*)$/im.exec(header)
  const body = content.subarray(start + end.index + end[0].length)
  // The next boundary ends the part; what it is called is on the boundary line itself.
  const next = body.indexOf(boundary[0].trim(), 0, 'latin1')
  return {
    info: {
      type: contentType?.[1]?.toLowerCase() ?? 'text/plain',
      charset: /charset\s*=\s*"?([^\s";]+)/i.exec(contentType?.[2] ?? '')?.[1],
      encoding: /^content-transfer-encoding:\s*(\S+)/im.exec(header)?.[1],
    },
    content: next === -1 ? body : body.subarray(0, next),
    whole: next !== -1,
  }
}

function decodeCharset(bytes: Buffer, charset: string | undefined): string {
  for (const label of [charset, 'utf-8']) {
    if (label === undefined) continue
    try {
      const decoder = new TextDecoder(label)
      const text = decoder.decode(bytes)
      return decoder.encoding === 'windows-1252' ? withWindows1252(text) : text
    } catch {
      // An unknown label: try the next.
    }
  }
  return bytes.toString('latin1')
}

/** What windows-1252 has in 0x80 to 0x9F; Node 20 decodes these as Latin-1's controls. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function withWindows1252(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (character) => WINDOWS_1252.charAt(character.charCodeAt(0) - 0x80))
}

/** Tags that end a line. */
const LINE_END = /^\/?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|hr|blockquote|pre|section|article)$/
/** What Outlook puts above the header of what it quotes. */
const OUTLOOK_DIVIDER =
  /\bid\s*=\s*["']?(?:divRplyFwdMsg|appendonsend|mail-editor-reference-message-container)\b/i

/** HTML as lines of plain text, quoted with `>`: then what plain text quotes is left out by the same rules. */
function htmlLines(html: string, { cut }: { cut: boolean }): string {
  const text = html
    .replace(/<(style|script|head|title)\b[^]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[^]*?(?:-->|$)/g, ' ')
    .replace(/[\r\n]+/g, ' ')
  let depth = 0
  const lines = text.replace(/<(\/?[a-z][a-z0-9]*)?([^>]*)(?:>|$)/gi, (_, name = '', rest: string) => {
    const tag = (name as string).toLowerCase()
    if (tag === 'blockquote') depth++
    if (tag === '/blockquote') depth = Math.max(0, depth - 1)
    if (OUTLOOK_DIVIDER.test(rest)) return '\n-----Original Message-----\n'
    return LINE_END.test(tag) ? `\n${'>'.repeat(depth)}` : ' '
  })
  return decodeEntities(lines, { cut })
}

/** References that broke off at the end go; the oldest ones are known without their semicolon too. */
function decodeEntities(text: string, { cut }: { cut: boolean }): string {
  const whole = cut ? text.replace(/&(?:#x?[0-9a-f]{0,7}|[a-z]{0,8})$/i, '') : text
  return whole.replace(
    /&(?:#(\d{1,7});|#x([0-9a-f]{1,6});|([a-z]{2,8});|(nbsp|amp|lt|gt|quot)(?![a-z0-9=;]))/gi,
    (all, decimal?: string, hex?: string, name?: string, bare?: string) =>
      referencedText({ decimal, hex, name: name ?? bare }) ?? all,
  )
}

/** One line: white space, controls and the invisible padding of newsletters fold. */
function fold(text: string): string {
  const folded = text
    .replace(/\ufffd+$/, '')
    .replace(/[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '')
    // eslint-disable-next-line no-control-regex -- controls are what is being removed
    .replace(/[\s\u0000-\u001f\u007f-\u009f\u00a0]+/g, ' ')
    .trim()
  return [...folded].slice(0, PREVIEW_LENGTH).join('')
}
