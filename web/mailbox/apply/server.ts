import { counted } from '../counts.ts'
import type { FlagChange } from '../flagChange.ts'
import { FILED_ROWS } from '../limits.ts'
import * as lists from '../list.ts'
import { mailboxKey } from '../mailboxKey.ts'
import { absentFrom, isOpen, placesOf, shiftsOf, type Model } from '../model.ts'
import * as numbers from '../numbers.ts'
import * as mailboxes from '../openMailbox.ts'
import { uidAt } from '../places.ts'
import { hasFlag, type ListRow } from '../row.ts'
import * as wishes from '../wishes.ts'
import {
  set,
  setMailbox,
  tellIndex,
  hideLeaving,
  refreshFlags,
  membersOf,
  recallFiled,
  type Of,
  type Work,
} from './work.ts'

/* What the server tells of its messages. */

export function rows(work: Work, { mailbox: ref, rows: told, lane, asked }: Of<'rows'>): void {
  const { mailbox } = work.model
  if (!mailbox || !mailboxes.isSame(mailbox, ref)) return
  setMailbox(
    work,
    lane === 'main' ? mailboxes.withFetched(mailbox, told) : mailboxes.withRecalled(mailbox, told, asked),
  )
  if (lane === 'main') hideLeaving(work)
  const { model } = work
  const uids = told.map(({ uid }) => uid)
  const list = lists.withFresh(model.list, uids, {
    isAbsent: absentFrom(model),
    shifts: shiftsOf(model),
  })
  if (list !== model.list) set(work, { list })
}

export function recalled(work: Work, change: Of<'recalled'>): void {
  const { mailbox: ref, rows: told = [], summaries = [], asked, numbered } = change
  const { mailbox, list } = work.model
  if (!mailbox || !mailboxes.isSame(mailbox, ref)) return
  setMailbox(
    work,
    mailboxes.withMarks(mailboxes.withRecalled(mailbox, told, asked), membersOf(summaries), asked),
  )
  set(work, { list: lists.withSummaries(list, summaries) })
  if (numbered) guessNumbers(work, told, numbered)
}

/** Numbers as the index takes them, which is never sure. */
function guessNumbers(
  work: Work,
  told: readonly ListRow[],
  of: NonNullable<Of<'recalled'>['numbered']>,
): void {
  const { mailbox, leaving } = work.model
  if (!mailbox || mailbox.numbers.shifts !== of.shifts || mailbox.numbers.exists !== of.exists) return
  const { departed, unavailable: unlisted } = mailbox
  const fresh = told.filter(({ uid }) => !departed.has(uid) && !leaving.has(uid) && !unlisted.has(uid))
  const pairs = fresh.map(({ seq, uid }) => [seq, uid] as const)
  setMailbox(work, { ...mailbox, numbers: numbers.guess(mailbox.numbers, pairs), earlier: [] })
}

export function unavailable(work: Work, { mailbox: ref, places: asked, of }: Of<'unavailable'>): void {
  const { model } = work
  const { mailbox, list } = model
  const places = placesOf(model)
  if (!mailbox || !places || !mailboxes.isSame(mailbox, ref)) return
  // If numbers shifted or mail came meanwhile, nothing is known of what did not come.
  if (list.key !== of.key || places.shifts !== of.shifts || mailbox.numbers.exists > of.exists) return
  const unnamed = asked.filter((place) => uidAt(places, place) === undefined)
  const uids = asked.flatMap((place) => uidAt(places, place) ?? [])
  const left = new Set([...mailbox.unavailable, ...uids])
  // The server does not know the UID, so its number is another message's. Asked by number, it is the number that stays away.
  const known =
    places.kind === 'numbers'
      ? mailbox.numbers
      : numbers.withoutGuesses(mailbox.numbers, (uid) => left.has(uid))
  setMailbox(work, { ...mailbox, unavailable: left, numbers: numbers.withMissing(known, unnamed) })
}

export function count(work: Work, { path, counts, asked }: Of<'counted'>): void {
  const { model } = work
  const { counted: next, isSure } = counted(model.counts.get(path), counts, asked)
  set(work, { counts: new Map(model.counts).set(path, next) })
  if (!isSure) work.effects.push({ kind: 'count', path })
}

export function filed(work: Work, { mailbox, rows: told }: Of<'filed'>): void {
  const key = mailboxKey(mailbox)
  const known = [...(work.model.filed.get(key) ?? []), ...told].slice(-FILED_ROWS)
  set(work, { filed: new Map(work.model.filed).set(key, known) })
  if (!isOpen(work.model, mailbox)) return
  recallFiled(work)
  const { model } = work
  const list = lists.withFiledRows(
    model.list,
    told.map(({ uid, internalDate: received }) => ({ uid, received })),
    {
      receivedOf: (uid) => model.mailbox?.rows.get(uid)?.internalDate,
      isAbsent: absentFrom(model),
      shifts: shiftsOf(model),
    },
  )
  if (list === model.list) return
  set(work, { list })
  work.effects.push({ kind: 'rows' })
}

export function flags(work: Work, { mailbox: ref, message, change, modSeq }: Of<'flags'>): void {
  const { model } = work
  const { mailbox, phase } = model
  const told = { change, ...(modSeq === undefined ? {} : { modSeq }) }
  if (!mailbox || !mailboxes.isSame(mailbox, ref)) {
    if ('uids' in message) tellIndex(work, ref, { kind: 'flags', message, ...told })
    work.effects.push({ kind: 'count', path: ref.path })
    return
  }
  // What numbers mean is not sure until SELECT has answered, and then all flags are asked for.
  if ('seq' in message && phase.kind !== 'open') return
  const uid = 'seq' in message ? mailbox.numbers.uids.get(message.seq) : undefined
  const uids = 'uids' in message ? message.uids : uid === undefined ? [] : [uid]
  if (changesCounts(model, mailbox, { uids, change })) work.effects.push({ kind: 'count', path: ref.path })
  setMailbox(work, mailboxes.withFlags(mailbox, { uids: new Set(uids), change, revision: model.revision }))
  if ('uids' in message || uid !== undefined)
    return tellIndex(work, ref, { kind: 'flags', message: { uids }, ...told })
  // Nobody knows whose flags these are: a row that is here may be it.
  const { seq } = message
  work.effects.push({ kind: 'refreshFlags', mailbox: ref, by: 'sequence', numbers: [seq] })
  const { exists } = mailbox.numbers
  tellIndex(work, ref, { kind: 'flags', message: { seq, exists }, ...told })
}

/** Whether somebody else has read a message, or nobody can tell. */
function changesCounts(
  model: Model,
  mailbox: mailboxes.OpenMailbox,
  { uids, change }: { uids: readonly number[]; change: FlagChange },
): boolean {
  if ('flag' in change && change.flag !== '\\Seen') return false
  const isSeen = 'flag' in change ? change.on : hasFlag({ flags: [...change.flags] }, '\\Seen')
  const { sending: own } = wishes.flagWishesOf(model.wishes, mailboxes.refOf(mailbox), '\\Seen')
  const foreign = uids.filter((uid) => !own?.uids.has(uid))
  return uids.length === 0 || foreign.some((uid) => mailboxes.hasFlagIn(mailbox, uid, '\\Seen') !== isSeen)
}

export function arrived(work: Work, { mailbox: ref, exists, uidNext }: Of<'arrived'>): void {
  const { mailbox, phase } = work.model
  // Until SELECT has answered, its answer will tell more than what comes before it.
  if (!mailbox || phase.kind !== 'open' || !mailboxes.isSame(mailbox, ref)) return
  const before = mailbox.numbers.exists
  // Where the server does not tell, UIDNEXT grew at least by as many as came: too low a guess only costs a refetch.
  const known = mailbox.about.uidNext
  const next = uidNext ?? (known === undefined ? undefined : known + Math.max(0, exists - before))
  const hasGrown = exists > before
  setMailbox(work, {
    ...mailbox,
    about: { ...mailbox.about, ...(next === undefined ? {} : { uidNext: next }) },
    numbers: numbers.grown(mailbox.numbers, exists),
    // What only the index knew may be handed out from now on.
    unavailable: hasGrown
      ? new Set([...mailbox.unavailable].filter((uid) => !mailbox.rows.get(uid)?.partial))
      : mailbox.unavailable,
  })
  if (hasGrown) work.effects.push({ kind: 'findAgain' })
  work.effects.push({ kind: 'sync', mailbox: ref, why: 'arrived' })
  work.effects.push({ kind: 'rows' }, { kind: 'count', path: ref.path })
}

export function expunged(work: Work, { mailbox: ref, seq, uid: named }: Of<'expunged'>): void {
  const { mailbox, phase } = work.model
  if (!mailbox || phase.kind !== 'open' || !mailboxes.isSame(mailbox, ref)) return
  const uid = named ?? mailbox.numbers.uids.get(seq)
  const next = numbers.expunged(mailbox.numbers, seq)
  if (uid === undefined) {
    setMailbox(work, { ...mailbox, numbers: next })
    const { uidNext } = mailbox.about
    const known = uidNext === undefined ? {} : { uidNext }
    tellIndex(work, ref, { kind: 'expunged', seq, exists: next.exists, ...known })
    work.effects.push({ kind: 'findAgain' })
  } else depart(work, { ...mailbox, numbers: next }, [uid])
  work.effects.push({ kind: 'rows' }, { kind: 'count', path: ref.path })
}

export function vanished(work: Work, { mailbox: ref, uid }: Of<'vanished'>): void {
  const { mailbox, phase } = work.model
  if (!mailbox || phase.kind !== 'open' || !mailboxes.isSame(mailbox, ref)) return
  depart(work, { ...mailbox, numbers: numbers.vanished(mailbox.numbers, uid) }, [uid])
  work.effects.push({ kind: 'rows' }, { kind: 'count', path: ref.path })
}

export function departed(work: Work, { mailbox: ref, uids }: Of<'departed'>): void {
  const { mailbox } = work.model
  if (mailbox && mailboxes.isSame(mailbox, ref)) depart(work, mailbox, uids)
}

/** Messages of the mailbox on screen are gone. */
function depart(work: Work, mailbox: mailboxes.OpenMailbox, uids: readonly number[]): void {
  const gone = mailboxes.withoutMessages(mailbox, uids)
  setMailbox(work, {
    ...gone,
    numbers: numbers.withoutGuesses(gone.numbers, (uid) => gone.departed.has(uid)),
  })
  const { model } = work
  set(work, { list: lists.withoutUids(model.list, uids, absentFrom(model)) })
  tellIndex(work, mailboxes.refOf(mailbox), { kind: 'gone', uids })
}

export function resynced(work: Work, { mailbox: ref, exists, uidNext }: Of<'resynced'>): void {
  const { mailbox, path } = work.model
  if (path === undefined) return
  if (!mailbox || !mailboxes.isSame(mailbox, ref)) {
    work.effects.push({ kind: 'select', path })
    return
  }
  const { uidNext: _before, ...about } = mailbox.about
  const next = { ...about, exists, ...(uidNext === undefined ? {} : { uidNext }) }
  const stands = mailboxes.withState(mailbox, next)
  setMailbox(work, stands)
  hideLeaving(work)
  refreshFlags(work, stands)
  tellIndex(work, ref, { kind: 'stale' })
  work.effects.push({ kind: 'sync', mailbox: ref, why: 'resynced' })
  work.effects.push({ kind: 'rows' }, { kind: 'findAgain' }, { kind: 'count', path: ref.path })
}
