import { opening, selected, snapshot } from './apply/folder.ts'
import * as server from './apply/server.ts'
import * as shown from './apply/shown.ts'
import * as user from './apply/user.ts'
import { set, type Work } from './apply/work.ts'
import type { Change, Effect } from './change.ts'
import type { Model } from './model.ts'

export interface Outcome {
  model: Model
  effects: readonly Effect[]
}

/**
 * The one door. Every change of the mailbox passes through here, one at a time, in the order it was learnt. Pure.
 */
export function applyChange(model: Model, change: Change): Outcome {
  const work: Work = { model: { ...model, revision: model.revision + 1 }, effects: [] }
  dispatch(work, change)
  return work
}

function dispatch(work: Work, change: Change): void {
  switch (change.kind) {
    case 'opening':
      return opening(work, change)
    case 'snapshot':
      return snapshot(work, change)
    case 'selected':
      return selected(work, change)
    case 'unselectable':
      if (work.model.path === change.path) set(work, { phase: { kind: 'failed', error: change.error } })
      return
    case 'rows':
      return server.rows(work, change)
    case 'recalled':
      return server.recalled(work, change)
    case 'unavailable':
      return server.unavailable(work, change)
    case 'counted':
      return server.count(work, change)
    case 'filed':
      return server.filed(work, change)
    case 'flags':
      return server.flags(work, change)
    case 'arrived':
      return server.arrived(work, change)
    case 'expunged':
      return server.expunged(work, change)
    case 'vanished':
      return server.vanished(work, change)
    case 'departed':
      return server.departed(work, change)
    case 'resynced':
      return server.resynced(work, change)
    case 'wished':
      return change.wish.kind === 'flag'
        ? user.wishFlag(work, change.wish)
        : user.wishLeave(work, change.wish)
    case 'previewed':
      return user.previewFlag(work, change.wish)
    case 'withdrawn':
      return user.withdrawFlag(work, change.wish)
    case 'sending':
      return user.sending(work, change)
    case 'confirmed':
      return change.wish.kind === 'flag'
        ? user.confirmFlag(work, change.wish)
        : user.confirmLeave(work, change.wish)
    case 'refused':
      return change.wish.kind === 'flag'
        ? user.refuseFlag(work, change.wish)
        : user.refuseLeave(work, change.wish)
    case 'lost':
      return change.wish.kind === 'flag'
        ? user.loseFlag(work, change.wish)
        : user.loseLeave(work, change.wish)
    case 'arranged':
      return shown.arranged(work, change)
    case 'unfolded':
      return shown.unfolded(work, change)
    case 'found':
      return shown.found(work, change)
    case 'ordered':
      return shown.ordered(work, change)
    case 'opened':
      return set(work, { open: change.uid })
  }
}
