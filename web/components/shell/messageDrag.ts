import type { MailboxRef } from '../../../shared/protocol/values.ts'

/** Messages on their way from the list to a folder. */
export interface DraggedMessages {
  accountId: string
  mailbox: MailboxRef
  uids: number[]
}

/** What is dragged within the page only; other programs see nothing of it. */
export const MESSAGE_DRAG_TYPE = 'application/x-ponte-messages'

/** Call in `dragstart`. */
export function startMessageDrag(event: DragEvent, dragged: DraggedMessages): void {
  if (!event.dataTransfer) return
  event.dataTransfer.setData(MESSAGE_DRAG_TYPE, JSON.stringify(dragged))
  event.dataTransfer.effectAllowed = 'copyMove'
}

/** While it hovers only the types are known. */
export function isMessageDrag(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes(MESSAGE_DRAG_TYPE) ?? false
}

/** Files from outside of the page. */
export function isFileDrag(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}

/** Ctrl (Alt on a Mac) copies, as everywhere. */
export function wantsCopy(event: DragEvent): boolean {
  return event.ctrlKey || event.altKey
}

/** In `drop`; undefined when it is something else. */
export function droppedMessages(event: DragEvent): DraggedMessages | undefined {
  const text = event.dataTransfer?.getData(MESSAGE_DRAG_TYPE)
  if (!text) return undefined
  try {
    const found = JSON.parse(text) as Partial<DraggedMessages> | null
    const { accountId, mailbox, uids } = found ?? {}
    const whole =
      typeof accountId === 'string' &&
      typeof mailbox?.path === 'string' &&
      typeof mailbox.uidValidity === 'string' &&
      Array.isArray(uids) &&
      uids.every((uid) => Number.isInteger(uid) && uid > 0)
    return whole ? { accountId, mailbox: { ...mailbox }, uids } : undefined
  } catch {
    // Another page of the same type: not ours.
    return undefined
  }
}
