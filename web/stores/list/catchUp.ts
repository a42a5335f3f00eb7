import { formatNumberSet } from '../../../shared/mail/numberSet.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { KEPT_ROWS } from '../kit/limits.ts'
import type { ListRow } from '../kit/listRow.ts'
import type { createListModes } from './listModes.ts'
import type { createListView } from './listView.ts'
import { loadRows } from '../fetch/rowLoader.ts'

export interface CatchUpOptions {
  mailbox: MailboxRef
  view: ReturnType<typeof createListView>
  modes: ReturnType<typeof createListModes>
  isCurrent(mailbox: MailboxRef): boolean
  /** Messages there are now, how many at most came since, and above which UID they are. */
  exists: number
  came: number
  uidNext: number
}

/**
 * Puts an arranged list of an earlier visit right until the index has it anew: flags as they are, what is gone goes, what came is
 * on top, a row each. What else it stands for is unchanged: a message never changes its conversation.
 */
export async function catchUp(client: BridgeClient, options: CatchUpOptions): Promise<void> {
  const { mailbox, view, modes, isCurrent, exists, came, uidNext } = options
  const shown = [...view.now().rows.values()].map(({ uid }) => uid)
  const newest = Array.from({ length: Math.min(came, KEPT_ROWS) }, (_, at) => exists - at)
  await Promise.all([addNewer(), refreshKnown()])

  async function addNewer(): Promise<void> {
    if (newest.length === 0) return
    const fresh: ListRow[] = []
    await loadRows(client, {
      mailbox,
      by: 'sequence',
      numbers: newest,
      signal: new AbortController().signal,
      onRows: (rows) => void fresh.push(...rows.filter(({ uid }) => uid >= uidNext)),
    })
    if (isCurrent(mailbox)) modes.addOnTop(fresh)
  }

  async function refreshKnown(): Promise<void> {
    if (shown.length === 0) return
    const gone = new Set(shown)
    await client.call(
      'fetch',
      { mailbox, messages: { by: 'uid', set: formatNumberSet(shown) }, fields: ['flags'] },
      {
        onItem(row) {
          if (Array.isArray(row) || row.uid === undefined || !isCurrent(mailbox)) return
          gone.delete(row.uid)
          view.changeRow(row.uid, { flags: row.flags ?? [] })
        },
      },
    )
    if (isCurrent(mailbox)) for (const uid of gone) view.removeHit(uid)
  }
}
