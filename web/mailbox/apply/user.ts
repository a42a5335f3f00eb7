import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { failed, succeeded, takeBatch, unanswered, unwant } from '../flagWishes.ts'
import { MAX_SET_CHARACTERS } from '../limits.ts'
import { isOpen, withWishes } from '../model.ts'
import { rangesOf, without } from '../numberRanges.ts'
import * as numbers from '../numbers.ts'
import * as mailboxes from '../openMailbox.ts'
import * as view from '../view.ts'
import * as wishes from '../wishes.ts'
import {
  set,
  setMailbox,
  relist,
  tellIndex,
  hideLeaving,
  settle,
  type Of,
  type PartOf,
  type WishOf,
  type Work,
} from './work.ts'

/* What the user wants. */

export function wishFlag(work: Work, wish: WishOf<'flag'>): void {
  work.model = withWishes(work.model, wishes.withFlagWish(work.model.wishes, wish))
  work.effects.push({ kind: 'send', mailbox: wish.mailbox, flag: wish.flag })
}

export function previewFlag(work: Work, wish: WishOf<'flag'>): void {
  work.model = withWishes(work.model, wishes.withFlagWish(work.model.wishes, wish))
}

export function withdrawFlag(work: Work, { mailbox, flag, uids }: WishOf<'flag'>): void {
  setFlagWishes(work, { mailbox, flag }, unwant(wishes.flagWishesOf(work.model.wishes, mailbox, flag), uids))
}

export function sending(work: Work, { mailbox: ref, flag }: Of<'sending'>): void {
  const { model } = work
  const wanted = wishes.flagWishesOf(model.wishes, ref, flag)
  const departed = isOpen(model, ref) ? model.mailbox?.departed : undefined
  const next = takeBatch(
    unwant(
      wanted,
      [...wanted.wanted.keys()].filter((uid) => departed?.has(uid)),
    ),
    {
      truthOf: (uid) => view.truthOf(model, ref, { uid, flag }),
      maxSetLength: MAX_SET_CHARACTERS,
      revision: model.revision,
    },
  )
  setFlagWishes(work, { mailbox: ref, flag }, next)
  if (next.sending && next.sending !== wanted.sending)
    work.effects.push({ kind: 'store', mailbox: ref, flag, on: next.sending.on, uids: next.sending.uids })
}

export function setFlagWishes(
  work: Work,
  of: { mailbox: MailboxRef; flag: string },
  next: ReturnType<typeof takeBatch>,
): void {
  work.model = withWishes(work.model, wishes.withFlagWishes(work.model.wishes, of, next))
}

export function confirmFlag(work: Work, part: PartOf<'flag'>): void {
  const { mailbox: ref, flag } = part
  const before = wishes.flagWishesOf(work.model.wishes, ref, flag)
  const { sending: batch } = before
  if (!batch) return
  const { mailbox, revision } = work.model
  const change = { flag, on: batch.on }
  const here = mailbox && mailboxes.isSame(mailbox, ref) ? mailbox : undefined
  // What the server told meanwhile may be from before the STORE or from after it: where the two differ, it is asked.
  const told = here ? mailboxes.toldSince(here, batch, flag) : new Map<number, boolean>()
  const untold = [...batch.uids].filter((uid) => !told.has(uid))
  const doubtful = [...told].filter(([, on]) => on !== batch.on).map(([uid]) => uid)
  if (here) setMailbox(work, mailboxes.withFlags(here, { uids: new Set(untold), change, revision }))
  if (untold.length > 0) tellIndex(work, ref, { kind: 'flags', message: { uids: untold }, change })
  if (doubtful.length > 0)
    work.effects.push({ kind: 'refreshFlags', mailbox: ref, by: 'uid', numbers: doubtful })
  if (flag === '\\Seen')
    settle(work, ref.path, { messages: 0, unseen: view.unseenBy(batch.on) * batch.uids.size })
  setFlagWishes(work, part, succeeded(before, doubtful))
  resend(work, part)
}

export function refuseFlag(work: Work, part: PartOf<'flag'>): void {
  setFlagWishes(work, part, failed(wishes.flagWishesOf(work.model.wishes, part.mailbox, part.flag)))
  resend(work, part)
}

export function loseFlag(work: Work, part: PartOf<'flag'>): void {
  setFlagWishes(work, part, unanswered(wishes.flagWishesOf(work.model.wishes, part.mailbox, part.flag)))
  resend(work, part)
}

export function resend(work: Work, { mailbox, flag }: PartOf<'flag'>): void {
  if (wishes.flagWishesOf(work.model.wishes, mailbox, flag).wanted.size > 0)
    work.effects.push({ kind: 'send', mailbox, flag })
}

export function wishLeave(work: Work, wish: WishOf<'leave'>): void {
  const { model } = work
  const unseen = view.unreadAmong(model, wish.mailbox, wish.uids)
  const { open } = model
  const isOpenLeaving = open !== undefined && isOpen(model, wish.mailbox) && wish.uids.includes(open)
  const index = isOpenLeaving ? view.indexOf(model, open) : undefined
  work.model = withWishes(
    model,
    wishes.withLeaving(model.wishes, { ...wish, unseen, gone: new Set(), outcome: 'running' }),
  )
  if (isOpen(model, wish.mailbox)) {
    hideNamed(work, wish)
    hideLeaving(work)
    relist(work)
    if (isOpenLeaving) openNext(work, index)
    work.effects.push({ kind: 'rows' })
  }
  work.effects.push({ kind: 'leave', wish })
}

/** What stands now where the open message stood is opened in its place. */
export function openNext(work: Work, index: number | undefined): void {
  const last = view.count(work.model) - 1
  const next =
    index === undefined || last < 0 ? undefined : view.uidAtIndex(work.model, Math.min(index, last))
  set(work, { open: next })
}

/** Hides messages whose UIDs no number is known to have: by the numbers the server named them by. */
export function hideNamed(work: Work, { id, uids, named }: WishOf<'leave'>): void {
  const { mailbox } = work.model
  if (!mailbox || !named || named.shifts !== mailbox.numbers.shifts) return
  const going = new Set(uids)
  const staying = [...mailbox.numbers.uids].filter(([, uid]) => !going.has(uid)).map(([seq]) => seq)
  const seqs = without(named.seqs, rangesOf(staying))
  setMailbox(work, { ...mailbox, numbers: numbers.hide(mailbox.numbers, id, seqs) })
}

export function confirmLeave(work: Work, { id, uids }: PartOf<'leave'>): void {
  const wish = work.model.wishes.leaving.get(id)
  if (!wish) return
  const { path } = wish.mailbox
  const fresh = uids.filter((uid) => !wish.gone.has(uid))
  const gone = new Set([...wish.gone, ...fresh])
  const isDone = wish.uids.every((uid) => gone.has(uid))
  const next = { ...wish, gone, outcome: isDone ? ('done' as const) : wish.outcome }
  work.model = withWishes(work.model, wishes.withLeaving(work.model.wishes, next))
  const unseen = fresh.filter((uid) => wish.unseen.includes(uid)).length
  settle(work, path, { messages: -fresh.length, unseen: -unseen })
  work.effects.push({ kind: 'count', path })
  if (wish.destination !== undefined) work.effects.push({ kind: 'count', path: wish.destination })
}

/** Back in their places. */
export function refuseLeave(work: Work, { id, uids }: PartOf<'leave'>): void {
  const wish = work.model.wishes.leaving.get(id)
  if (!wish) return
  const back = new Set(uids)
  const left = wish.uids.filter((uid) => !back.has(uid))
  const unseen = wish.unseen.filter((uid) => !back.has(uid))
  const isDone = left.every((uid) => wish.gone.has(uid))
  const next = { ...wish, uids: left, unseen, outcome: isDone ? ('done' as const) : wish.outcome }
  work.model = withWishes(
    work.model,
    left.length === 0
      ? wishes.withoutLeaving(work.model.wishes, id)
      : wishes.withLeaving(work.model.wishes, next),
  )
  const { mailbox } = work.model
  if (!mailbox || !mailboxes.isSame(mailbox, wish.mailbox)) return
  setMailbox(work, { ...mailbox, numbers: numbers.unhide(mailbox.numbers, id) })
  hideLeaving(work)
  relist(work)
  work.effects.push({ kind: 'rows' })
}

export function loseLeave(work: Work, { id, uids }: PartOf<'leave'>): void {
  const wish = work.model.wishes.leaving.get(id)
  const left = uids.filter((uid) => !wish?.gone.has(uid))
  if (!wish || left.length === 0) return
  work.model = withWishes(work.model, wishes.withLeaving(work.model.wishes, { ...wish, outcome: 'unknown' }))
  work.effects.push({ kind: 'verify', id, mailbox: wish.mailbox, uids: left })
}
