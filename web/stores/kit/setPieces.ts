import { MAX_SET_LENGTH } from '../../../shared/protocol/limits.ts'

/** The same set in pieces a command takes. */
export function piecesOf(set: string, longest = MAX_SET_LENGTH): string[] {
  const pieces: string[] = []
  let rest = set
  while (rest.length > longest) {
    const cut = rest.lastIndexOf(',', longest)
    if (cut <= 0) break
    pieces.push(rest.slice(0, cut))
    rest = rest.slice(cut + 1)
  }
  return [...pieces, rest]
}
