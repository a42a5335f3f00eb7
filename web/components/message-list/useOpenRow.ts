import { watch } from 'vue'
import { useBodyCache } from '../../stores/bodyCache.ts'
import type { ListRow } from '../../stores/listRow.ts'
import { useMessages } from '../../stores/messages.ts'
import { seqAt } from '../../stores/rowWindow.ts'

/** Opens the message at an index from the top; one whose row is still on its way is opened when it comes. */
export function useOpenRow(accountId: string, opened: (row: ListRow) => void) {
  const messages = useMessages(accountId)
  const bodies = useBodyCache(accountId)
  let awaited: { seq: number; list: number; shifts: number } | undefined

  function show(row: ListRow): void {
    awaited = undefined
    messages.selectedUid = row.uid
    opened(row)
  }

  watch(
    () => messages.window,
    ({ rows, shifts }) => {
      if (!awaited) return
      // Numbers that shifted, or another list, mean other messages.
      if (awaited.list !== messages.listKey || awaited.shifts !== shifts) awaited = undefined
      else {
        const row = messages.rowOf(rows.get(awaited.seq)?.uid)
        if (row && !row.partial) show(row)
      }
    },
  )

  return (index: number): void => {
    const row = messages.rowAt(index)
    const { window, listKey: list } = messages
    // What only the index knows lacks all that opening it takes, unless that is kept with its body.
    const ready = row && (!row.partial || bodies.isKept({ row, mailbox: messages.mailboxRef() }))
    if (ready) show(row)
    else awaited = { seq: seqAt(window, index), list, shifts: window.shifts }
  }
}
