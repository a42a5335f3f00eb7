import * as lists from '../list.ts'
import { absentFrom, isOpen, shiftsOf } from '../model.ts'
import * as view from '../view.ts'
import { set, relist, type Of, type Work } from './work.ts'

/* What the list shows. */

export function arranged(work: Work, { mailbox: ref, arrangement, byDate = false }: Of<'arranged'>): void {
  const { model } = work
  if (!isOpen(model, ref)) return
  const next = arrangement && lists.arrangedBy(arrangement, { byDate })
  relist(work, { ...model.list, arranged: next && lists.rearranged(model.list.arranged, next) })
  work.effects.push({ kind: 'rows' })
}

export function unfolded(work: Work, { uid, on }: Of<'unfolded'>): void {
  const { list } = work.model
  // With the members that are out of sight: they may come back.
  const whole = list.arranged?.groups.get(uid)
  if (!whole || !view.groupOf(work.model, uid) || lists.isUnfoldedAt(list, uid) === on) return
  relist(work, lists.withUnfolded(list, whole, on))
  work.effects.push({ kind: 'rows' })
}

export function found(work: Work, { uids, again = false }: Of<'found'>): void {
  const { list } = work.model
  if (!uids && !list.results) return
  const next = { ...list, results: uids }
  if (again && list.results && uids) relist(work, next)
  else set(work, { list: lists.opened(next, absentFrom(work.model), shiftsOf(work.model)) })
  work.effects.push({ kind: 'rows' })
}

export function ordered(work: Work, { uids }: Of<'ordered'>): void {
  const { list } = work.model
  if (!uids && !list.resultsOrder) return
  relist(work, { ...list, resultsOrder: uids })
  if (list.results) work.effects.push({ kind: 'rows' })
}
