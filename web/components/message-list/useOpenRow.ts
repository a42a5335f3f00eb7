import { watch } from 'vue'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { useBodyCache } from '../../stores/reading/bodyCache.ts'
import type { ListRow, OpenMessage } from '../../stores/kit/listRow.ts'
import { useMessages } from '../../stores/list/messages.ts'
import { seqAt } from '../../stores/list/rowWindow.ts'

/** A place whose message nobody knows yet. */
interface AwaitedPlace {
  mailbox: MailboxRef
  seq: number
  list: number
  shifts: number
}

/** Opens the message at an index from the top; one whose row is still on its way is opened when it comes. */
export function useOpenRow(accountId: string, opened: (row: ListRow) => void) {
  const messages = useMessages(accountId)
  const bodies = useBodyCache(accountId)
  let awaited: AwaitedPlace | OpenMessage | undefined

  function show(row: ListRow): void {
    awaited = undefined
    messages.selectedUid = row.uid
    opened(row)
  }

  /** By its UID, wherever the list has it by now: it may be arranged anew meanwhile. */
  function look({ row: wanted, mailbox }: OpenMessage): void {
    if (!messages.isCurrent(mailbox)) {
      awaited = undefined
      return
    }
    const row = messages.rowOf(wanted.uid)
    // Gone into another row, or from the folder: opening asks for what is missing, and tells.
    if (!row) show(wanted)
    else if (!row.partial || isUnretrievable(row)) show(row)
  }

  /** It is not coming to the list: opening asks once more, and says what is wrong. */
  function isUnretrievable({ uid }: ListRow): boolean {
    const place = messages.seqOf(uid)
    return place !== undefined && messages.window.missing.has(place)
  }

  function lookAt({ mailbox, seq, list, shifts }: AwaitedPlace): void {
    const { window } = messages
    // Numbers that shifted, or another list, mean other messages.
    const isSame = messages.isCurrent(mailbox) && list === messages.listKey && shifts === window.shifts
    if (!isSame) awaited = undefined
    else {
      const row = messages.rowOf(window.rows.get(seq)?.uid)
      if (row && (!row.partial || isUnretrievable(row))) show(row)
    }
  }

  watch(
    () => messages.window,
    () => {
      if (awaited) {
        if ('row' in awaited) look(awaited)
        else lookAt(awaited)
      }
    },
  )

  return (index: number): void => {
    const row = messages.rowAt(index)
    const { window, listKey: list } = messages
    const mailbox = messages.mailboxRef()
    // What only the index knows lacks all that opening it takes, unless that is kept with its body.
    if (row && (!row.partial || isUnretrievable(row) || bodies.isKept({ row, mailbox }))) show(row)
    else if (row) awaited = { row, mailbox }
    else awaited = { mailbox, seq: seqAt(window, index), list, shifts: window.shifts }
  }
}
