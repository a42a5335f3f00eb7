import { PonteError } from '../../../shared/protocol/errors.ts'
import { formatNumberSet } from '../../../shared/mail/numberSet.ts'
import { chunked } from '../../../shared/mail/setPieces.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import type { Change, Effect } from '../../mailbox/change.ts'
import { mailboxKey } from '../../mailbox/mailboxKey.ts'
import { MAX_SET_CHARACTERS } from '../../mailbox/limits.ts'
import type { Model } from '../../mailbox/model.ts'
import { flagWishesOf, type FlagWish, type LeaveWish } from '../../mailbox/wishes.ts'
import { erase, move, type Moved, stillThere, storeFlag } from '../fetch/index.ts'
import { toPonteError } from '../kit/failure.ts'
import { createPace, type Pace } from './pace.ts'

/** Beyond so many messages a STORE is silent: its answer would be longer than the news is worth. */
const SILENT_ABOVE = 500

export interface WishingOptions {
  client: Pick<BridgeClient, 'call'>
  model(): Model
  apply(change: Change): void
  hasUidPlus(): boolean
  /** Whether a connection that is gone comes back by itself. */
  isComingBack(): boolean
}

/** What became of messages that were to leave. */
export interface Departure {
  /** How many left. */
  done: number
  /** MOVE's answers, one for each command; none when they were deleted for good. */
  moved: readonly Moved[]
  /** Why the rest stayed. */
  refusal: PonteError | undefined
}

interface FlagWaiter {
  wish: FlagWish
  resolve(): void
  reject(error: PonteError): void
}

/** Carries wishes out: one command at a time for each flag, at the pace of the user's hand, and piece by piece for moves. */
export function createWishing({ client, model, apply, hasUidPlus, isComingBack }: WishingOptions) {
  /** By flag and mailbox. */
  const paces = new Map<string, Pace>()
  const flagWaiters = new Set<FlagWaiter>()
  const departures = new Map<string, { moved: Moved[]; settle(refusal: PonteError | undefined): void }>()
  let lastId = 0

  function paceOf(key: string): Pace {
    const pace = paces.get(key) ?? createPace()
    paces.set(key, pace)
    return pace
  }

  /** Resolves when the server has confirmed it or it is so already. @throws {PonteError} when it was refused */
  function wishFlag(wish: FlagWish): Promise<void> {
    return new Promise((resolve, reject) => {
      flagWaiters.add({ wish, resolve, reject })
      apply({ kind: 'wished', wish })
    })
  }

  /** Resolves when the server has answered for all of them. */
  function wishLeave(wish: Omit<LeaveWish, 'kind' | 'id'>): Promise<Departure> {
    const id = `${++lastId}`
    return new Promise((resolve) => {
      const moved: Moved[] = []
      const settle = (refusal: PonteError | undefined): void => {
        departures.delete(id)
        const done = model().wishes.leaving.get(id)?.gone.size ?? 0
        resolve({ done, moved, refusal })
      }
      departures.set(id, { moved, settle })
      apply({ kind: 'wished', wish: { ...wish, kind: 'leave', id } })
    })
  }

  async function send({ mailbox, flag }: Extract<Effect, { kind: 'send' }>): Promise<void> {
    const pace = paceOf(`${flag} ${mailboxKey(mailbox)}`)
    pace.wished()
    if (pace.busy) return
    pace.busy = true
    await pace.settled(() => flagWishesOf(model().wishes, mailbox, flag).wanted)
    pace.busy = false
    apply({ kind: 'sending', mailbox, flag })
    settleFlags({ mailbox, flag }, undefined)
  }

  async function store({ mailbox, flag, on, uids }: Extract<Effect, { kind: 'store' }>): Promise<void> {
    paceOf(`${flag} ${mailboxKey(mailbox)}`).sent(uids)
    const part = { kind: 'flag', mailbox, flag } as const
    const before = flagWishesOf(model().wishes, mailbox, flag)
    let refusal: { error: PonteError; uids: ReadonlySet<number> } | undefined
    try {
      await storeFlag(client, {
        mailbox,
        set: formatNumberSet(uids),
        flag,
        on,
        isSilent: uids.size > SILENT_ABOVE,
      })
      apply({ kind: 'confirmed', wish: part })
    } catch (thrown) {
      const error = toPonteError(thrown)
      // Twice is once: it is sent again when the connection is back.
      if (error.code === 'connectionLost' && isComingBack()) return apply({ kind: 'lost', wish: part })
      apply({ kind: 'refused', wish: part })
      const dropped = [...before.wanted].filter(([, wish]) => wish === on).map(([uid]) => uid)
      refusal = { error, uids: new Set([...uids, ...dropped]) }
    }
    settleFlags({ mailbox, flag }, refusal)
  }

  /** Those whose messages are no longer waited for. */
  function settleFlags(
    { mailbox, flag }: { mailbox: MailboxRef; flag: string },
    refusal: { error: PonteError; uids: ReadonlySet<number> } | undefined,
  ): void {
    const { wanted, sending } = flagWishesOf(model().wishes, mailbox, flag)
    for (const waiter of [...flagWaiters]) {
      const { wish } = waiter
      if (wish.flag !== flag || mailboxKey(wish.mailbox) !== mailboxKey(mailbox)) continue
      const isRefused = refusal !== undefined && wish.uids.some((uid) => refusal.uids.has(uid))
      if (!isRefused && wish.uids.some((uid) => wanted.has(uid) || sending?.uids.has(uid))) continue
      flagWaiters.delete(waiter)
      if (isRefused) waiter.reject(refusal.error)
      else waiter.resolve()
    }
  }

  /** Piece by piece; what did not go comes back. */
  async function leave({ wish }: Extract<Effect, { kind: 'leave' }>): Promise<void> {
    const { id, mailbox, destination } = wish
    const sorted = [...wish.uids].sort((one, other) => one - other)
    let done = 0
    for (const uids of chunked(sorted, MAX_SET_CHARACTERS)) {
      const set = formatNumberSet(uids)
      try {
        if (destination === undefined) await erase(client, { mailbox, set, hasUidPlus: hasUidPlus() })
        else departures.get(id)?.moved.push(await move(client, mailbox, { set, destination }))
        done += uids.length
        apply({ kind: 'confirmed', wish: { kind: 'leave', id, uids } })
      } catch (thrown) {
        const error = toPonteError(thrown)
        const left = sorted.slice(done)
        const kind = error.code === 'connectionLost' ? 'lost' : 'refused'
        apply({ kind, wish: { kind: 'leave', id, uids: left } })
        if (kind === 'refused') departures.get(id)?.settle(error)
        return
      }
    }
    departures.get(id)?.settle(undefined)
  }

  /** The answer was lost: what is still there has not gone. */
  async function verify({ id, mailbox, uids }: Extract<Effect, { kind: 'verify' }>): Promise<void> {
    const lost = new PonteError('connectionLost')
    try {
      const there = await stillThere(client, { mailbox, uids })
      const [left, gone] = [uids.filter((uid) => there.has(uid)), uids.filter((uid) => !there.has(uid))]
      if (gone.length > 0) apply({ kind: 'confirmed', wish: { kind: 'leave', id, uids: gone } })
      if (left.length > 0) apply({ kind: 'refused', wish: { kind: 'leave', id, uids: left } })
      departures.get(id)?.settle(left.length > 0 ? lost : undefined)
    } catch (error) {
      // Nothing is claimed: they show again, and the folder's next state says which of them are there.
      apply({ kind: 'refused', wish: { kind: 'leave', id, uids } })
      departures.get(id)?.settle(toPonteError(error))
    }
  }

  return { wishFlag, wishLeave, send, store, leave, verify }
}
