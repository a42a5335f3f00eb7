import type { MailboxRef } from '../../shared/protocol/values.ts'
import { NO_FLAG_WISHES, want, type FlagWishes } from './flagWishes.ts'
import { mailboxKey } from './mailboxKey.ts'
import type { NumberRanges } from './numberRanges.ts'

/**
 * What the user wants and the server has not confirmed. It lies over what the server told and never changes that: take a
 * wish away, and what shows is the truth again. Plain data, so that it can be written to disk and wished again. Pure.
 */
export interface Wishes {
  /** By mailbox, then by flag. */
  readonly flags: ReadonlyMap<string, FlagWishesOfMailbox>
  /** Messages on their way out, by the wish's ID, in the order they were wished. */
  readonly leaving: ReadonlyMap<string, LeavingWish>
}

export interface FlagWishesOfMailbox {
  readonly mailbox: MailboxRef
  readonly byFlag: ReadonlyMap<string, FlagWishes>
}

export interface LeavingWish extends LeaveWish {
  /** Those that showed as unread. */
  readonly unseen: readonly number[]
  /** Those the server has confirmed. They stay out of sight: a server without UIDPLUS may keep them, marked as deleted. */
  readonly gone: ReadonlySet<number>
  /** What became of it: still running, done, or unknown because the connection was lost meanwhile. */
  readonly outcome: 'running' | 'done' | 'unknown'
}

/** One flag of some messages is to be set or removed. */
export interface FlagWish {
  kind: 'flag'
  mailbox: MailboxRef
  uids: readonly number[]
  flag: string
  on: boolean
}

/** Messages are to go to another folder, or for good. */
export interface LeaveWish {
  kind: 'leave'
  id: string
  mailbox: MailboxRef
  uids: readonly number[]
  /** The other folder's path; `undefined` for good. */
  destination?: string
  /** Sequence numbers of messages without a row, as the server named them when the numbers had shifted so often. */
  named?: { seqs: NumberRanges; shifts: number }
}

export type Wish = FlagWish | LeaveWish

export const NO_WISHES: Wishes = { flags: new Map(), leaving: new Map() }

export function flagWishesOf(wishes: Wishes, mailbox: MailboxRef, flag: string): FlagWishes {
  return wishes.flags.get(mailboxKey(mailbox))?.byFlag.get(flag) ?? NO_FLAG_WISHES
}

export function withFlagWishes(
  wishes: Wishes,
  { mailbox, flag }: { mailbox: MailboxRef; flag: string },
  next: FlagWishes,
): Wishes {
  const key = mailboxKey(mailbox)
  const byFlag = new Map(wishes.flags.get(key)?.byFlag)
  if (next.wanted.size === 0 && !next.sending) byFlag.delete(flag)
  else byFlag.set(flag, next)
  const flags = new Map(wishes.flags)
  if (byFlag.size === 0) flags.delete(key)
  else flags.set(key, { mailbox: { path: mailbox.path, uidValidity: mailbox.uidValidity }, byFlag })
  return { ...wishes, flags }
}

export function withFlagWish(wishes: Wishes, wish: FlagWish): Wishes {
  return withFlagWishes(wishes, wish, want(flagWishesOf(wishes, wish.mailbox, wish.flag), wish.uids, wish.on))
}

export function withLeaving(wishes: Wishes, wish: LeavingWish): Wishes {
  return { ...wishes, leaving: new Map(wishes.leaving).set(wish.id, wish) }
}

export function withoutLeaving(wishes: Wishes, id: string): Wishes {
  const leaving = new Map(wishes.leaving)
  leaving.delete(id)
  return { ...wishes, leaving }
}

const NONE: ReadonlySet<number> = new Set()

/** UIDs out of sight in a mailbox, for whatever wish. */
export function leavingFrom(wishes: Wishes, mailbox: MailboxRef): ReadonlySet<number> {
  if (wishes.leaving.size === 0) return NONE
  const uids = new Set<number>()
  const key = mailboxKey(mailbox)
  for (const wish of wishes.leaving.values())
    if (mailboxKey(wish.mailbox) === key) for (const uid of wish.uids) uids.add(uid)
  return uids
}

/** The mailbox was replaced (its UIDVALIDITY changed): wishes for its messages mean nothing any more. */
export function withoutMailbox(
  wishes: Wishes,
  path: string,
  current: string,
): { wishes: Wishes; ended: number } {
  const isOld = (mailbox: MailboxRef): boolean => mailbox.path === path && mailbox.uidValidity !== current
  const flags = [...wishes.flags].filter(([, { mailbox }]) => !isOld(mailbox))
  const leaving = [...wishes.leaving].filter(([, { mailbox }]) => !isOld(mailbox))
  const ended =
    wishes.flags.size -
    flags.length +
    [...wishes.leaving.values()].filter((wish) => isOld(wish.mailbox) && wish.outcome !== 'done').length
  const isUnchanged = flags.length === wishes.flags.size && leaving.length === wishes.leaving.size
  return { wishes: isUnchanged ? wishes : { flags: new Map(flags), leaving: new Map(leaving) }, ended }
}

/** What is not confirmed yet, to be written down and wished again: what ran when it was written is among it. */
export function openWishes({ flags, leaving }: Wishes): Wish[] {
  const found: Wish[] = []
  for (const { mailbox, byFlag } of flags.values())
    for (const [flag, { wanted, sending }] of byFlag) {
      const byValue = new Map<boolean, number[]>([
        [true, []],
        [false, []],
      ])
      if (sending) for (const uid of sending.uids) if (!wanted.has(uid)) byValue.get(sending.on)?.push(uid)
      for (const [uid, on] of wanted) byValue.get(on)?.push(uid)
      for (const [on, uids] of byValue)
        if (uids.length > 0) found.push({ kind: 'flag', mailbox, uids, flag, on })
    }
  for (const { id, mailbox, uids, destination, gone, outcome } of leaving.values())
    if (outcome !== 'done')
      found.push({
        kind: 'leave',
        id,
        mailbox,
        uids: uids.filter((uid) => !gone.has(uid)),
        ...(destination === undefined ? {} : { destination }),
      })
  return found
}
