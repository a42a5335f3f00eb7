import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { IndexNews } from '../../index/news.ts'
import type { Change, Effect } from '../change.ts'
import { settled, type FolderCounts } from '../counts.ts'
import * as lists from '../list.ts'
import { mailboxKey } from '../mailboxKey.ts'
import { absentFrom, shiftsOf, type Model } from '../model.ts'
import * as numbers from '../numbers.ts'
import * as mailboxes from '../openMailbox.ts'
import type { ListRow } from '../row.ts'
import type { Wish } from '../wishes.ts'

/** What is being worked out: the next model, and what follows from the change. */
export interface Work {
  model: Model
  effects: Effect[]
}

export type Of<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>
export type PartOf<Kind extends 'flag' | 'leave'> = Extract<Of<'confirmed'>['wish'], { kind: Kind }>
export type WishOf<Kind extends 'flag' | 'leave'> = Extract<Wish, { kind: Kind }>

export function set(work: Work, part: Partial<Model>): void {
  work.model = { ...work.model, ...part }
}

export function setMailbox(work: Work, mailbox: mailboxes.OpenMailbox): void {
  work.model = { ...work.model, mailbox }
}

/** Makes the rows of the list anew, where they follow from the index or from a search. */
export function relist(work: Work, list: lists.List = work.model.list): void {
  const { model } = work
  const next = lists.rebuilt(list, absentFrom(model), shiftsOf(model))
  set(work, { list: next })
  if (next.order || !model.list.order || !model.mailbox) return
  // Places mean other messages now: answers under way must not be taken for those of these.
  const known = model.mailbox.numbers
  const shifts = Math.max(known.shifts, model.list.order.shifts) + 1
  setMailbox(work, { ...model.mailbox, numbers: { ...known, shifts } })
}

export function tellIndex(work: Work, mailbox: MailboxRef, news: IndexNews): void {
  work.effects.push({ kind: 'index', mailbox, news })
}

/** Rows on their way out stay out of sight however late their numbers become known. */
export function hideLeaving(work: Work): void {
  const { mailbox, leaving } = work.model
  if (!mailbox || leaving.size === 0) return
  const key = mailboxKey(mailbox.about)
  let next = numbers.withoutGuesses(mailbox.numbers, (uid) => leaving.has(uid))
  for (const { id, mailbox: home, uids } of work.model.wishes.leaving.values())
    if (mailboxKey(home) === key) next = numbers.hide(next, id, numbers.numbersOf(next, new Set(uids)))
  setMailbox(work, { ...mailbox, numbers: next })
}

/** Rows outlived a time of which nothing was told. Numbers that held prove that their messages are still there. */
export function refreshFlags(work: Work, mailbox: mailboxes.OpenMailbox): void {
  const { list, open } = work.model
  const ref = mailboxes.refOf(mailbox)
  const seqs = [...mailbox.numbers.uids.keys()]
  if (seqs.length > 0)
    work.effects.push({ kind: 'refreshFlags', mailbox: ref, by: 'sequence', numbers: seqs })
  const numbered = new Set(mailbox.numbers.uids.values())
  const shown = list.order
    ? [...mailbox.rows.values()].filter(({ partial }) => !partial).map(({ uid }) => uid)
    : []
  const uids = [...shown, ...(open === undefined ? [] : [open])].filter((uid) => !numbered.has(uid))
  if (uids.length > 0)
    work.effects.push({ kind: 'refreshFlags', mailbox: ref, by: 'uid', numbers: [...new Set(uids)] })
}

export function membersOf(summaries: Of<'recalled'>['summaries']): { uid: number; marks: number }[] {
  return (summaries ?? []).flatMap(({ members }) => members)
}

/** Rows known from before they were moved here; all but their flags is as it was (RFC 3501 section 2.3.1.1). */
export function recallFiled(work: Work): void {
  const { mailbox, filed: all } = work.model
  const known = mailbox && all.get(mailboxKey(mailbox.about))
  if (!mailbox || !known) return
  const partial = known.map((row): ListRow => ({ ...row, seq: 0, partial: row.partial ?? {} }))
  setMailbox(work, mailboxes.withRecalled(mailbox, partial, work.model.revision))
}

export function settle(work: Work, path: string, by: FolderCounts): void {
  const { model } = work
  const next = settled(model.counts.get(path), by, model.revision)
  if (next) set(work, { counts: new Map(model.counts).set(path, next) })
}
