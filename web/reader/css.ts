import { rebuildDeclarations, type CssContext } from './cssValues.ts'
import { MAX_RULE_DEPTH, MAX_SHEET_BRACKETS, MAX_SHEET_LENGTH } from './limits.ts'

/**
 * Rules that may hold declarations or other rules. Anything else is dropped, known or not: `@import`, `@font-face`,
 * `@property`, `@function` (threats 14, 15 and 44).
 */
const RULES = new Set([
  'CSSStyleRule',
  'CSSNestedDeclarations',
  'CSSMediaRule',
  'CSSSupportsRule',
  'CSSContainerRule',
  'CSSLayerBlockRule',
  'CSSScopeRule',
  'CSSStartingStyleRule',
])

/** A rule for reading and writing style attributes; made once, since newsletters have hundreds. */
let scratch: CSSStyleRule | undefined

function scratchRule(): CSSStyleRule {
  if (scratch) return scratch
  const sheet = new CSSStyleSheet()
  sheet.insertRule('a{}')
  const [rule] = sheet.cssRules
  if (!(rule instanceof CSSStyleRule)) throw new Error('this browser reads no style sheets')
  return (scratch = rule)
}

/**
 * A style attribute made safe; empty when nothing remains. Read by the browser itself, so that no other parser can
 * disagree about where a declaration ends, and written anew token by token.
 */
export function filterDeclarations(text: string, context: CssContext): string {
  if (isTooMuch(text)) return ''
  const { style } = scratchRule()
  style.cssText = text
  filterStyle(style, context)
  return withoutMarkup(style.cssText)
}

/** The text of a style element made safe. */
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
  if (rule instanceof CSSFontFaceRule && /url\(/i.test(rule.cssText)) context.blocked()
  if (!RULES.has(rule.constructor.name)) return false
  if (rule instanceof CSSMediaRule && !chooseVersion(rule, context.dark)) return false
  if (rule instanceof CSSStyleRule || rule instanceof CSSGroupingRule) filterNested(rule, context, depth + 1)
  const style = 'style' in rule ? rule.style : undefined
  if (style instanceof CSSStyleDeclaration) filterStyle(style, context)
  return true
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
  const css = style.cssText
  const rebuilt = rebuildDeclarations(css, context)
  if (rebuilt !== css) style.cssText = rebuilt
}

/** `</style` inside a selector must not end the element when the document is written out (threat 3). */
function withoutMarkup(css: string): string {
  return css.replaceAll(/<(?=[/\w!?])/g, '\\3c ')
}
