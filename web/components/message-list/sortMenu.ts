import { SORT_KEYS, type SortKey, type SortOrder } from '../../index/arrange.ts'
import type { MenuItem } from '../ui/menu.ts'

export type SortItem = SortKey | 'ascending' | 'descending' | 'conversations'

/** Which way each goes first: the newest and the largest on top, names from A. */
const FIRST: Record<SortKey, boolean> = { date: true, sender: false, subject: false, size: true }

export interface SortMenuOptions {
  order: SortOrder
  /** Whether all headers are here. */
  ready: boolean
  conversations: boolean
  t: (key: string) => string
}

/** What the list can go by, which way, and whether messages that belong together share a row. */
export function sortItems({ order, ready, conversations, t }: SortMenuOptions): MenuItem<SortItem>[] {
  const keys = SORT_KEYS.map((id) => ({
    id,
    label: t(`list.sort.${id}`),
    checked: order.key === id,
    disabled: !ready,
  }))
  const ways = (['ascending', 'descending'] as const).map((id, at) => ({
    id,
    label: t(`list.sort.way.${order.key === 'date' || order.key === 'size' ? order.key : 'text'}.${id}`),
    checked: order.descending === (id === 'descending'),
    disabled: !ready,
    separated: at === 0,
  }))
  const grouping = {
    id: 'conversations' as const,
    label: t('reading.menu.conversations'),
    checked: conversations,
    separated: true,
  }
  return [...keys, ...ways, grouping]
}

export function sortAction(order: SortOrder, id: Exclude<SortItem, 'conversations'>): SortOrder {
  if (id === 'ascending' || id === 'descending') return { ...order, descending: id === 'descending' }
  return { key: id, descending: FIRST[id] }
}
