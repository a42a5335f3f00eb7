import { MAX_RULE_DEPTH, MAX_SHEET_BRACKETS, MAX_SHEET_LENGTH } from './limits.ts'

/** What a filter needs to know, and tells back. */
export interface CssContext {
  /** Where the picture of a Content-ID of the same message is; `undefined`: nowhere. */
  resolveCid(url: string): string | undefined
  /** Something remote was taken out. */
  blocked(): void
  /**
   * Which of the sender's two versions is drawn, where there are two; absent: HTML mail is drawn on white whatever the
   * page's theme, so its dark one must not apply.
   */
  dark?: boolean | undefined
}

/** Properties that lay out and colour a letter. Anything else is dropped, known or not (threat 14). */
const PROPERTY =
  /^(?:-webkit-(?:text-size-adjust|box-orient|line-clamp|text-fill-color)|accent-color|align-|animation|aspect-ratio|background|block-size|border|bottom$|box-(?:shadow|sizing|decoration-break)$|break-|caption-side|clear$|clip|color$|column|content$|counter-|cursor$|direction$|display$|empty-cells$|filter$|flex|float$|font|gap$|grid|height$|hyphen|inline-size|inset|isolation$|justify-|left$|letter-spacing|line-|list-style|margin|max-|min-|mix-blend-mode|object-|opacity$|order$|orphans$|outline|overflow|padding|page-break|place-|position$|quotes$|right$|rotate$|row-gap$|scale$|tab-size|table-layout$|text|top$|transform|translate$|transition|unicode-bidi$|vertical-align$|visibility$|white-space|widows$|width$|word-|writing-mode$|z-index$|zoom$|--)/

/** Functions that can fetch; `url()` is looked at on its own. */
const FETCHES = /(?:image-set|cross-fade|element|paint|image|src)\(/i
const URL_FUNCTION = /url\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^)"']*))\)/gi
/** Raster pictures inside the style itself; SVG could hold more than a picture. */
const RASTER_DATA = /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif)[;,]/i
/** Heights measured by the frame's own height would make it grow for ever. */
const OWN_HEIGHT = /\d(?:[sld]?vh|[sld]?vb|[sld]?vmin|[sld]?vmax)\b/i

/** A style attribute made safe; empty when nothing remains. Parsed and written by the browser itself, so that no other parser can disagree. */
export function filterDeclarations(text: string, context: CssContext): string {
  const sheet = new CSSStyleSheet()
  sheet.insertRule('a{}')
  const rule = sheet.cssRules[0]
  if (!(rule instanceof CSSStyleRule) || isTooMuch(text)) return ''
  rule.style.cssText = text
  filterStyle(rule.style, context)
  // Written and read once more: a shorthand that lost a part is only then in the form it keeps.
  const written = rule.style.cssText
  rule.style.cssText = written
  return withoutMarkup(rule.style.cssText)
}

/** The text of a style element made safe. `@import`, `@font-face` and the like are gone (threat 15). */
export function filterSheet(text: string, context: CssContext): string {
  if (isTooMuch(text)) return ''
  // A constructed sheet never loads an @import.
  for (const _import of text.matchAll(/@import\b/gi)) context.blocked()
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  // Written without the rules that must go, not deleted from the sheet: CSSOM refuses to delete @namespace before others.
  const kept = [...sheet.cssRules].filter((rule) => keepRule(rule, context, 0))
  sheet.replaceSync(write(kept))
  return withoutMarkup(write([...sheet.cssRules]))
}

/** More than a browser's parser should be given. */
export function isTooMuch(css: string): boolean {
  return css.length > MAX_SHEET_LENGTH || css.split(/[{(]/).length > MAX_SHEET_BRACKETS
}

function write(rules: readonly CSSRule[]): string {
  return rules.map((rule) => rule.cssText).join('\n')
}

/** Rules inside a rule. None of those that CSSOM refuses to delete can stand there. */
function filterNested(owner: CSSStyleRule | CSSGroupingRule, context: CssContext, depth: number): void {
  for (let at = owner.cssRules.length - 1; at >= 0; at--) {
    const rule = owner.cssRules[at]
    if (rule && !keepRule(rule, context, depth)) owner.deleteRule(at)
  }
}

function keepRule(rule: CSSRule, context: CssContext, depth: number): boolean {
  if (depth > MAX_RULE_DEPTH) return false
  if (rule instanceof CSSKeyframesRule) {
    for (const frame of rule.cssRules) if (frame instanceof CSSKeyframeRule) filterStyle(frame.style, context)
    return true
  }
  if (rule instanceof CSSMediaRule && !chooseVersion(rule, context.dark)) return false
  if (rule instanceof CSSFontFaceRule) {
    if (/url\(/i.test(rule.cssText)) context.blocked()
    return false
  }
  const nested = rule instanceof CSSStyleRule || rule instanceof CSSGroupingRule
  if (nested) filterNested(rule, context, depth + 1)
  const style = 'style' in rule ? rule.style : undefined
  if (style instanceof CSSStyleDeclaration) filterStyle(style, context)
  return nested || (style instanceof CSSStyleDeclaration && rule.constructor.name === 'CSSNestedDeclarations')
}

/** The page's theme decides, not the system's: the question is answered in its place. `false`: the rule must go. */
function chooseVersion({ media }: CSSMediaRule, dark: boolean | undefined): boolean {
  const query = media.mediaText
  if (!/prefers-color-scheme/i.test(query)) return true
  if (dark === undefined) return false
  media.mediaText = query.replace(
    /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi,
    (_all, one: string) =>
      (one.toLowerCase() === 'dark') === dark ? '(min-width: 0px)' : '(max-width: 0px)',
  )
  return !/prefers-color-scheme/i.test(media.mediaText)
}

function filterStyle(style: CSSStyleDeclaration, context: CssContext): void {
  for (const name of [...style]) {
    const value = style.getPropertyValue(name)
    if (!PROPERTY.test(name) || !isHarmless(name, value, context)) style.removeProperty(name)
    else if (/url\(/i.test(value)) rewriteUrls(style, name, context)
  }
  // A shorthand with var() has no longhand values to look at until it is used.
  if (hasForeignUrl(style.cssText)) {
    context.blocked()
    style.cssText = ''
  }
}

function isHarmless(name: string, value: string, context: CssContext): boolean {
  if (FETCHES.test(value)) {
    context.blocked()
    return false
  }
  if (name === 'position') return !/fixed|sticky/i.test(value)
  // What is only put together when it is used cannot be judged here: `u\72 l(` in a variable (threat 14).
  if ((name.startsWith('--') || /var\(|env\(|attr\(/i.test(value)) && /\\|url|\/\*/i.test(value)) {
    context.blocked()
    return false
  }
  return !OWN_HEIGHT.test(value)
}

function rewriteUrls(style: CSSStyleDeclaration, name: string, context: CssContext): void {
  const priority = style.getPropertyPriority(name)
  const value = style.getPropertyValue(name).replace(URL_FUNCTION, (_all, double, single, bare) => {
    const url = resolveUrl(unescape(String(double ?? single ?? bare ?? '')), context)
    return url === undefined ? 'none' : `url("${url}")`
  })
  style.removeProperty(name)
  style.setProperty(name, value, priority)
}

function resolveUrl(url: string, context: CssContext): string | undefined {
  if (/^cid:/i.test(url)) return context.resolveCid(url)
  // Nothing that could end the string or the function may pass.
  if (RASTER_DATA.test(url) && /^[\w:/;,+=.%-]*$/.test(url)) return url
  if (!url.startsWith('#') && url !== '') context.blocked()
  return undefined
}

function unescape(text: string): string {
  return text.replace(
    /\\(?:([0-9a-f]{1,6})\s?|(.))/gi,
    (_all, hex: string | undefined, other: string | undefined) => {
      const code = hex === undefined ? Number.NaN : Number.parseInt(hex, 16)
      return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : (other ?? '')
    },
  )
}

/** The last look: any `url(` left is one we wrote ourselves, or one inside a string, which is dropped to be sure. */
function hasForeignUrl(cssText: string): boolean {
  return cssText.replaceAll(/url\("(?:blob:[^"\\]*|data:image\/[^"\\]*)"\)/g, '').match(/url\(/i) !== null
}

/** `</style` inside a string must not end the element when the document is written out (threat 3). */
function withoutMarkup(css: string): string {
  return css.replaceAll(/<(?=[/\w!?])/g, '\\3c ')
}
