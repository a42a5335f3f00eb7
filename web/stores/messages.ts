import { computed, ref, shallowRef } from 'vue'
import type { MailboxState } from '../../shared/mail/mailbox.ts'
import { formatNumberSet } from '../../shared/mail/numberSet.ts'
import type { PonteError } from '../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import { isCancelled, toPonteError } from './failure.ts'
import { useFolders } from './folders.ts'
import { defineKeyedStore } from './keyed.ts'
import { FIRST_ROWS, ROW_HEADERS } from './limits.ts'
import { followMailbox } from './mailboxEvents.ts'
import type { ListRow } from './listRow.ts'
import { createRowFetcher } from './rowFetcher.ts'
import * as rows from './rowWindow.ts'
import { useSession } from './session.ts'

export type MailboxPhase =
  { name: 'none' } | { name: 'opening' } | { name: 'open' } | { name: 'failed'; error: PonteError }

const ROW_FIELDS = ['flags', 'internalDate', 'size', 'envelope', 'bodyStructure', 'preview'] as const

/** The folder on screen: its rows by windows of sequence numbers, and which one is selected. */
export const useMessages = defineKeyedStore('messages', (accountId) => {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const path = ref<string>()
  const phase = shallowRef<MailboxPhase>({ name: 'none' })
  const mailbox = shallowRef<MailboxState>()
  const window = shallowRef(rows.openWindow<ListRow>(0))
  const rowsError = shallowRef<PonteError>()
  const selectedUid = ref<number>()
  const count = computed(() => rows.rowCount(window.value))
  const selectedIndex = computed(() => {
    const seq = selectedUid.value === undefined ? undefined : rows.seqOf(window.value, selectedUid.value)
    return seq === undefined ? undefined : rows.indexOf(window.value, seq)
  })
  /** Grows with each SELECT: answers of an earlier one come too late. */
  let opening = 0

  const fetcher = createRowFetcher({
    window: () => window.value,
    fetch: fetchRows,
    failed(error) {
      if (isCancelled(error)) return
      const failure = toPonteError(error)
      if (failure.code === 'uidValidityChanged' && path.value !== undefined) void open(path.value)
      else rowsError.value = failure
    },
  })

  /** SELECT, then one FETCH for what is on screen. */
  async function open(next: string): Promise<void> {
    const own = ++opening
    const changed = path.value !== next
    path.value = next
    if (changed) reset()
    phase.value = { name: 'opening' }
    try {
      const state = await session.client.call('select', { path: next })
      if (own !== opening) return
      const same = mailbox.value?.uidValidity === state.uidValidity && mailbox.value.path === state.path
      const growth = rows.uidNextGrowth(mailbox.value?.uidNext, state.uidNext)
      window.value = same
        ? rows.resynced(window.value, { exists: state.exists, uidNextGrowth: growth })
        : rows.openWindow(state.exists)
      if (!same) selectedUid.value = undefined
      mailbox.value = state
      phase.value = { name: 'open' }
      rowsError.value = undefined
      if (same) void refreshFlags()
      else fetcher.want({ first: 0, last: Math.min(FIRST_ROWS, state.exists) - 1 })
      fetcher.refresh()
    } catch (error) {
      if (own === opening && !isCancelled(error)) phase.value = { name: 'failed', error: toPonteError(error) }
    }
  }

  function reset(): void {
    fetcher.stop()
    mailbox.value = undefined
    window.value = rows.openWindow(0)
    selectedUid.value = undefined
    rowsError.value = undefined
  }

  async function fetchRows(seqs: readonly number[], signal: AbortSignal): Promise<void> {
    const target = mailboxRef()
    const before = window.value.shifts
    const asked = new Set(seqs)
    let arrived: [number, ListRow][] = []
    /** Rows of one frame enter the window together, and before the next frame's events (rule C8). */
    const flush = (): void => {
      if (arrived.length > 0 && isCurrent(target)) window.value = rows.withRows(window.value, arrived)
      arrived = []
    }
    await session.client.call(
      'fetch',
      {
        mailbox: target,
        messages: { by: 'sequence', set: formatNumberSet(seqs) },
        fields: [...ROW_FIELDS],
        headers: ROW_HEADERS,
      },
      {
        signal,
        onItem(row) {
          if (Array.isArray(row) || row.uid === undefined) return
          asked.delete(row.seq)
          if (arrived.push([row.seq, { ...row, uid: row.uid }]) === 1) queueMicrotask(flush)
        },
      },
    )
    flush()
    if (!isCurrent(target)) return
    rowsError.value = undefined
    // Unless numbers shifted meanwhile, what did not come is what the server does not hand out.
    if (window.value.shifts === before) window.value = rows.withMissing(window.value, asked)
  }

  /** After a reconnection the rows may still hold while their flags do not. */
  async function refreshFlags(): Promise<void> {
    const seqs = [...window.value.rows.keys()]
    if (seqs.length === 0) return
    const args = { mailbox: mailboxRef(), messages: { by: 'sequence', set: formatNumberSet(seqs) } } as const
    try {
      await session.client.call(
        'fetch',
        { ...args, fields: ['flags'] },
        {
          onItem(row) {
            if (!Array.isArray(row) && row.uid !== undefined) changeRow(row.uid, { flags: row.flags ?? [] })
          },
        },
      )
    } catch {
      // They are told again when they change; the rows themselves hold.
    }
  }

  function changeRow(uid: number, change: Partial<ListRow>): void {
    window.value = rows.withRow(window.value, uid, (row) => ({ ...row, ...change }))
  }

  function rowOf(uid: number | undefined): ListRow | undefined {
    const seq = uid === undefined ? undefined : rows.seqOf(window.value, uid)
    return seq === undefined ? undefined : window.value.rows.get(seq)
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

  followMailbox(session.client, {
    isCurrent,
    change(next) {
      window.value = next(window.value)
      fetcher.refresh()
      if (path.value !== undefined) folders.countSoon(path.value)
    },
    uidNext(next) {
      if (mailbox.value) mailbox.value = { ...mailbox.value, uidNext: next }
    },
    knownUidNext: () => mailbox.value?.uidNext,
    reopen: () => void (path.value === undefined ? undefined : open(path.value)),
    refreshFlags: () => void refreshFlags(),
  })

  return {
    path,
    phase,
    mailbox,
    window,
    count,
    rowsError,
    selectedUid,
    selectedIndex,
    open,
    want: fetcher.want,
    retryRows: fetcher.refresh,
    changeRow,
    rowOf,
    mailboxRef,
  }
})
