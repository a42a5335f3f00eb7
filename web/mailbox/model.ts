import type { PonteError } from '../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import type { Counted } from './counts.ts'
import { emptyList, type IsAbsent, type List } from './list.ts'
import { refOf, type OpenMailbox } from './openMailbox.ts'
import type { Places } from './places.ts'
import type { ListRow } from './row.ts'
import { leavingFrom, NO_WISHES, type Wishes } from './wishes.ts'

/**
 * What one account's mailbox is, in one tab: what the server told, and what the user wants that it has not confirmed.
 * Everything that shows is `truth ⊕ wishes`. It changes through `applyChange` alone. Plain data.
 */
export interface Model {
  /** Grows with each change. */
  readonly revision: number
  /** The folder on screen. */
  readonly path: string | undefined
  readonly phase: MailboxPhase
  /** Its mailbox, once it is known. */
  readonly mailbox: OpenMailbox | undefined
  readonly list: List
  /** UID of the open message, in that mailbox. */
  readonly open: number | undefined
  readonly wishes: Wishes
  /** Of the mailbox on screen: UIDs on their way out. Follows from `wishes`. */
  readonly leaving: ReadonlySet<number>
  /** By path. */
  readonly counts: ReadonlyMap<string, Counted>
  /** By mailbox: rows of messages that were moved or copied there. */
  readonly filed: ReadonlyMap<string, readonly ListRow[]>
}

export type MailboxPhase =
  { kind: 'none' } | { kind: 'opening' } | { kind: 'open' } | { kind: 'failed'; error: PonteError }

export const EMPTY_MODEL: Model = {
  revision: 0,
  path: undefined,
  phase: { kind: 'none' },
  mailbox: undefined,
  list: emptyList(0),
  open: undefined,
  wishes: NO_WISHES,
  leaving: new Set(),
  counts: new Map(),
  filed: new Map(),
}

export function placesOf({ list, mailbox }: Model): Places | undefined {
  return list.order ?? mailbox?.numbers
}

/** How often places of the list on screen have come to mean other messages. */
export function shiftsOf(model: Model): number {
  return placesOf(model)?.shifts ?? 0
}

export function absentFrom({ mailbox, leaving }: Pick<Model, 'mailbox' | 'leaving'>): IsAbsent {
  const departed = mailbox?.departed
  return (uid) => leaving.has(uid) || departed?.has(uid) === true
}

/** The model with other wishes, and what follows from them. */
export function withWishes(model: Model, wishes: Wishes): Model {
  const leaving =
    wishes.leaving === model.wishes.leaving || !model.mailbox
      ? model.leaving
      : leavingFrom(wishes, refOf(model.mailbox))
  return { ...model, wishes, leaving }
}

/** The model with another mailbox on screen. */
export function withMailbox(model: Model, mailbox: OpenMailbox | undefined): Model {
  const leaving = mailbox ? leavingFrom(model.wishes, refOf(mailbox)) : new Set<number>()
  return { ...model, mailbox, leaving }
}

export function isOpen(model: Model, ref: MailboxRef): boolean {
  const { about } = model.mailbox ?? {}
  return about?.path === ref.path && about.uidValidity === ref.uidValidity
}
