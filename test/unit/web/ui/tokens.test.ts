import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** AA contrast of every ink on every ground it may stand on, in every theme, from the style sheet itself. */
const css = readFileSync(new URL('../../../../web/styles/tokens.css', import.meta.url), 'utf8')

type Scheme = 'light' | 'dark'

function tokensOf(block: string): Map<string, { light: string; dark: string }> {
  const pattern = /--([\w-]+): light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)/g
  return new Map(
    [...block.matchAll(pattern)].map(([, name = '', light = '', dark = '']) => [name, { light, dark }]),
  )
}
const normal = tokensOf(css.slice(0, css.indexOf("[data-contrast='more']")))
const more = new Map([...normal, ...tokensOf(css.slice(css.indexOf("[data-contrast='more']")))])

/** Relative luminance (WCAG 2.2) of an opaque OKLCH colour; components outside sRGB are clipped as browsers do. */
function luminance(colour: string): number {
  const [lightness = 0, chroma = 0, hue = 0] = (/oklch\(([^)]*)\)/.exec(colour)?.[1] ?? '')
    .split(' ')
    .map(Number)
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number): number => Math.min(1, Math.max(0, value))
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const GROUNDS = ['canvas', 'panel', 'sunken', 'raised', 'accent-soft']
const TEXT: [ink: string, grounds: string[]][] = [
  ['ink', [...GROUNDS, 'danger-soft', 'warn-soft', 'ok-soft']],
  ['ink-2', [...GROUNDS, 'danger-soft']],
  ['ink-3', GROUNDS],
  ['accent', GROUNDS],
  ['danger', ['canvas', 'panel', 'raised', 'sunken', 'danger-soft']],
  ['ok', ['canvas', 'panel']],
  ['warn-ink', ['warn-soft']],
  ['accent-ink', ['accent', 'accent-hover']],
  ['danger-ink', ['danger', 'danger-hover']],
  ['inverse-ink', ['inverse']],
  ['inverse-accent', ['inverse']],
]
/** Borders and marks that carry meaning: 3:1 (WCAG 1.4.11). */
const MARKS: [mark: string, grounds: string[]][] = [
  ['line-strong', ['canvas', 'panel', 'raised']],
  ['accent', ['canvas', 'panel']],
]

describe.each([
  ['normal contrast', normal, 4.5],
  ['high contrast', more, 7],
] as const)('%s', (_, tokens, least) => {
  const colour = (name: string, scheme: Scheme): string => {
    const found = tokens.get(name)?.[scheme]
    if (found === undefined) throw new Error(`no token --${name}`)
    return found
  }
  const tooFaint = (pairs: [string, string[]][], scheme: Scheme, ratio: number): string[] =>
    pairs.flatMap(([ink, grounds]) =>
      grounds
        .map((ground) => [ground, contrast(colour(ink, scheme), colour(ground, scheme))] as const)
        .filter(([, found]) => found < ratio)
        .map(([ground, found]) => `--${ink} on --${ground}: ${found.toFixed(2)}`),
    )

  it.each(['light', 'dark'] as const)('text in %s', (scheme) => {
    expect(tooFaint(TEXT, scheme, least)).toEqual([])
  })
  it.each(['light', 'dark'] as const)('marks in %s', (scheme) => {
    expect(tooFaint(MARKS, scheme, 3)).toEqual([])
  })
})
