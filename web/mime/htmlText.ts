import { referencedText } from '../../shared/mail/entities.ts'

/** Ends of elements that stand on lines of their own. */
const LINE_ENDS = /<br\b[^>]*>|<\/(?:p|div|tr|li|ul|ol|table|blockquote|pre|h[1-6])\s*>/gi

/** Elements inside a word or a line: no space stands for their tags. */
const INLINE = /<\/?(?:a|abbr|b|big|code|em|font|i|mark|s|small|span|strong|sub|sup|u)\b[^>]*>/gi

/**
 * HTML as plain text, without a parser: tags go, blocks end lines, entities become characters. For text that is shown as
 * text, whole or cut anywhere; the result is never to be used as markup.
 */
export function htmlToText(html: string): string {
  return decodeEntities(
    html
      .replace(/<(style|script|title)\b[^]*?(?:<\/\1\s*>|$)/gi, ' ')
      .replace(/<!--[^]*?(?:-->|$)/g, ' ')
      .replace(/\s+/g, ' ')
      .replace(LINE_ENDS, '\n')
      .replace(INLINE, '')
      .replace(/<[^>]*(?:>|$)/g, ' '),
  )
    .replace(/[ \t\u00a0]{2,}/g, ' ')
    .replace(/[ \t\u00a0]*\n[ \t\u00a0]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
    (all, decimal?: string, hex?: string, name?: string) => referencedText({ decimal, hex, name }) ?? all,
  )
}
