import { tokenize, tokenTypes as T } from 'css-tree/tokenizer'

/** What a filter needs to know, and tells back. */
export interface CssContext {
  /** Where the picture of a Content-ID of the same message is; `undefined`: nowhere. */
  resolveCid(url: string): string | undefined
  /** Something remote was taken out. */
  blocked(): void
  /** What stands for a remote picture until it may be shown, as a CSS value; `undefined` or absent: nothing does. */
  remotePicture?: ((url: string) => string | undefined) | undefined
  /**
   * Which of the sender's two versions is drawn, where there are two; absent: HTML mail is drawn on white whatever the
   * page's theme, so its dark one must not apply.
   */
  dark?: boolean | undefined
}

/** Properties that lay out and colour a letter. Anything else is dropped, custom properties too (threats 14 and 44). */
const PROPERTY =
  /^(?:-webkit-(?:text-size-adjust|box-orient|line-clamp|text-fill-color)|accent-color|align-|animation|aspect-ratio|background|block-size|border|bottom$|box-(?:shadow|sizing|decoration-break)$|break-|caption-side|clear$|clip|color$|column|content$|counter-|cursor$|direction$|display$|empty-cells$|filter$|flex|float$|font|gap$|grid|height$|hyphen|inline-size|inset|isolation$|justify-|left$|letter-spacing|line-|list-style|margin|max-|min-|mix-blend-mode|object-|opacity$|order$|orphans$|outline|overflow|padding|page-break|place-|position$|quotes$|right$|rotate$|row-gap$|scale$|tab-size|table-layout$|text|top$|transform|translate$|transition|unicode-bidi$|vertical-align$|visibility$|white-space|widows$|width$|word-|writing-mode$|z-index$|zoom$)/

/** Functions that neither fetch nor stand for text that is put in later. `url()` is looked at on its own. */
const FUNCTIONS = new Set(
  'rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark calc min max clamp round abs sign linear-gradient radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient repeating-conic-gradient -webkit-linear-gradient -webkit-radial-gradient translate translatex translatey translatez translate3d rotate rotatex rotatey rotatez rotate3d scale scalex scaley scalez scale3d skew skewx skewy matrix matrix3d perspective cubic-bezier steps linear blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia inset circle ellipse polygon rect xywh repeat minmax fit-content counter counters'.split(
    ' ',
  ),
)
/** Tokens that mean what they look like, wherever they stand. */
const PLAIN = new Set([
  T.Ident,
  T.Hash,
  T.Number,
  T.Percentage,
  T.Comma,
  T.LeftParenthesis,
  T.RightParenthesis,
  T.LeftSquareBracket,
  T.RightSquareBracket,
])
const OPENING = new Set([T.Function, T.LeftParenthesis, T.LeftSquareBracket, T.LeftCurlyBracket])
const CLOSING = new Set([T.RightParenthesis, T.RightSquareBracket, T.RightCurlyBracket])
/** Where a picture may come later: it is scenery. */
const SCENERY = /^(?:background|list-style|border-image)(?:-image|-source)?$|^content$/
/** Raster pictures inside the style itself; SVG could hold more than a picture. */
const RASTER_DATA = /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif)[;,][\w:/;,+=.%-]*$/i
/** Heights measured by the frame's own height would make it grow for ever. */
const OWN_HEIGHT = /\d(?:[sld]?vh|[sld]?vb|[sld]?vmin|[sld]?vmax)$/i
/** Signs of something that would be fetched, or hides what it is. */
const FETCHES = /url|image|src|element|cross-fade|paint|\/\/|\\/i
export const REMOTE_URL = /^\s*(?:https?:|\/\/)/i

interface Token {
  type: number
  text: string
}

/**
 * Declarations as the browser writes them, written anew of tokens that are known to be harmless: one with any other
 * token, an escape, or a function that is not listed, is dropped whole.
 */
export function rebuildDeclarations(css: string, context: CssContext): string {
  const kept: string[] = []
  let tokens: Token[] = []
  let depth = 0
  const end = (): void => {
    const written = rebuild(tokens, context)
    if (written !== undefined) kept.push(written)
    tokens = []
    depth = 0
  }
  tokenize(css, (type, from, to) => {
    if (type === T.Semicolon && depth === 0) return end()
    if (OPENING.has(type)) depth++
    else if (CLOSING.has(type)) depth--
    // Spaces before the name say nothing.
    if (tokens.length > 0 || type !== T.WhiteSpace) tokens.push({ type, text: css.slice(from, to) })
  })
  end()
  return kept.join(' ')
}

function rebuild(tokens: readonly Token[], context: CssContext): string | undefined {
  const [name, colon] = tokens
  if (!name || name.type !== T.Ident || colon?.type !== T.Colon) return undefined
  const property = name.text.toLowerCase()
  if (!PROPERTY.test(property)) {
    if (FETCHES.test(textOf(tokens.slice(2)))) context.blocked()
    return undefined
  }
  const value = valueOf(property, tokens.slice(2), context)
  if (value !== undefined) return value === '' ? undefined : `${property}: ${value};`
  if (FETCHES.test(textOf(tokens.slice(2)))) context.blocked()
  return undefined
}

const textOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join('')

/** @returns `undefined` when a token is not known to be harmless */
function valueOf(property: string, tokens: readonly Token[], context: CssContext): string | undefined {
  let value = ''
  for (let at = 0; at < tokens.length; at++) {
    const { type, text } = tokens[at] as Token
    if (type === T.WhiteSpace) {
      value += ' '
      continue
    }
    if (text.includes('\\')) return undefined
    if (type === T.Function && /^url\($/i.test(text)) {
      const [address, close] = [tokens[at + 1], tokens[at + 2]]
      if (address?.type !== T.String || address.text.includes('\\') || close?.type !== T.RightParenthesis)
        return undefined
      value += pictureOf(property, address.text.slice(1, -1), context)
      at += 2
    } else if (type === T.Url) value += pictureOf(property, text.slice(4, -1).trim(), context)
    else if (!isHarmless(property, type, text) || !isFollowed(type, text, tokens[at + 1])) return undefined
    else value += text
  }
  return value.trim()
}

function isHarmless(property: string, type: number, text: string): boolean {
  if (type === T.Ident)
    return !text.startsWith('--') && !(property === 'position' && /^(?:fixed|sticky)$/i.test(text))
  if (PLAIN.has(type)) return true
  if (type === T.Dimension) return !OWN_HEIGHT.test(text)
  if (type === T.Function) return FUNCTIONS.has(text.slice(0, -1).toLowerCase())
  // `</style` inside a string must not end the element when the document is written out (threat 3).
  if (type === T.String) return !/<[/\w!?]/.test(text) && /^"[^"]*"$|^'[^']*'$/.test(text)
  return type === T.Delim && /^[-+*/!]$/.test(text)
}

/** A `!` only begins `!important`. */
function isFollowed(type: number, text: string, next: Token | undefined): boolean {
  return type !== T.Delim || text !== '!' || /^important$/i.test(next?.text ?? '')
}

function pictureOf(property: string, url: string, context: CssContext): string {
  if (/^cid:/i.test(url)) return quoted(context.resolveCid(url))
  if (RASTER_DATA.test(url)) return quoted(url)
  if (!REMOTE_URL.test(url)) {
    if (/^\s*ftp:/i.test(url)) context.blocked()
    return 'none'
  }
  context.blocked()
  return (SCENERY.test(property) ? context.remotePicture?.(url.trim()) : undefined) ?? 'none'
}

/** Our own blob: URL, or data: of letters that can end neither the string nor the function. */
function quoted(url: string | undefined): string {
  return url === undefined || /["\\\n]/.test(url) ? 'none' : `url("${url}")`
}
