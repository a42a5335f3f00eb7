import { applyChange, type Outcome } from '../../../../web/mailbox/applyChange.ts'
import type { Change } from '../../../../web/mailbox/change.ts'
import { EMPTY_MODEL, type Model } from '../../../../web/mailbox/model.ts'
import type { ListRow } from '../../../../web/mailbox/row.ts'
import * as view from '../../../../web/mailbox/view.ts'

/* Models made by changes alone, as the page makes them. */

export const INBOX = { path: 'INBOX', uidValidity: '1' }
export const OTHER = { path: 'Archive', uidValidity: '1' }

export const row = (uid: number, flags: string[] = [], seq = uid): ListRow => ({ seq, uid, flags })

export const state = (exists: number, uidNext?: number) => ({
  ...INBOX,
  exists,
  readOnly: false,
  flags: [],
  ...(uidNext === undefined ? {} : { uidNext }),
})

export const opening: Change = { kind: 'opening', path: 'INBOX' }

export const selected = (exists: number, uidNext?: number): Change => ({
  kind: 'selected',
  mailbox: state(exists, uidNext),
})

export const rows = (...known: ListRow[]): Change => ({
  kind: 'rows',
  mailbox: INBOX,
  rows: known,
  lane: 'main',
  asked: 1,
})

/** Conversations as the index packs them, from the bottom. */
export function folded(...groups: number[][]): Change {
  let end = 0
  return {
    kind: 'arranged',
    mailbox: INBOX,
    byDate: true,
    arrangement: {
      uids: Uint32Array.from(groups.map((group) => group.at(-1) ?? 0)),
      members: Uint32Array.from(groups.flat()),
      ends: Uint32Array.from(groups.map((group) => (end += group.length))),
    },
  }
}

export const wishFlag = (flag: string, on: boolean, ...uids: number[]) =>
  ({ kind: 'flag', mailbox: INBOX, flag, on, uids }) as const

export function after(...changes: Change[]): Model {
  return changes.reduce((model, change) => applyChange(model, change).model, EMPTY_MODEL)
}

export const next = (model: Model, change: Change): Outcome => applyChange(model, change)

/** INBOX of so many messages, each with its row. */
export const open = (exists: number, ...changes: Change[]): Model =>
  after(
    opening,
    selected(exists),
    rows(...Array.from({ length: exists }, (_, at) => row(at + 1))),
    ...changes,
  )

export const uidsOf = (model: Model): (number | undefined)[] =>
  Array.from({ length: view.count(model) }, (_, at) => view.uidAtIndex(model, at))
