import { computed, ref, shallowRef, watch } from 'vue'
import type { MailboxState } from '../../../shared/mail/mailbox.ts'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { KeptView } from '../../cache/viewCache.ts'
import { catchUp } from './catchUp.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import { useFolders } from '../folders/folders.ts'
import { useHeaderIndex } from '../index/headerIndex.ts'
import { createHeaderRows } from './headerRows.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { createViewKeeper, keptFrom, topOf, windowOf } from './keptView.ts'
import { FIRST_ROWS } from '../kit/limits.ts'
import { createListModes } from './listModes.ts'
import { createListView } from './listView.ts'
import { followMailbox } from './mailboxEvents.ts'
import { useOptimistic } from './optimistic.ts'
import { createRowFetcher } from './rowFetcher.ts'
import { loadFlags, loadRows } from '../fetch/rowLoader.ts'
import * as rows from './rowWindow.ts'
import { useSession } from '../session/session.ts'

export type MailboxPhase =
  { name: 'none' } | { name: 'opening' } | { name: 'open' } | { name: 'failed'; error: PonteError }

/**
 * The folder on screen: its rows by windows of sequence numbers, or, while a filter or a search narrows it or it is arranged
 * otherwise, of places in a list of UIDs; and which message is open. Rows are as the server told them; `rowOf` and `rowAt`
 * add what the user has just changed.
 */
export const useMessages = defineKeyedStore('messages', (accountId) => {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const optimistic = useOptimistic(accountId)
  const path = ref<string>()
  const phase = shallowRef<MailboxPhase>({ name: 'none' })
  const mailbox = shallowRef<MailboxState>()
  /** What is on screen from an earlier visit, until SELECT has answered. */
  const recalled = shallowRef<KeptView>()
  const view = createListView({ mailbox, shown: optimistic.shown, leavingFrom: optimistic.leavingFrom })
  const { folder, hits } = view
  const showHeaders = createHeaderRows({ headers: useHeaderIndex(accountId), view, isCurrent })
  /** Grows when hits may have come or gone without being seen. */
  const hitsStale = ref(0)
  const rowsError = shallowRef<PonteError>()
  const selectedUid = ref<number>()
  const selectedIndex = computed(() => view.indexOf(selectedUid.value))
  /** Grows with each SELECT: answers of an earlier one come too late. */
  let opening = 0
  const keeper = createViewKeeper(accountId, () => {
    const now = mailbox.value
    if (!now || phase.value.name !== 'open') return undefined
    const list = narrowing.value ? folder.value : view.now()
    const shown = { list, arranged: arranged.value, narrowing: narrowing.value }
    return keptFrom({ ...now, exists: folder.value.exists }, shown)
  })

  const fetcher = createRowFetcher({
    ready: () => phase.value.name === 'open' && !modes.isGuessing(),
    window: view.now,
    fetch: fetchRows,
    failed(error) {
      if (isCancelled(error)) return
      const failure = toPonteError(error)
      if (failure.code === 'uidValidityChanged' && path.value !== undefined) void open(path.value)
      else rowsError.value = failure
    },
  })

  const modes = createListModes({ view, fetcher, showHeaders, mailboxRef })
  const { narrowing, arranged } = modes
  /** What a filter or a search left; `undefined` while the list is of all. */
  const found = computed(() => (narrowing.value ? hits.value : undefined))

  /** Shows what this browser keeps of a folder until the server has answered; nothing where it already shows something. */
  async function showKept(next: string): Promise<void> {
    if (path.value !== next) reset()
    path.value = next
    const kept = await keeper.load(next)
    if (!kept || path.value !== next || mailbox.value || kept.mailbox.path !== next) return
    mailbox.value = kept.mailbox
    folder.value = rows.openWindow(kept.mailbox.exists)
    recalled.value = kept
    // Rows of conversations have no numbers of the folder.
    if (arranged.value) view.arrive(kept.rows.map((row) => ({ ...row, seq: 0 })))
    else if (kept.arranged) view.earlier.value = kept.rows
    else folder.value = windowOf(kept)
    fetcher.want({ first: 0, last: FIRST_ROWS - 1 })
  }

  /** SELECT, then one FETCH for what is on screen. */
  async function open(next: string): Promise<void> {
    const own = ++opening
    keeper.keepNow()
    phase.value = { name: 'opening' }
    void showKept(next)
    try {
      const state = await session.client.call('select', { path: next })
      if (own !== opening) return
      const same = mailbox.value?.uidValidity === state.uidValidity && mailbox.value.path === state.path
      const before = mailbox.value
      const growth = rows.uidNextGrowth(mailbox.value?.uidNext, state.uidNext)
      if (!same) modes.reset()
      const top = folder.value.rows.size > 0 ? topOf(folder.value) : view.earlier.value
      folder.value = same
        ? rows.resynced(folder.value, { exists: state.exists, uidNextGrowth: growth })
        : rows.openWindow(state.exists)
      // Numbers that mean nothing any more are no reason to show nothing until the new ones are here.
      view.earlier.value = same && folder.value.rows.size === 0 ? top : []
      if (!same) selectedUid.value = undefined
      mailbox.value = state
      phase.value = { name: 'open' }
      rowsError.value = undefined
      hitsStale.value++
      if (same && recalled.value && arranged.value) {
        const { uidNext = 0 } = before ?? {}
        const came = growth ?? Math.max(0, state.exists - (before?.exists ?? 0))
        const args = { mailbox: mailboxRef(), view, modes, isCurrent, exists: state.exists, came, uidNext }
        // What could not be put right now is when the index is.
        catchUp(session.client, args).catch(() => undefined)
      } else if (same) refreshFlags()
      else fetcher.want({ first: 0, last: Math.min(FIRST_ROWS, state.exists) - 1 })
      recalled.value = undefined
      fetcher.refresh()
    } catch (error) {
      if (own === opening && !isCancelled(error)) phase.value = { name: 'failed', error: toPonteError(error) }
    }
  }

  function reset(): void {
    mailbox.value = undefined
    recalled.value = undefined
    folder.value = rows.openWindow(0)
    view.earlier.value = []
    fetcher.stop()
    modes.reset()
    selectedUid.value = undefined
    rowsError.value = undefined
  }

  async function fetchRows(places: readonly number[], signal: AbortSignal): Promise<void> {
    const target = mailboxRef()
    const list = view.listKey.value
    const before = view.now().shifts
    const { exists } = folder.value
    const uids = hits.value?.uids
    const numberAt = (place: number): number => (uids ? (uids[place - 1] ?? 0) : place)
    void showHeaders(mailboxRef(), places)
    const missing = await loadRows(session.client, {
      mailbox: target,
      by: uids ? 'uid' : 'sequence',
      numbers: places.map(numberAt),
      signal,
      onRows: (fetched) => void (isCurrent(target) && view.arrive(fetched)),
    })
    if (!isCurrent(target) || list !== view.listKey.value) return
    rowsError.value = undefined
    // Unless numbers shifted or mail came meanwhile, what did not come is what the server does not hand out.
    if (view.now().shifts !== before || folder.value.exists > exists) return
    const gone = places.filter((place) => missing.has(numberAt(place)))
    view.update((window) => rows.withMissing(window, gone))
  }

  /** After a reconnection the rows may still hold while their flags do not. */
  function refreshFlags(): void {
    const seqs = [...folder.value.rows.keys()]
    if (seqs.length === 0) return
    // A failure is no harm: flags are told again when they change, and the rows themselves hold.
    loadFlags(session.client, { mailbox: mailboxRef(), seqs, onFlags: view.changeRow }).catch(() => undefined)
  }

  /** @throws when no mailbox is open */
  function mailboxRef(): MailboxRef {
    if (!mailbox.value) throw toPonteError(new Error('no mailbox is open'))
    return { path: mailbox.value.path, uidValidity: mailbox.value.uidValidity }
  }

  function isCurrent(one: { path?: string; mailbox?: string; uidValidity: string }): boolean {
    const name = one.path ?? one.mailbox
    return mailbox.value?.path === name && mailbox.value?.uidValidity === one.uidValidity
  }

  watch([folder, mailbox, arranged], keeper.keepSoon)

  followMailbox(session.client, {
    isOpen: () => phase.value.name === 'open',
    isCurrent,
    window: () => folder.value,
    change(next) {
      const before = folder.value.exists
      view.setFolderSoon(next(folder.value))
      if (folder.value.exists > before) {
        hitsStale.value++
        view.update(rows.askedAgain)
      }
      fetcher.refresh()
      if (path.value !== undefined) folders.countSoon(path.value)
    },
    changeRow: view.changeRow,
    gone(uid) {
      if (uid === undefined) hitsStale.value++
      else view.removeHit(uid)
    },
    uidNext(next) {
      if (mailbox.value) mailbox.value = { ...mailbox.value, uidNext: next }
    },
    knownUidNext: () => mailbox.value?.uidNext,
    reopen: () => void (path.value === undefined ? undefined : open(path.value)),
    refreshFlags,
  })

  return {
    path,
    phase,
    mailbox,
    recalled,
    rowsError,
    selectedUid,
    selectedIndex,
    hitsStale,
    narrowing,
    found,
    arranged,
    folder,
    hits,
    listKey: view.listKey,
    window: view.window,
    count: view.count,
    rowOf: view.rowOf,
    rowAt: view.rowAt,
    knownRows: view.knownRows,
    indexOf: view.indexOf,
    seqOf: view.seqOf,
    changeRow: view.changeRow,
    update: view.update,
    both: view.both,
    open,
    showKept,
    ordered: modes.ordered,
    orderHits: modes.orderHits,
    showHits: modes.showHits,
    guessHits: modes.guessHits,
    showAll: modes.showAll,
    arrange: modes.arrange,
    want: fetcher.want,
    retryRows: fetcher.refresh,
    mailboxRef,
    isCurrent,
  }
})
