import { useFolders } from '../folders/folders.ts'
import { placesOf } from '../list/hitList.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { hasFlag } from '../kit/listRow.ts'
import { useMessages } from '../list/messages.ts'
import { rangesOf, without } from '../kit/numberRanges.ts'
import { useOptimistic } from '../list/optimistic.ts'
import * as rows from '../list/rowWindow.ts'
import { useSelection } from '../list/selection.ts'
import type { NamedMessages } from '../list/target.ts'

/** Messages leaving the list before the server has said so, and coming back when it refuses. */
export const useDepartures = defineKeyedStore('departures', (accountId) => {
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const selection = useSelection(accountId)
  const optimistic = useOptimistic(accountId)

  /** Out of sight at once; what stands there then is open instead, if one of them was. */
  function leave(named: NamedMessages): void {
    optimistic.leave(named.mailbox, named.uids)
    countUnseen(named, -1)
    if (!messages.isCurrent(named.mailbox)) return
    const going = new Set(named.uids)
    const open = messages.selectedUid
    const index = open !== undefined && going.has(open) ? messages.indexOf(open) : undefined
    const seqs = chosenSeqs(going)
    messages.both((window) => rows.withHidden(window, going))
    const { hits } = messages
    if (hits) messages.update((window) => rows.withHiddenSeqs(window, placesOf(hits.uids, going)))
    else if (seqs) messages.update((window) => rows.withHiddenSeqs(window, seqs))
    selection.clear()
    if (index === undefined) return
    const next = Math.min(index, messages.count - 1)
    messages.selectedUid = next < 0 ? undefined : messages.rowAt(next)?.uid
  }

  /** Where the rows stand that nobody has seen: as the server named them, if nothing has shifted since. */
  function chosenSeqs(going: ReadonlySet<number>) {
    const chosen = selection.chosenSeqs
    const { folder } = messages
    if (!chosen || chosen.shifts !== folder.shifts) return undefined
    const staying = [...folder.rows].filter(([, row]) => !going.has(row.uid)).map(([seq]) => seq)
    return without(chosen.seqs, rangesOf(staying))
  }

  /** Back in their places. */
  function comeBack(named: NamedMessages): void {
    optimistic.stay(named.mailbox, named.uids)
    countUnseen(named, 1)
    if (!messages.isCurrent(named.mailbox)) return
    const leaving = optimistic.leavingFrom(named.mailbox)
    // All that was hidden comes back, known or not, but for what is still on its way elsewhere.
    messages.both((window) => rows.withHidden({ ...window, hidden: [] }, leaving))
    messages.retryRows()
  }

  /** The server has said so. */
  function gone({ mailbox, uids }: NamedMessages): void {
    folders.countSoon(mailbox.path)
    // UIDs are never used again: what stays in the mailbox (a server without UIDPLUS) stays out of sight.
    optimistic.leave(mailbox, uids)
  }

  function countUnseen({ mailbox, uids }: NamedMessages, sign: 1 | -1): void {
    if (!messages.isCurrent(mailbox)) return
    const going = new Set(uids)
    const unseen = [...messages.folder.rows.values()].filter(
      (row) => going.has(row.uid) && !hasFlag(optimistic.shown(mailbox, row), '\\Seen'),
    )
    folders.adjustUnseen(mailbox.path, sign * unseen.length)
  }

  return { leave, comeBack, gone }
})
