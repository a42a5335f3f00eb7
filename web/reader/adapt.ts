import { MAX_SIMPLE_ELEMENTS } from './limits.ts'

/** Relative luminance of the darkest ground of the page's dark themes, WCAG 2.2. */
const DARK_GROUND = 0.014
/** WCAG 1.4.3. */
const READABLE = 4.5
/** A ground this light is paper, not design; of 255. */
const PAPER = 240

/**
 * Whether HTML can stand on the page's own ground: a letter without grounds and pictures of its own. Where it can, ink
 * too dark for a dark page and grounds that are mere paper are marked with classes, and the style sheet of the reader
 * does the rest, in the dark theme only. Nothing of the letter is rewritten.
 */
export function adaptToPage(box: HTMLElement): boolean {
  const window = box.ownerDocument.defaultView
  const elements = box.querySelectorAll<HTMLElement>('*')
  if (!window || elements.length > MAX_SIMPLE_ELEMENTS) return false
  if (box.querySelector('.ponte-blocked, table img, [background]')) return false
  const papers: HTMLElement[] = []
  const inks: HTMLElement[] = []
  for (const element of [box.ownerDocument.body, box, ...elements]) {
    if (element.tagName === 'STYLE') continue
    const style = window.getComputedStyle(element)
    if (style.backgroundImage !== 'none') return false
    const ground = channels(style.backgroundColor)
    if (ground && ground.alpha > 0) {
      if (Math.min(ground.red, ground.green, ground.blue) < PAPER) return false
      papers.push(element)
    }
    const ink = channels(style.color)
    if (!ink || (luminance(ink) + 0.05) / (DARK_GROUND + 0.05) < READABLE) inks.push(element)
  }
  for (const element of papers) element.classList.add('ponte-paper')
  for (const element of inks) element.classList.add('ponte-ink')
  return true
}

interface Channels {
  red: number
  green: number
  blue: number
  alpha: number
}

/** Computed colours are `rgb()` or `rgba()` unless written in a newer form. */
function channels(colour: string): Channels | undefined {
  const found = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(colour)
  if (!found) return undefined
  return {
    red: Number(found[1]),
    green: Number(found[2]),
    blue: Number(found[3]),
    alpha: found[4] === undefined ? 1 : Number(found[4]),
  }
}

function luminance({ red, green, blue }: Channels): number {
  const linear = (channel: number): number => {
    const part = channel / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/** The sender made a dark version: says so, and has styles for it. A mere hint, so that a look at the source will do. */
export function hasDarkVersion(html: string): boolean {
  const head = html.slice(0, 200_000)
  const declares =
    /<meta[^>]{1,200}(?:supported-)?color-schemes?[^>]{1,200}dark/i.test(head) ||
    /color-scheme\s*:[^;}"]{0,40}dark/i.test(head.replaceAll(/prefers-color-scheme/gi, ''))
  return declares && /prefers-color-scheme\s*:\s*dark/i.test(head)
}
