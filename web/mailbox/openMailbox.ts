import type { MailboxState } from '../../shared/mail/mailbox.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import { flagsOf, isMark } from '../index/marks.ts'
import { changedFlags, changedMarks, type FlagChange } from './flagChange.ts'
import { TOLD_CHANGES } from './limits.ts'
import * as numbers from './numbers.ts'
import { hasFlag, type ListRow } from './row.ts'

/**
 * The mailbox on screen as the server told it: which messages it has, by UID, and what their sequence numbers mean. What
 * the user wants and the server has not confirmed is kept apart, in `wishes.ts`. Pure.
 */
export interface OpenMailbox {
  /** As SELECT told, UIDNEXT kept up to date; how many messages there are is in `numbers`. */
  readonly about: MailboxState
  /** Whether SELECT has answered: until then all of it is from an earlier visit. */
  readonly isSelected: boolean
  readonly numbers: numbers.Numbers
  /** By UID. */
  readonly rows: ReadonlyMap<number, ListRow>
  /** Flags of messages that have no row here, as bits of `MARK`: members of conversations, by UID. */
  readonly marks: ReadonlyMap<number, number>
  /** UIDs that were listed and not handed out. */
  readonly unavailable: ReadonlySet<number>
  /** UIDs that are gone. */
  readonly departed: ReadonlySet<number>
  /** The last changes of flags, oldest first: late answers yield to them. */
  readonly told: readonly Told[]
  /** UIDs of the top rows before the numbers lost their meaning: shown until the new rows are here. */
  readonly earlier: readonly number[]
}

interface Told {
  revision: number
  uids: ReadonlySet<number>
  change: FlagChange
}

export function openMailbox(about: MailboxState, isSelected: boolean): OpenMailbox {
  return {
    about,
    isSelected,
    numbers: numbers.openNumbers(about.exists),
    rows: new Map(),
    marks: new Map(),
    unavailable: new Set(),
    departed: new Set(),
    told: [],
    earlier: [],
  }
}

export function refOf({ about }: OpenMailbox): MailboxRef {
  return { path: about.path, uidValidity: about.uidValidity }
}

export function isSame(mailbox: OpenMailbox | undefined, ref: MailboxRef): boolean {
  return mailbox?.about.path === ref.path && mailbox.about.uidValidity === ref.uidValidity
}

/** Flags as the server told them; `undefined` where it did not. */
export function flagsIn(mailbox: OpenMailbox, uid: number): readonly string[] | undefined {
  const row = mailbox.rows.get(uid)
  if (row) return row.flags ?? []
  const marks = mailbox.marks.get(uid)
  return marks === undefined ? undefined : flagsOf(marks)
}

/** Marks, and rows made of them, do not tell of a keyword. */
export function hasFlagIn(mailbox: OpenMailbox, uid: number, flag: string): boolean | undefined {
  const row = mailbox.rows.get(uid)
  if ((!row || row.partial) && !isMark(flag)) return undefined
  const flags = flagsIn(mailbox, uid)
  return flags && hasFlag({ flags: [...flags] }, flag)
}

/** Rows from FETCH on the lane that tells of this mailbox: their numbers and flags hold now. */
export function withFetched(mailbox: OpenMailbox, fetched: readonly ListRow[]): OpenMailbox {
  const pairs = fetched.flatMap(({ seq, uid }) => (seq > 0 ? [[seq, uid] as const] : []))
  return { ...placed(mailbox, fetched), numbers: numbers.named(mailbox.numbers, pairs), earlier: [] }
}

/**
 * Rows from another lane, the index or the disk. They say nothing of numbers, yield to what was told after they were asked
 * for, and one that is `partial` never replaces a row of the server.
 */
export function withRecalled(mailbox: OpenMailbox, recalled: readonly ListRow[], asked: number): OpenMailbox {
  const wanted = recalled.filter(({ uid, partial }) => {
    const known = mailbox.rows.get(uid)
    return !mailbox.departed.has(uid) && !(partial && known && !known.partial)
  })
  if (wanted.length === 0) return mailbox
  const later = mailbox.told.filter(({ revision }) => revision > asked)
  return placed(
    mailbox,
    wanted.map((row) => {
      const changes = later.filter(({ uids }) => uids.has(row.uid))
      if (changes.length === 0) return row
      const flags = changes.reduce((all, { change }) => changedFlags(all, change), row.flags ?? [])
      return { ...row, flags }
    }),
  )
}

/** Flags of members that have no row, from the index; they yield in the same way. */
export function withMarks(
  mailbox: OpenMailbox,
  members: readonly { uid: number; marks: number }[],
  asked: number,
): OpenMailbox {
  const fresh = members.filter(({ uid }) => !mailbox.departed.has(uid))
  if (fresh.length === 0) return mailbox
  const later = mailbox.told.filter(({ revision }) => revision > asked)
  const marks = new Map(mailbox.marks)
  for (const member of fresh) {
    const changes = later.filter(({ uids }) => uids.has(member.uid))
    marks.set(
      member.uid,
      changes.reduce((all, { change }) => changedMarks(all, change), member.marks),
    )
  }
  return { ...mailbox, marks }
}

function placed(mailbox: OpenMailbox, rows: readonly ListRow[]): OpenMailbox {
  const known = new Map(mailbox.rows)
  const unavailable = new Set(mailbox.unavailable)
  for (const row of rows) {
    known.set(row.uid, row)
    unavailable.delete(row.uid)
  }
  return { ...mailbox, rows: known, unavailable }
}

/** Flags changed, by this user or another client. */
export function withFlags(mailbox: OpenMailbox, { uids, change, revision }: Told): OpenMailbox {
  const told = [...mailbox.told.slice(-TOLD_CHANGES + 1), { uids, change, revision }]
  const rows = changedBy(mailbox.rows, uids, (row) => ({
    ...row,
    flags: changedFlags(row.flags ?? [], change),
  }))
  const marks = changedBy(mailbox.marks, uids, (known) => changedMarks(known, change))
  return { ...mailbox, told, rows, marks }
}

/** What the server told of one flag of these messages since a command was sent, as it told it last. */
export function toldSince(
  { told }: OpenMailbox,
  { uids, sentAt }: { uids: ReadonlySet<number>; sentAt: number },
  flag: string,
): Map<number, boolean> {
  const found = new Map<number, boolean>()
  for (const { revision, uids: changed, change } of told) {
    const isAbout = 'flags' in change || change.flag === flag
    if (revision <= sentAt || !isAbout) continue
    const on = 'flags' in change ? hasFlag({ flags: [...change.flags] }, flag) : change.on
    for (const uid of changed) if (uids.has(uid)) found.set(uid, on)
  }
  return found
}

/** Looks through the smaller of the two: one flag of one message is the rule, all of a mailbox the exception. */
function changedBy<Value>(
  values: ReadonlyMap<number, Value>,
  uids: ReadonlySet<number>,
  change: (value: Value) => Value,
): ReadonlyMap<number, Value> {
  const wanted = uids.size < values.size ? found(values, uids) : [...values].filter(([uid]) => uids.has(uid))
  if (wanted.length === 0) return values
  const changed = new Map(values)
  for (const [uid, value] of wanted) changed.set(uid, change(value))
  return changed
}

function found<Value>(values: ReadonlyMap<number, Value>, uids: ReadonlySet<number>): [number, Value][] {
  return [...uids].flatMap((uid): [number, Value][] => {
    const value = values.get(uid)
    return value === undefined ? [] : [[uid, value]]
  })
}

/** Messages are gone. Their numbers are dealt with by whoever told. */
export function withoutMessages(mailbox: OpenMailbox, uids: readonly number[]): OpenMailbox {
  if (uids.length === 0) return mailbox
  const rows = new Map(mailbox.rows)
  const marks = new Map(mailbox.marks)
  for (const uid of uids) {
    rows.delete(uid)
    marks.delete(uid)
  }
  const gone = new Set(uids)
  return {
    ...mailbox,
    rows,
    marks,
    departed: new Set([...mailbox.departed, ...uids]),
    earlier: mailbox.earlier.filter((uid) => !gone.has(uid)),
  }
}

/** SELECT or the bridge told how the mailbox stands now; what came and went before it is not told any more. */
export function withState(mailbox: OpenMailbox, about: MailboxState): OpenMailbox {
  const { uidNext } = mailbox.about
  const uidNextGrowth =
    uidNext === undefined || about.uidNext === undefined ? undefined : about.uidNext - uidNext
  const next = numbers.resynced(mailbox.numbers, { exists: about.exists, uidNextGrowth })
  const isFollowed = next.uids.size > 0 || mailbox.numbers.uids.size === 0
  return {
    ...mailbox,
    about,
    isSelected: true,
    numbers: next,
    // Nothing of what happened to them was told: they show until they have been asked for again.
    rows: isFollowed ? mailbox.rows : new Map([...mailbox.rows].map(([uid, row]) => [uid, unsure(row)])),
    earlier: isFollowed ? mailbox.earlier : topOf(mailbox),
    unavailable: new Set(),
  }
}

function unsure(row: ListRow): ListRow {
  return { ...row, partial: row.partial ?? {} }
}

/** UIDs from the top down to the first that is not known. */
function topOf({ numbers: { exists, uids }, departed }: OpenMailbox): number[] {
  const top: number[] = []
  for (let seq = exists; seq > 0; seq--) {
    const uid = uids.get(seq)
    if (uid === undefined) break
    if (!departed.has(uid)) top.push(uid)
  }
  return top
}
