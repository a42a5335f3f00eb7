import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { useHeaderIndex } from '../index/headerIndex.ts'
import type { createListView } from './listView.ts'

export interface HeaderRowsOptions {
  headers: ReturnType<typeof useHeaderIndex>
  view: ReturnType<typeof createListView>
  isCurrent(mailbox: MailboxRef): boolean
}

/** Puts what the index knows of some places into the list on screen, so that they show before the server answers. */
export function createHeaderRows({ headers, view, isCurrent }: HeaderRowsOptions) {
  return async (mailbox: MailboxRef, places: readonly number[]): Promise<void> => {
    const list = view.listKey.value
    const before = view.now()
    const uids = view.hits.value?.uids
    const found = uids
      ? await headers.rowsOf(
          mailbox,
          places.flatMap((place) => uids[place - 1] ?? []),
        )
      : await headers.rowsAt(mailbox, { exists: before.exists, seqs: places })
    const now = view.now()
    if (!isCurrent(mailbox) || list !== view.listKey.value) return
    const same = now.shifts === before.shifts && now.exists === before.exists
    if (same && found.length > 0) view.arrive(found)
  }
}
