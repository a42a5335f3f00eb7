import { fold } from '../../index/fold.ts'
import { termsOf } from './searchQuery.ts'

/** Folders offered beside results: more would push those away. */
const MAX_NAMED = 3
/** Fewer characters are part of nearly every name. */
const SHORTEST_NAME = 3

/** Folders whose name has a word that begins as what was typed does; none where more than words was asked for. Pure. */
export function foldersNamed<Named extends { selectable: boolean; label: string }>(
  folders: readonly Named[],
  typed: string,
): Named[] {
  const wanted = fold(typed.trim())
  if (wanted.length < SHORTEST_NAME || termsOf(typed).length > 0) return []
  return folders
    .filter(({ selectable, label }) => selectable && ` ${fold(label)}`.includes(` ${wanted}`))
    .slice(0, MAX_NAMED)
}
