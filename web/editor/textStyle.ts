import type { DocNode } from './doc.ts'

/** How text may look beyond bold and italic: closed lists, so that whatever is stored becomes no other style. */

/** Sizes relative to the reader's own. */
export const SIZES = { small: '0.85em', large: '1.3em', huge: '1.8em' } as const
export type TextSize = keyof typeof SIZES

/** Legible on white and on black. */
export const COLOURS = {
  red: '#c0392b',
  orange: '#b9690e',
  green: '#1e8449',
  blue: '#2476b8',
  purple: '#8e4bb0',
  grey: '#727b80',
} as const
export type TextColour = keyof typeof COLOURS

export const ALIGNMENTS = ['start', 'center', 'end'] as const
export type Alignment = (typeof ALIGNMENTS)[number]

const isKey = <Key extends string>(table: Record<Key, string>, key: unknown): key is Key =>
  typeof key === 'string' && Object.hasOwn(table, key)

/** The style of a `textStyle` mark, as CSS; empty where it has none. */
export function textStyleOf(attrs: DocNode['attrs']): string {
  const { colour, size } = attrs ?? {}
  return [
    ...(isKey(COLOURS, colour) ? [`color:${COLOURS[colour]}`] : []),
    ...(isKey(SIZES, size) ? [`font-size:${SIZES[size]}`] : []),
  ].join(';')
}

/** What `textStyleOf` wrote, read back from an element's style. */
export function textStyleFrom(style: { color: string; fontSize: string }): {
  colour: TextColour | null
  size: TextSize | null
} {
  const colours = Object.entries(COLOURS) as [TextColour, string][]
  const sizes = Object.entries(SIZES) as [TextSize, string][]
  return {
    colour: colours.find(([, value]) => value === hexOf(style.color))?.[0] ?? null,
    size: sizes.find(([, value]) => value === style.fontSize)?.[0] ?? null,
  }
}

/** Browsers tell colours as `rgb(r, g, b)`. */
function hexOf(colour: string): string {
  const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour)?.slice(1)
  return parts
    ? `#${parts.map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`
    : colour.toLowerCase()
}

/** ` style="…"` of a block, or nothing: text begins at the start by itself. */
export function alignOf(attrs: DocNode['attrs']): string {
  const align = attrs?.['align']
  return align === 'center' || align === 'end' ? ` style="text-align:${align}"` : ''
}

export function alignFrom(value: string): Alignment | null {
  const align = value === 'right' ? 'end' : value
  return align === 'center' || align === 'end' ? align : null
}
