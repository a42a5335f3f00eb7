import { SORT_KEYS, type SortOrder } from '../../index/arrange.ts'

/** The order a person chose for each folder, by path; read from anything. */
export function ordersFrom(stored: unknown): Readonly<Record<string, SortOrder>> {
  const orders: Record<string, SortOrder> = {}
  for (const [path, one] of Object.entries((stored ?? {}) as Record<string, Partial<SortOrder> | null>)) {
    const key = SORT_KEYS.find((known) => known === one?.key)
    if (key) orders[path] = { key, descending: one?.descending === true }
  }
  return orders
}

export function isSameOrder(one: SortOrder, other: SortOrder): boolean {
  return one.key === other.key && one.descending === other.descending
}
