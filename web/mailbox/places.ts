import { at } from './at.ts'
import { countAbove, inRanges, sizeOf } from './numberRanges.ts'
import { numberOf, type Numbers } from './numbers.ts'
import { placeIn, type Order } from './order.ts'

/** Where the list on screen gets its messages from. Index 0 is the top row, place 1 the bottom one. */
export type Places = Numbers | Order

/** Places in all, those out of sight included. */
export function lengthOf(places: Places): number {
  return places.kind === 'numbers' ? places.exists : places.uids.length
}

/** Rows of the list. */
export function rowCount(places: Places): number {
  return places.kind === 'numbers' ? places.exists - sizeOf(places.hidden) : places.uids.length
}

/** The place shown at an index from the top, 0 … rowCount − 1. */
export function placeAt(places: Places, index: number): number {
  let place = lengthOf(places) - index
  if (places.kind === 'order') return place
  for (let index = places.hidden.length - 1; index >= 0; index--) {
    const [low, high] = at(places.hidden, index)
    if (high < place) break
    place -= high - low + 1
  }
  return place
}

/** The index of a place of the list; `undefined` when it is out of sight. */
export function indexOfPlace(places: Places, place: number): number | undefined {
  const length = lengthOf(places)
  if (places.kind === 'order') return length - place
  return inRanges(places.hidden, place) ? undefined : length - place - countAbove(places.hidden, place)
}

/** `undefined` where nobody has told it yet. */
export function uidAt(places: Places, place: number): number | undefined {
  return places.kind === 'numbers'
    ? (places.uids.get(place) ?? places.guessed.get(place))
    : places.uids[place - 1]
}

/** Whether the server has told it: what only the index tells is asked for. */
export function isCertain(places: Places, place: number): boolean {
  return places.kind === 'order' || places.uids.has(place)
}

export function placeOf(places: Places, uid: number): number | undefined {
  if (places.kind === 'order') return placeIn(places, uid)
  const number = numberOf(places, uid)
  if (number !== undefined) return number
  for (const [seq, guessed] of places.guessed) if (guessed === uid) return seq
  return undefined
}
