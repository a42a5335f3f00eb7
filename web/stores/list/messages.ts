import { computed, shallowRef, watch } from 'vue'
import { delay } from '../../delay.ts'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { Arrangement } from '../../headers/arrangement.ts'
import { viewCache, type ViewCache } from '../../cache/viewCache.ts'
import { placesOf, type MailboxPhase } from '../../mailbox/model.ts'
import type { Uids } from '../../mailbox/order.ts'
import { lengthOf, placeAt } from '../../mailbox/places.ts'
import type { ListRow } from '../../mailbox/row.ts'
import * as view from '../../mailbox/view.ts'
import { loadRows } from '../fetch/index.ts'
import { useHeaderIndex, type Headers } from '../index/headerIndex.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useSettings, type SettingsStore } from '../kit/settings.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { FIRST_ROWS, GUESSED_ROWS, GUESS_MS, SNAPSHOT_WAIT_MS } from './limits.ts'
import { createRowFetcher } from './rowFetcher.ts'
import { createSnapshotCache } from './snapshot.ts'

export type { MailboxPhase }

export interface MessagesOptions {
  accountId: string
  views: ViewCache
  session: Pick<Session, 'client'>
  mailbox: MailboxStore
  headers: Headers
  settings: SettingsStore
}

/**
 * The folder on screen as a list of rows, by index from the top. All of it is the mailbox model's; this store opens
 * folders, and sees to it that what is looked at is there.
 */
export function createMessages({ accountId, views, session, mailbox, headers, settings }: MessagesOptions) {
  const model = computed(() => mailbox.model)
  const rowsError = shallowRef<PonteError>()
  const about = computed(() => model.value.mailbox?.about)
  const path = computed(() => model.value.path)
  const count = computed(() => view.count(model.value))
  const listKey = computed(() => model.value.list.key)
  const selectedUid = computed(() => model.value.open)
  const selectedIndex = computed(() => view.indexOf(model.value, model.value.open))
  /** What a filter or a search found, as the list has it; `undefined` while the list is of all. */
  const found = computed(() => {
    const { results, order } = model.value.list
    return results && order ? { uids: order.uids } : undefined
  })
  /** Whether the list is in the default order: a snapshot of another one would be shown under the wrong one. */
  let isUsual = (_arrangement: Arrangement): boolean => true
  /** Grows with each SELECT: answers of an earlier one come too late. */
  let opening = 0
  /** While the user types: rows of the index will do. */
  let guessing: ReturnType<typeof setTimeout> | undefined
  let shownKey = 0
  let pressed: { path: string; snapshot: ReturnType<typeof snapshots.load> } | undefined

  const snapshots = createSnapshotCache({
    account: accountId,
    cache: views,
    model: () => mailbox.model,
    isUsual: (arrangement) => isUsual(arrangement),
    mayKeep: () => settings.view.keepMail,
  })

  const fetcher = createRowFetcher({
    ready: () => mailbox.model.phase.kind === 'open' && guessing === undefined,
    unknown: (first, last) => view.unknownPlaces(mailbox.model, first, last),
    fetch: fetchRows,
    failed(error) {
      if (isCancelled(error)) return
      const failure = toPonteError(error)
      if (failure.code === 'uidValidityChanged' && path.value !== undefined) void open(path.value)
      else rowsError.value = failure
    },
  })

  mailbox.handle({
    rows: lookAgain,
    select: ({ path: next }) => void (next === path.value && open(next)),
  })

  /** Rows may be missing; another list begins at its top. */
  function lookAgain(): void {
    const { key } = mailbox.model.list
    if (key === shownKey) return fetcher.refresh()
    shownKey = key
    fetcher.stop()
    fetcher.want({ first: 0, last: FIRST_ROWS - 1 })
  }

  /**
   * The line of a folder is pressed: what this browser cached of it is read while the button is still down. The server is asked
   * nothing yet: it has one folder selected, which may not change before it is clear that another one is meant.
   */
  function press(next: string): void {
    if (next !== path.value) pressed = { path: next, snapshot: snapshots.load(next) }
  }

  /** Shows what this browser cached of a folder until the server has answered; nothing where it already shows something. */
  async function showSnapshot(next: string): Promise<void> {
    const snapshot = await (pressed?.path === next ? pressed.snapshot : snapshots.load(next))
    pressed = undefined
    if (snapshot) mailbox.apply({ kind: 'snapshot', snapshot })
  }

  /** SELECT, then one FETCH for what is on screen. */
  async function open(next: string): Promise<void> {
    const turn = ++opening
    snapshots.saveNow()
    if (next !== path.value) fetcher.stop()
    mailbox.apply({ kind: 'opening', path: next })
    const recalled = showSnapshot(next)
    try {
      const state = await session.client.call('select', { path: next })
      // An arranged snapshot is put right row by row; without it the list would be arranged before the user's eyes.
      if (!mailbox.model.mailbox) await Promise.race([recalled, delay(SNAPSHOT_WAIT_MS)])
      if (turn !== opening) return
      rowsError.value = undefined
      mailbox.apply({ kind: 'selected', mailbox: state })
    } catch (error) {
      if (turn === opening && !isCancelled(error))
        mailbox.apply({ kind: 'unselectable', path: next, error: toPonteError(error) })
    }
  }

  /** Before anything was asked: after a reload, the folder as it was. */
  async function reshow(next: string): Promise<void> {
    if (path.value === undefined) mailbox.apply({ kind: 'opening', path: next })
    await showSnapshot(next)
  }

  async function fetchRows(places: readonly number[], signal: AbortSignal): Promise<void> {
    const { list, revision: asked } = mailbox.model
    const target = mailboxRef()
    const current = placesOf(mailbox.model)
    if (!current) return
    const of = { key: list.key, shifts: current.shifts, exists: mailbox.model.mailbox?.numbers.exists ?? 0 }
    const uids = current.kind === 'order' ? places.map((place) => current.uids[place - 1] ?? 0) : undefined
    void recallRows(places)
    const missing = await loadRows(session.client, {
      mailbox: target,
      by: uids ? 'uid' : 'sequence',
      numbers: uids ?? places,
      signal,
      onRows: (rows) => mailbox.apply({ kind: 'rows', mailbox: target, rows, lane: 'main', asked }),
    })
    if (!isCurrent(target)) return
    rowsError.value = undefined
    const gone = places.filter((place, at) => missing.has(uids?.[at] ?? place))
    if (gone.length > 0) mailbox.apply({ kind: 'unavailable', mailbox: target, places: gone, of })
  }

  /** Puts what the index knows of some places into the list, so that they show before the server answers. */
  async function recallRows(places: readonly number[]): Promise<void> {
    const { list, revision: asked, mailbox: open } = mailbox.model
    const current = placesOf(mailbox.model)
    if (!open || !current) return
    const target = mailboxRef()
    if (current.kind === 'order') {
      const uids = places.flatMap((place) => current.uids[place - 1] ?? [])
      const rows = await headers.rowsOf(target, uids)
      if (rows.length > 0) mailbox.apply({ kind: 'recalled', mailbox: target, rows, asked })
      return
    }
    const { exists, shifts } = open.numbers
    const rows = await headers.rowsAt(target, { exists, seqs: places })
    const numbered = { key: list.key, shifts, exists }
    if (rows.length > 0) mailbox.apply({ kind: 'recalled', mailbox: target, rows, asked, numbered })
  }

  /** Shows only these, ascending UIDs; `again` when the same filter or search was run anew, so that nothing moves. */
  function showFound(uids: Uids, again = false): void {
    mailbox.apply({ kind: 'found', uids, again })
  }

  /**
   * Shows results of what is being typed, ascending, from headers at hand; rows of the newest come along where they stand
   * on top. The server is asked for rows after a pause.
   */
  function showGuess({ uids, newest }: { uids: Uint32Array; newest: readonly ListRow[] }): void {
    clearTimeout(guessing)
    guessing = setTimeout(() => {
      guessing = undefined
      fetcher.refresh()
    }, GUESS_MS)
    if (newest.length > 0)
      mailbox.apply({ kind: 'recalled', mailbox: mailboxRef(), rows: newest, asked: mailbox.model.revision })
    mailbox.apply({ kind: 'found', uids })
    const places = placesOf(mailbox.model)
    if (!mailbox.model.list.resultsOrder || !places) return
    const length = lengthOf(places)
    const shown = Math.min(length, GUESSED_ROWS)
    void recallRows(Array.from({ length: shown }, (_, at) => length - shown + at + 1))
  }

  /** The whole folder again. */
  function showAll(): void {
    mailbox.apply({ kind: 'found', uids: undefined })
  }

  /** @throws when no mailbox is open */
  function mailboxRef(): MailboxRef {
    const current = mailbox.model.mailbox?.about
    if (!current) throw toPonteError(new Error('no mailbox is open'))
    return { path: current.path, uidValidity: current.uidValidity }
  }

  function isCurrent(ref: MailboxRef): boolean {
    return mailbox.isOpen(ref)
  }

  watch(() => [model.value.mailbox, model.value.list.arranged], snapshots.saveSoon)

  return {
    path,
    phase: computed(() => model.value.phase),
    /** As SELECT told it last. */
    mailbox: about,
    exists: computed(() => model.value.mailbox?.numbers.exists ?? 0),
    rowsError,
    selectedUid,
    selectedIndex,
    narrowing: computed(() => model.value.list.results !== undefined),
    found,
    /** Whether results stand in another order than that of arrival. */
    ordered: computed(() => model.value.list.resultsOrder !== undefined),
    listKey,
    places: computed(() => placesOf(model.value)),
    /** What is known of the folder's messages, by UID: another object whenever more is. */
    rows: computed(() => model.value.mailbox?.rows),
    count,
    rowOf: (uid: number | undefined) => view.rowOf(model.value, uid),
    rowAt: (index: number) => view.rowAt(model.value, index),
    uidAt: (index: number) => view.uidAtIndex(model.value, index),
    /** Names what stands at an index even where no UID is known. */
    placeAt: (index: number) => {
      const places = placesOf(model.value)
      return places ? placeAt(places, index) : 0
    },
    isUnavailable: (index: number) => view.isUnavailable(model.value, index),
    isListed: (uid: number) => view.isListed(model.value, uid),
    hasDeparted: (uid: number) => model.value.mailbox?.departed.has(uid) ?? false,
    /** Rows of the list that are known. */
    knownRows: () => view.placedRows(model.value).map(([, row]) => row),
    /** The same with their places, in no order. */
    placedRows: () => view.placedRows(model.value),
    /** Every row of the folder that is known, listed or not. */
    allRows: () =>
      [...(model.value.mailbox?.rows.keys() ?? [])].flatMap((uid) => view.rowOf(model.value, uid) ?? []),
    indexOf: (uid: number | undefined) => view.indexOf(model.value, uid),
    open,
    press,
    reshow,
    showFound,
    showGuess,
    showAll,
    want: fetcher.want,
    retryRows: fetcher.refresh,
    mailboxRef,
    isCurrent,
    /** Says whether an arrangement is what a reload begins with. */
    usualWhen: (is: (arrangement: Arrangement) => boolean) => void (isUsual = is),
  }
}

export type Messages = Store<ReturnType<typeof createMessages>>

/** One account's. */
export const useMessages = defineKeyedStore('messages', (accountId) =>
  createMessages({
    accountId,
    views: viewCache(),
    session: useSession(accountId),
    mailbox: useMailbox(accountId),
    headers: useHeaderIndex(accountId),
    settings: useSettings(),
  }),
)
