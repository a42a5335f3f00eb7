import type { ViewCache, CachedView } from '../../cache/viewCache.ts'
import type { Arrangement } from '../../headers/arrangement.ts'
import { lastRows } from '../../mailbox/groups.ts'
import type { Snapshot } from '../../mailbox/change.ts'
import type { Model } from '../../mailbox/model.ts'
import { lengthOf, uidAt } from '../../mailbox/places.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { KEEP_DELAY_MS } from '../kit/limits.ts'
import { KEPT_ROWS } from './limits.ts'

/** The top of each folder, cached in this browser; where it cannot be cached, nothing is, and nothing is said. */
export interface SnapshotCache {
  load(path: string): Promise<Snapshot | undefined>
  /** Soon, as it is then. */
  saveSoon(): void
  /** Another folder is about to be shown. */
  saveNow(): void
}

export interface SnapshotOptions {
  account: string
  cache: Pick<ViewCache, 'view' | 'putView'>
  model(): Model
  /** Whether it is what a reload begins with: only that is worth caching. */
  isUsual(arrangement: Arrangement): boolean
  /** Whether this browser may keep mail. */
  mayKeep(): boolean
}

export function createSnapshotCache({
  account,
  cache,
  model,
  isUsual,
  mayKeep,
}: SnapshotOptions): SnapshotCache {
  let timer: ReturnType<typeof setTimeout> | undefined

  function saveNow(): void {
    if (timer === undefined) return
    clearTimeout(timer)
    timer = undefined
    const view = snapshotOf(model(), isUsual)
    if (view && mayKeep()) cache.putView(account, view).catch(() => undefined)
  }

  return {
    async load(path) {
      if (!mayKeep()) return undefined
      const view = await cache.view(account, path).catch(() => undefined)
      if (!view) return undefined
      const { mailbox, rows, arranged, conversations } = view
      return {
        mailbox,
        rows,
        ...(arranged && { isArranged: true }),
        ...(conversations &&
          isUsual(conversations.arrangement) && {
            arrangement: conversations.arrangement,
            summaries: conversations.summaries,
          }),
      }
    },
    saveSoon: () => void (timer ??= setTimeout(saveNow, KEEP_DELAY_MS)),
    saveNow,
  }
}

/** Snapshot to cache. None for a sorted or narrowed list that is arranged: its first rows are not the folder's. */
export function snapshotOf(
  { mailbox, phase, list }: Model,
  isUsual: SnapshotOptions['isUsual'],
): CachedView | undefined {
  if (!mailbox || phase.kind !== 'open') return undefined
  const { arranged } = list
  // Nor for one that is a snapshot itself: it goes with the mailbox as it was then.
  if (arranged && (list.results || arranged.snapshot)) return undefined
  const places = list.results || !list.order ? mailbox.numbers : list.order
  const rows: ListRow[] = []
  for (let place = lengthOf(places); place > 0 && rows.length < KEPT_ROWS; place--) {
    const row = mailbox.rows.get(uidAt(places, place) ?? 0)
    if (!row || row.partial) break
    rows.push(row)
  }
  const top =
    arranged && isUsual(arranged.arrangement) ? lastRows(arranged.arrangement, KEPT_ROWS) : undefined
  return {
    mailbox: { ...mailbox.about, exists: mailbox.numbers.exists },
    rows,
    ...(arranged && { arranged: true }),
    ...(arranged &&
      top && {
        conversations: {
          arrangement: arranged.arrangement,
          summaries: top.flatMap((uid) => list.summaries.get(uid) ?? []),
        },
      }),
  }
}
