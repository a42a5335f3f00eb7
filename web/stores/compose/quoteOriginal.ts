import { cleanHtml, type CleanHtml, type CleanOptions } from '../../editor/cleanHtml.ts'
import { htmlToText } from '../../mime/htmlText.ts'
import { cleanRoom } from '../../editor/cleanRoom.ts'
import { unflow } from '../../editor/docText.ts'
import { MAX_QUOTE_HTML, MAX_QUOTE_TEXT } from '../../editor/limits.ts'
import type { ReplyKind } from '../../mime/reply.ts'
import { contentIdOf } from '../../reader/draw.ts'
import type { OpenMessage } from '../../mailbox/row.ts'
import type { MessageBody } from '../reading/index.ts'
import { fileFromPart, newContentId, type DraftFile } from './draftFiles.ts'

export interface QuotedOriginal {
  text: string
  /** Present if the original had HTML, and at most MAX_QUOTE_HTML of it. */
  html?: string
  files: DraftFile[]
}

export interface QuoteOptions {
  kind: ReplyKind
  message: OpenMessage
  body: MessageBody
}

/** Prepares the original for an answer. Files of a forward and pictures of the HTML come along by reference. */
export async function quoteOriginal({ kind, message, body }: QuoteOptions): Promise<QuotedOriginal> {
  const at = { mailbox: message.mailbox, uid: message.row.uid }
  const pictures = new Map<string, DraftFile>()
  const resolveCid = (url: string): string | undefined => {
    const id = contentIdOf(url)
    const part = id === undefined ? undefined : body.inline.get(id)
    if (id === undefined || !part) return undefined
    const known = pictures.get(id) ?? { ...fileFromPart(part, at), contentId: newContentId() }
    pictures.set(id, known)
    return `cid:${known.contentId}`
  }
  const html: string[] = []
  const texts: string[] = []
  const anyHtml = body.parts.some((part) => part.kind === 'html')
  const window = anyHtml ? await cleanRoom() : undefined
  for (const part of body.parts) {
    if (part.kind === 'html' && window) {
      const clean = cleaned(part.html, { window, resolveCid, sheets: kind === 'forward' })
      html.push(clean.html)
      texts.push(clean.text)
    } else if (part.kind === 'text') {
      const text = unflow(part.text, part.flowed)
      texts.push(text)
      if (window) html.push(preformatted(window, text))
    }
  }
  const text = shorten(texts.join('\n\n').replace(/\s+$/, ''))
  const whole = html.join('')
  const keptHtml = anyHtml && whole.length <= MAX_QUOTE_HTML
  return {
    text,
    ...(keptHtml ? { html: whole } : {}),
    files: [
      ...(keptHtml ? pictures.values() : []),
      ...(kind === 'forward' ? filesOf(body, at, keptHtml ? pictures : new Map()) : []),
    ],
  }
}

/** The original's files, without the pictures of its HTML. */
function filesOf(
  body: MessageBody,
  at: { mailbox: OpenMessage['mailbox']; uid: number },
  shown: ReadonlyMap<string, DraftFile>,
): DraftFile[] {
  const unused = [...body.inline].filter(([id]) => !shown.has(id)).map(([, part]) => part)
  return [...body.attachments, ...unused].map((part) => fileFromPart(part, at))
}

/** A letter whose HTML cannot be made safe can still be answered: its text is quoted. */
function cleaned(html: string, options: CleanOptions): CleanHtml {
  try {
    return cleanHtml(html, options)
  } catch {
    const text = htmlToText(html)
    return { html: preformatted(options.window, text), text }
  }
}

function preformatted(window: Window, text: string): string {
  const box = window.document.createElement('div')
  const pre = window.document.createElement('pre')
  pre.textContent = text
  box.append(pre)
  return box.innerHTML
}

function shorten(text: string): string {
  return text.length <= MAX_QUOTE_TEXT ? text : `${text.slice(0, MAX_QUOTE_TEXT)}\n[…]`
}
