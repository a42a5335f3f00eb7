import { fold } from '../../index/fold.ts'

export type PaletteKind = 'action' | 'folder' | 'person' | 'message' | 'search'

/** A line of the palette. */
export interface PaletteItem {
  id: string
  kind: PaletteKind
  label: string
  /** Said beside it: an address, a sender, where it lies. */
  detail?: string
  run: () => unknown
}

/** How many of each are shown for what is typed. */
const MOST: Record<PaletteKind, number> = { action: 8, folder: 6, person: 5, message: 8, search: 1 }
/** In this order. */
const ORDER = ['action', 'folder', 'person', 'message', 'search'] as const satisfies readonly PaletteKind[]

/** Those that have all words typed, each kind by how well; with nothing typed, all that can be done. */
export function paletteFor(all: readonly PaletteItem[], typed: string): PaletteItem[] {
  const words = fold(typed).split(/\s+/).filter(Boolean)
  if (words.length === 0) return all.filter(({ kind }) => kind === 'action')
  return ORDER.flatMap((kind) =>
    all
      .filter((item) => item.kind === kind)
      .map((item) => ({ item, rank: kind === 'search' ? 0 : rankOf(item, words) }))
      .filter(({ rank }) => rank !== undefined)
      .sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0))
      .slice(0, MOST[kind])
      .map(({ item }) => item),
  )
}

/** 0: begins with what was typed; 1: a word of it does; 2: it is somewhere inside. `undefined`: not at all. */
function rankOf({ label, detail = '' }: PaletteItem, words: readonly string[]): number | undefined {
  const text = fold(label)
  const whole = `${text} ${fold(detail)}`
  if (!words.every((word) => whole.includes(word))) return undefined
  if (text.startsWith(words.join(' '))) return 0
  return words.every((word) => whole.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word))) ? 1 : 2
}
