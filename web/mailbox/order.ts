import { isAscending } from '../headers/arrangement.ts'
import { at } from './at.ts'

/**
 * A list of UIDs in an order of its own: all messages as the index sorts or folds them, or the results of a search. A
 * message's place, counted from 1 at the bottom, does here what the sequence number does in a mailbox. Pure.
 */
export interface Order {
  readonly kind: 'order'
  /** From the bottom; no UID twice, none that left or is on its way out. */
  readonly uids: Uint32Array
  /** Whether they ascend, as those of SEARCH do: then a place is found without looking through all. */
  readonly ascending: boolean
  /** Grows whenever a place comes to mean another message. */
  readonly shifts: number
}

/** UIDs as they come: numbers from a search, packed from the index. */
export type Uids = readonly number[] | Uint32Array

/** @param uids From the bottom. */
export function openOrder(uids: Uint32Array, shifts: number): Order {
  return { kind: 'order', uids, ascending: isAscending(uids), shifts }
}

/** Where a message stands; `undefined` when it is not in the list. */
export function placeIn({ uids, ascending }: Order, uid: number): number | undefined {
  if (!ascending) return uids.indexOf(uid) + 1 || undefined
  let [low, high] = [0, uids.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = at(uids, middle)
    if (found === uid) return middle + 1
    if (found < uid) low = middle + 1
    else high = middle - 1
  }
  return undefined
}

/** One message left; another of its conversation may take its place. */
export function replaced(order: Order, uid: number, by: number | undefined): Order {
  const place = placeIn(order, uid)
  if (place === undefined) return order
  if (by !== undefined && placeIn(order, by) === undefined) {
    const uids = order.uids.slice()
    uids[place - 1] = by
    return openOrder(uids, order.shifts + 1)
  }
  const uids = joined(order.uids.subarray(0, place - 1), order.uids.subarray(place))
  return { ...order, uids, shifts: order.shifts + 1 }
}

/** The list anew: the same object when nothing moved. */
export function refreshed(order: Order, uids: Uint32Array): Order {
  const { uids: before } = order
  const isSame = uids.length === before.length && before.every((uid, index) => uid === uids[index])
  return isSame ? order : openOrder(uids, order.shifts + 1)
}

/** Without those that are absent; the same array when none of them is in it. */
export function without(uids: Uint32Array, isAbsent: (uid: number) => boolean): Uint32Array {
  return uids.some(isAbsent) ? uids.filter((uid) => !isAbsent(uid)) : uids
}

/**
 * Results in the order of all messages. What that order does not have yet has just come and stands above; what it has no
 * more has just gone and stands below.
 */
export function inOrderOf(all: Uint32Array, uids: Uids): Uint32Array {
  const left = new Set(uids)
  const known = all.filter((uid) => left.delete(uid))
  const newest = left.size === 0 ? 0 : all.reduce((highest, uid) => Math.max(highest, uid), 0)
  const [gone, fresh] = [[...left].filter((uid) => uid < newest), [...left].filter((uid) => uid > newest)]
  return joined(joined(Uint32Array.from(gone), known), fresh)
}

export function joined(uids: Uint32Array, more: Uids): Uint32Array {
  const all = new Uint32Array(uids.length + more.length)
  all.set(uids)
  all.set(more, uids.length)
  return all
}
