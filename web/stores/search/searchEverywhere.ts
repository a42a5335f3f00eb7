import { computed, ref, shallowRef } from 'vue'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import { useFolders, type Folders } from '../folders/index.ts'
import { useHeaderIndex, type Headers } from '../index/headerIndex.ts'
import { byArrival } from '../../mailbox/order.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useMessages, type Messages } from '../list/index.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { loadRows, statusOf } from '../fetch/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { RESULTS_OF_FOLDER } from './limits.ts'
import { searchOrder } from './searchFolder.ts'
import { createSearchJob, type Compared, type SearchJob } from './searchJob.ts'

/** What a search in all folders has found in one. */
export interface FolderResults {
  path: string
  /** As of the search; `undefined` before it has begun there. */
  uidValidity: string | undefined
  /** Ascending. */
  uids: readonly number[]
  /** The newest few, newest first. */
  rows: readonly ListRow[]
  /** All of it has been searched. */
  over: boolean
  compared: Compared | undefined
  error: PonteError | undefined
}

/** The user waits for it. */
const AHEAD = { lane: 'side', priority: 'user' } as const

export type EverywherePhase = 'idle' | 'searching' | 'stopped' | 'found'

export interface SearchEverywhereOptions {
  session: Pick<Session, 'client'>
  folders: Folders
  messages: Messages
  headers: Headers
}

/** A search in all folders: one after the other on the side lane, each newest first; what each has found, by folder. */
export function createSearchEverywhere({ session, folders, messages, headers }: SearchEverywhereOptions) {
  const phase = ref<EverywherePhase>('idle')
  /** As typed. */
  const query = ref('')
  const found = shallowRef<readonly FolderResults[]>([])
  /** On screen in place of the list; results stay when one of them has been opened. */
  const shown = ref(false)
  const groups = computed(() => found.value.filter(({ uids, error }) => uids.length > 0 || error))
  const count = computed(() => found.value.reduce((sum, { uids }) => sum + uids.length, 0))
  const progress = computed(() => ({
    done: found.value.filter(({ over }) => over).length,
    count: found.value.length,
    path: found.value.find(({ over, error }) => !over && !error)?.path,
  }))
  /** Of all folders together; the weakest way says how. */
  const compared = computed(() => {
    const all = found.value.flatMap((one) => one.compared ?? [])
    const by = (['newestHeaders', 'index', 'headers'] as const).find((way) =>
      all.some((one) => one.by === way),
    )
    const sum = all.reduce((total, one) => total + one.count, 0)
    return by && { text: all[0]?.text ?? '', count: sum, by }
  })
  let wanted: SearchCriteria | undefined
  let jobs = new Map<string, SearchJob>()
  let running: AbortController | undefined

  async function start(text: string, criteria: SearchCriteria): Promise<void> {
    clear()
    query.value = text
    wanted = criteria
    shown.value = true
    found.value = searchOrder(folders.tree, messages.path).map((path) => ({
      path,
      uidValidity: undefined,
      uids: [],
      rows: [],
      over: false,
      compared: undefined,
      error: undefined,
    }))
    await goOn()
  }

  /** Searches what has not been searched, or could not be. */
  async function goOn(): Promise<void> {
    if (!wanted) return
    running?.abort()
    const own = new AbortController()
    running = own
    phase.value = 'searching'
    for (const { path, over } of found.value) {
      if (over) continue
      try {
        change(path, { error: undefined })
        await searchIn(path, own.signal)
      } catch (error) {
        if (own.signal.aborted || isCancelled(error)) return
        change(path, { error: toPonteError(error) })
      }
      if (own.signal.aborted) return
    }
    running = undefined
    phase.value = 'found'
  }

  async function searchIn(path: string, signal: AbortSignal): Promise<void> {
    const job = jobs.get(path) ?? (await begin(path, signal))
    if (!job) return change(path, { over: true })
    jobs.set(path, job)
    while (!job.over) {
      const uids = await job.next(signal)
      if (signal.aborted) return
      add(path, uids)
      change(path, { compared: job.compared })
      await showNewest(path, signal)
    }
    await showNewest(path, signal)
    change(path, { over: true })
  }

  /** @returns nothing where there is nothing to search */
  async function begin(path: string, signal: AbortSignal): Promise<SearchJob | undefined> {
    const { mailbox, messages: exists, uidNext } = await statusOf(session.client, path, { ...AHEAD, signal })
    if (exists === 0 || !wanted) return undefined
    change(path, { uidValidity: mailbox.uidValidity })
    // Headers find what servers do not: without accents, in any script.
    add(path, (await headers.search(mailbox, wanted)) ?? [])
    const tools = { client: session.client, headers }
    return createSearchJob(tools, { mailbox, criteria: wanted, exists, uidNext, lane: 'side' })
  }

  function change(path: string, next: Partial<FolderResults>): void {
    found.value = found.value.map((one) => (one.path === path ? { ...one, ...next } : one))
  }

  function add(path: string, uids: readonly number[]): void {
    const before = of(path)?.uids ?? []
    if (uids.length > 0) change(path, { uids: [...new Set([...before, ...uids])].sort((a, b) => a - b) })
  }

  function of(path: string): FolderResults | undefined {
    return found.value.find((one) => one.path === path)
  }

  /** Rows of the newest results, as far as they are not there yet. */
  async function showNewest(path: string, signal: AbortSignal): Promise<void> {
    const { uids = [], uidValidity, rows = [] } = of(path) ?? {}
    if (uidValidity === undefined) return
    const newest = uids.slice(-RESULTS_OF_FOLDER).reverse()
    const known = new Map(rows.map((row) => [row.uid, row]))
    const numbers = newest.filter((uid) => !known.has(uid))
    if (numbers.length === 0) return
    const mailbox: MailboxRef = { path, uidValidity }
    const onRows = (more: readonly ListRow[]): void => more.forEach((row) => known.set(row.uid, row))
    await loadRows(session.client, { mailbox, by: 'uid', numbers, lane: 'side', signal, onRows })
    change(path, { rows: newest.flatMap((uid) => known.get(uid) ?? []) })
  }

  /** At once; what was found stays. */
  function stop(): void {
    running?.abort()
    running = undefined
    if (phase.value === 'searching') phase.value = 'stopped'
  }

  function clear(): void {
    stop()
    phase.value = 'idle'
    shown.value = false
    query.value = ''
    wanted = undefined
    found.value = []
    jobs = new Map()
  }

  /** Back from the list of one folder's results, of which some may have been moved or deleted there. */
  function showAgain(): void {
    const { path, found: results } = messages
    const group = path === undefined ? undefined : of(path)
    if (group?.over && results && group.uidValidity === messages.mailbox?.uidValidity) {
      const left = new Set(results.uids)
      change(group.path, {
        uids: [...byArrival(results.uids)],
        rows: group.rows.filter(({ uid }) => left.has(uid)),
      })
    }
    shown.value = true
  }

  return { phase, query, shown, groups, count, progress, compared, start, stop, goOn, clear, of, showAgain }
}

export type SearchEverywhere = Store<ReturnType<typeof createSearchEverywhere>>

/** One account's. */
export const useSearchEverywhere = defineKeyedStore('searchEverywhere', (accountId) =>
  createSearchEverywhere({
    session: useSession(accountId),
    folders: useFolders(accountId),
    messages: useMessages(accountId),
    headers: useHeaderIndex(accountId),
  }),
)
