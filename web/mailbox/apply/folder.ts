import type { Arrangement } from '../../index/arrange.ts'
import { CAUGHT_UP_ROWS } from '../limits.ts'
import * as lists from '../list.ts'
import { withMailbox, withWishes } from '../model.ts'
import * as mailboxes from '../openMailbox.ts'
import * as wishes from '../wishes.ts'
import {
  set,
  setMailbox,
  relist,
  hideLeaving,
  refreshFlags,
  membersOf,
  recallFiled,
  tellIndex,
  type Of,
  type Work,
} from './work.ts'

/* The folder on screen. */

export function opening(work: Work, { path }: Of<'opening'>): void {
  const { model } = work
  if (model.path !== path) {
    const list = lists.emptyList(model.list.key + 1)
    work.model = withMailbox({ ...model, path, list, open: undefined }, undefined)
    work.effects.push({ kind: 'left' })
  }
  set(work, { phase: { kind: 'opening' } })
}

export function snapshot(work: Work, { snapshot: cached }: Of<'snapshot'>): void {
  const { model } = work
  if (model.mailbox || model.path !== cached.mailbox.path) return
  const { exists, uidNext } = cached.mailbox
  let mailbox = mailboxes.openMailbox(cached.mailbox, false)
  const { arrangement } = cached
  const isNumbered = !arrangement && !cached.isArranged
  const numbered = cached.rows
    .slice(0, exists)
    .map((row, at) => ({ ...row, seq: isNumbered ? exists - at : 0 }))
  mailbox = mailboxes.withFetched(mailbox, numbered)
  mailbox = mailboxes.withMarks(mailbox, membersOf(cached.summaries), model.revision)
  if (cached.isArranged) mailbox = { ...mailbox, earlier: cached.rows.map(({ uid }) => uid) }
  work.model = withMailbox(
    { ...model, list: lists.withSummaries(model.list, cached.summaries ?? []) },
    mailbox,
  )
  if (arrangement)
    relist(work, {
      ...work.model.list,
      arranged: lists.arrangedBy(arrangement, {
        snapshotUidNext: uidNext ?? uidAfter(arrangement),
        byDate: true,
      }),
    })
  hideLeaving(work)
  work.effects.push({ kind: 'rows' })
}

/** Where the server does not tell UIDNEXT: what comes has a greater UID than all that came. */
function uidAfter({ uids, members = uids }: Arrangement): number {
  return members.reduce((highest, uid) => Math.max(highest, uid), 0) + 1
}

export function selected(work: Work, { mailbox: about }: Of<'selected'>): void {
  const before = work.model.mailbox
  const { path, uidValidity } = about
  if (work.model.path !== path) return
  set(work, { phase: { kind: 'open' } })
  if (before && mailboxes.isSame(before, about)) reselected(work, about, before)
  else {
    endWishes(work, path, uidValidity)
    const { model } = work
    work.model = withMailbox(
      { ...model, list: lists.emptyList(model.list.key + 1), open: undefined },
      mailboxes.openMailbox(about, true),
    )
  }
  recallFiled(work)
  tellIndex(work, about, { kind: 'stale' })
  work.effects.push({ kind: 'rows' }, { kind: 'findAgain' })
}

export function reselected(
  work: Work,
  about: Of<'selected'>['mailbox'],
  before: mailboxes.OpenMailbox,
): void {
  const ref = mailboxes.refOf(before)
  const { uidNext } = before.about
  const grown = Math.max(0, about.exists - before.numbers.exists)
  const came = uidNext === undefined || about.uidNext === undefined ? grown : about.uidNext - uidNext
  const mailbox = mailboxes.withState(before, about)
  setMailbox(work, mailbox)
  hideLeaving(work)
  if (work.model.list.arranged?.snapshot) {
    const newest = Math.min(came, CAUGHT_UP_ROWS, about.exists)
    if (newest > 0) work.effects.push({ kind: 'newest', mailbox: ref, count: newest })
  }
  refreshFlags(work, mailbox)
}

/** The folder was replaced: what was wished for its old messages cannot be done any more, and is said. */
export function endWishes(work: Work, path: string, uidValidity: string): void {
  const { wishes: left, ended } = wishes.withoutMailbox(work.model.wishes, path, uidValidity)
  work.model = withWishes(work.model, left)
  if (ended > 0) work.effects.push({ kind: 'wishesEnded', path, count: ended })
}
