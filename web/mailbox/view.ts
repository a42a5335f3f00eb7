import type { MailboxRef } from '../../shared/protocol/values.ts'
import { shownCounts, type FolderCounts } from './counts.ts'
import { shownFlag, type FlagWishes } from './flagWishes.ts'
import { groupIn, isUnfoldedAt } from './list.ts'
import type { Group } from './groups.ts'
import { absentFrom, isOpen, placesOf, type Model } from './model.ts'
import { hasFlagIn, refOf } from './openMailbox.ts'
import { indexOfPlace, isCertain, placeAt, placeOf, rowCount, uidAt } from './places.ts'
import { hasFlag, withFlag, type ListRow } from './row.ts'
import { mailboxKey } from './mailboxKey.ts'
import { flagWishesOf } from './wishes.ts'

/** What shows of a model: what the server told with the user's wishes over it. Index 0 is the top row. */

export function count(model: Model): number {
  const places = placesOf(model)
  return places ? rowCount(places) : 0
}

/** A message as it shows, wherever the list has it; `undefined` while its row is not known. */
export function rowOf(model: Model, uid: number | undefined): ListRow | undefined {
  const { mailbox } = model
  const row = uid === undefined ? undefined : mailbox?.rows.get(uid)
  return mailbox && row && withWishedFlags(model, mailbox.about, row)
}

export function rowAt(model: Model, index: number): ListRow | undefined {
  return rowOf(model, uidAtIndex(model, index))
}

export function uidAtIndex(model: Model, index: number): number | undefined {
  const places = placesOf(model)
  if (!places || index < 0 || index >= rowCount(places)) return undefined
  const uid = uidAt(places, placeAt(places, index))
  if (uid !== undefined || places.kind === 'order') return uid
  // Until its number is known, what stood here before.
  return model.mailbox?.earlier.filter((known) => !model.leaving.has(known))[index]
}

/** Where a message is on screen, or the row of the folded conversation it is part of. */
export function indexOf(model: Model, uid: number | undefined): number | undefined {
  const places = placesOf(model)
  if (!places || uid === undefined) return undefined
  const place = placeOf(places, uid) ?? placeOf(places, groupOf(model, uid)?.head ?? uid)
  return place === undefined ? undefined : indexOfPlace(places, place)
}

/** Whether the list has a row of its own for a message. */
export function isListed(model: Model, uid: number): boolean {
  const places = placesOf(model)
  return places !== undefined && placeOf(places, uid) !== undefined
}

/** Whether the server listed the message at this index and does not hand it out. */
export function isUnavailable(model: Model, index: number): boolean {
  const places = placesOf(model)
  if (!places || !model.mailbox) return false
  const place = placeAt(places, index)
  const uid = uidAt(places, place)
  return (
    (uid !== undefined && model.mailbox.unavailable.has(uid)) ||
    (places.kind === 'numbers' && places.missing.has(place))
  )
}

/** The places of indexes `first` … `last` whose rows are to be asked for, from the top down. */
export function unknownPlaces(model: Model, first: number, last: number): number[] {
  const places = placesOf(model)
  const { mailbox } = model
  if (!places || !mailbox) return []
  const unknown: number[] = []
  const end = Math.min(last, rowCount(places) - 1)
  for (let index = Math.max(first, 0); index <= end; index++) {
    const place = placeAt(places, index)
    const uid = uidAt(places, place)
    const row = uid === undefined ? undefined : mailbox.rows.get(uid)
    const isKnown = row && !row.partial && isCertain(places, place)
    if (!isKnown && !isUnavailable(model, index)) unknown.push(place)
  }
  return unknown
}

/** Rows that are known of the list on screen, with their places, in no order. */
export function placedRows(model: Model): [place: number, row: ListRow][] {
  const places = placesOf(model)
  if (!places || !model.mailbox) return []
  const placed: [number, number][] =
    places.kind === 'numbers'
      ? [...places.uids, ...places.guessed]
      : [...model.mailbox.rows.keys()].flatMap((uid) => {
          const place = placeOf(places, uid)
          return place === undefined ? [] : [[place, uid] as [number, number]]
        })
  return placed.flatMap(([place, uid]) => {
    const row = rowOf(model, uid)
    return row ? [[place, row] as [number, ListRow]] : []
  })
}

/** The conversation a message is part of in the list on screen. */
export function groupOf(model: Model, uid: number): Group | undefined {
  return groupIn(model.list, uid, absentFrom(model))
}

/** What the row of a message stands for, if that is more than the message. */
export function foldedGroup(model: Model, uid: number): Group | undefined {
  const group = groupOf(model, uid)
  return group?.head === uid && !isUnfoldedAt(model.list, uid) ? group : undefined
}

/** The row as the list draws it: that of a folded conversation is unread while one of its messages is, flagged when one is. */
export function shownRow(model: Model, row: ListRow): ListRow {
  const group = foldedGroup(model, row.uid)
  if (!group) return row
  const has = (uid: number, flag: string): boolean | undefined => shownFlagOf(model, uid, flag)
  const isUnread = !hasFlag(row, '\\Seen') || group.members.some((uid) => has(uid, '\\Seen') === false)
  const isFlagged = hasFlag(row, '\\Flagged') || group.members.some((uid) => has(uid, '\\Flagged') === true)
  return withFlag(withFlag(row, '\\Seen', !isUnread), '\\Flagged', isFlagged)
}

/** Whether a message of the mailbox on screen shows a flag; `undefined` when nobody has told. */
export function shownFlagOf(model: Model, uid: number, flag: string): boolean | undefined {
  const { mailbox } = model
  if (!mailbox) return undefined
  const wishes = flagWishesOf(model.wishes, refOf(mailbox), flag)
  const truth = hasFlagIn(mailbox, uid, flag)
  if (truth !== undefined) return shownFlag(wishes, uid, truth)
  return wishes.wanted.get(uid) ?? (wishes.sending?.uids.has(uid) ? wishes.sending.on : undefined)
}

/** As the server told it, in whatever mailbox. */
export function truthOf(
  model: Model,
  mailbox: MailboxRef,
  { uid, flag }: { uid: number; flag: string },
): boolean | undefined {
  return model.mailbox && isOpen(model, mailbox) ? hasFlagIn(model.mailbox, uid, flag) : undefined
}

/** A row of whatever mailbox, with the flags the user wants it to have. */
export function withWishedFlags(model: Model, mailbox: MailboxRef, row: ListRow): ListRow {
  const byFlag = model.wishes.flags.get(mailboxKey(mailbox))?.byFlag
  if (!byFlag) return row
  let shown = row
  for (const [flag, wanted] of byFlag) {
    const truth = hasFlag(row, flag)
    const isSet = shownFlag(wanted, row.uid, truth)
    if (isSet !== truth) shown = withFlag(shown, flag, isSet)
  }
  return shown
}

/** Counts of a folder as they show; `undefined` before the first STATUS. */
export function countsOf(model: Model, path: string): FolderCounts | undefined {
  const counts = model.counts.get(path)
  return counts && shownCounts(counts, pendingCounts(model, path))
}

function pendingCounts(model: Model, path: string): FolderCounts {
  let [messages, unseen] = [0, 0]
  for (const { mailbox, byFlag } of model.wishes.flags.values()) {
    const wishes = mailbox.path === path ? byFlag.get('\\Seen') : undefined
    if (wishes) unseen += pendingUnseen(wishes, (uid) => truthOf(model, mailbox, { uid, flag: '\\Seen' }))
  }
  for (const { mailbox, uids, unseen: unread, gone } of model.wishes.leaving.values()) {
    if (mailbox.path !== path) continue
    messages -= uids.filter((uid) => !gone.has(uid)).length
    unseen -= unread.filter((uid) => !gone.has(uid)).length
  }
  return { messages, unseen }
}

/** By how many the unread messages will have changed. What a STORE under way changes was decided when it was sent. */
function pendingUnseen({ wanted, sending }: FlagWishes, truth: (uid: number) => boolean | undefined): number {
  let unseen = sending ? unseenBy(sending.on) * sending.uids.size : 0
  for (const [uid, on] of wanted) {
    const before = sending?.uids.has(uid) ? sending.on : truth(uid)
    if (before !== on) unseen += unseenBy(on)
  }
  return unseen
}

/** By how much one message changes the unread ones. */
export function unseenBy(seen: boolean): 1 | -1 {
  return seen ? -1 : 1
}

/** Which of these show as unread, as far as that is known. */
export function unreadAmong(model: Model, mailbox: MailboxRef, uids: readonly number[]): number[] {
  return isOpen(model, mailbox) ? uids.filter((uid) => shownFlagOf(model, uid, '\\Seen') === false) : []
}
