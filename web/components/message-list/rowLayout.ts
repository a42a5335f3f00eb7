import type { Density } from '../../stores/kit/settings.ts'

/** How a row is laid out: sender, subject and preview below each other; in two lines; or all in one. */
export type RowLayout = 'three' | 'two' | 'one'

/** Every row is as high, so that any place of a long list is known without measuring; in CSS pixels, as in MessageRow. */
export const ROW_HEIGHTS: Record<RowLayout, number> = { three: 80, two: 56, one: 36 }

/** From here a line has room for all, in CSS pixels. */
const WIDE = 620

export function rowLayout(density: Density, width: number): RowLayout {
  if (density === 'comfortable') return 'three'
  return width >= WIDE ? 'one' : 'two'
}
