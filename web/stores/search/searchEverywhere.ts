import { computed, ref, shallowRef } from 'vue'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import { toPonteError } from '../kit/failure.ts'
import { useHeaderIndex, type Headers } from '../index/headerIndex.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useBodyCache, type Bodies } from '../reading/index.ts'
import { useSession, type Session } from '../session/index.ts'
import type { FoundList } from './foundList.ts'
import { MAX_FOUND_OF_FOLDER } from './limits.ts'
import type { SearchPlace } from './searchFolder.ts'
import type { BodySearch } from './bodySearch.ts'
import type { Compared, SearchTools } from './searchJob.ts'
import type { FolderSearch } from './searchFolders.ts'

/** `looked`: headers at hand have answered what is being typed. */
export type EverywherePhase = 'idle' | 'looked' | 'searching' | 'stopped' | 'found'

/** What is looked for, and where. */
export interface SearchInPlace {
  /** As typed. */
  text: string
  criteria: SearchCriteria
  place: SearchPlace
  paths: readonly string[]
}

export interface SearchEverywhereOptions {
  session: Pick<Session, 'client'>
  mailbox: MailboxStore
  headers: Headers
  bodies: Bodies
}

export const loadEngine = async () => (await import('./engine.ts')).engine

/** A search over folders, whose results make one list in place of the folder's. */
export function createSearchEverywhere({ session, mailbox, headers, bodies }: SearchEverywhereOptions) {
  const { client } = session
  const phase = ref<EverywherePhase>('idle')
  /** As typed. */
  const query = ref('')
  const place = shallowRef<SearchPlace>({ kind: 'mail' })
  const list = shallowRef<FoundList>()
  const progress = shallowRef<{ done: number; count: number; path: string | undefined }>({
    done: 0,
    count: 0,
    path: undefined,
  })
  const compared = shallowRef<Compared>()
  const failures = shallowRef<readonly { path: string; error: PonteError }[]>([])
  const wanted = shallowRef<SearchCriteria>()
  let search: FolderSearch | undefined
  let texts: BodySearch | undefined
  let running: AbortController | undefined
  let looks = 0

  /** Looks in the texts of messages, and keeps what it has read. */
  async function bodySearch(): Promise<BodySearch> {
    const { createBodySearch } = await loadEngine()
    return (texts ??= createBodySearch({ client, headers, bodies }))
  }

  /** What each search of a mailbox is made with. */
  const tools: SearchTools = {
    client,
    headers,
    textsAtHand: async (ref, criteria, signal) => (await bodySearch()).atHand(ref, criteria, signal),
  }

  /** What headers at hand have, of all mailboxes they are of. @returns whether there are any */
  async function look({ text, criteria, place: where, paths }: SearchInPlace): Promise<boolean> {
    const turn = ++looks
    const next = await listAtHand(criteria, paths)
    if (turn !== looks || running || !next) {
      next?.end()
      return false
    }
    showList(next)
    query.value = text
    place.value = where
    failures.value = []
    compared.value = undefined
    phase.value = 'looked'
    return true
  }

  async function listAtHand(
    criteria: SearchCriteria,
    paths: readonly string[],
  ): Promise<FoundList | undefined> {
    const { createFoundList } = await loadEngine()
    const mailboxes = paths.flatMap((path) => headers.refOf(path) ?? [])
    const dated = await Promise.all(
      mailboxes.map(async (ref) => ({
        mailbox: ref,
        found: await headers.searchDated(ref, criteria, MAX_FOUND_OF_FOLDER).catch(() => undefined),
      })),
    )
    if (!dated.some(({ found }) => found)) return undefined
    const next = createFoundList({ client, mailbox, headers })
    next.takeDated(dated.flatMap(({ mailbox: ref, found }) => (found ? [{ mailbox: ref, ...found }] : [])))
    return next
  }

  /** Only one list is kept up. */
  function showList(next: FoundList | undefined): void {
    list.value?.end()
    list.value = next
  }

  async function start({ text, criteria, place: where, paths }: SearchInPlace): Promise<void> {
    looks++
    stop()
    const own = new AbortController()
    running = own
    phase.value = 'searching'
    query.value = text
    place.value = where
    progress.value = { done: 0, count: paths.length, path: undefined }
    compared.value = undefined
    failures.value = []
    search = undefined
    wanted.value = criteria
    const { createFolderSearch, createFoundList } = await loadEngine()
    const next = (await listAtHand(criteria, paths)) ?? createFoundList({ client, mailbox, headers })
    if (own.signal.aborted) return next.end()
    showList(next)
    search = createFolderSearch({
      ...{ tools, list: next, paths, criteria },
      onChange: () => void (own.signal.aborted || tell()),
    })
    await run(own)
  }

  function tell(): void {
    const folders = search?.folders ?? []
    progress.value = {
      done: folders.filter(({ over }) => over).length,
      count: folders.length,
      path: folders.find(({ over, error }) => !over && !error)?.path,
    }
    failures.value = folders.flatMap(({ path, error }) => (error ? [{ path, error }] : []))
    void loadEngine().then(({ comparedIn }) => {
      if (search?.folders === folders) compared.value = comparedIn(folders)
    })
  }

  async function run(own: AbortController): Promise<void> {
    try {
      await search?.run(own.signal)
    } catch (error) {
      if (own.signal.aborted) return
      const path = progress.value.path ?? ''
      failures.value = [{ path, error: toPonteError(error) }]
    }
    if (own.signal.aborted) return
    running = undefined
    phase.value = 'found'
  }

  /** Searches what has not been searched, or could not be. */
  async function goOn(): Promise<void> {
    if (!search) return
    running?.abort()
    const own = new AbortController()
    running = own
    failures.value = []
    phase.value = 'searching'
    await run(own)
  }

  /** At once; what was found stays. */
  function stop(): void {
    running?.abort()
    running = undefined
    if (phase.value === 'searching') phase.value = 'stopped'
  }

  function clear(): void {
    looks++
    stop()
    phase.value = 'idle'
    query.value = ''
    search = undefined
    failures.value = []
    compared.value = undefined
    showList(undefined)
  }

  return {
    phase,
    query,
    place,
    list,
    criteria: wanted,
    tools,
    bodySearch,
    /** Those whose server could not search for the words. */
    narrowedMailboxes: () =>
      (search?.folders ?? []).flatMap(({ job, mailbox: ref }) => (job?.compared && ref ? [ref] : [])),
    progress,
    compared,
    failures,
    /** On screen in place of the folder's list. */
    shown: computed(() => phase.value !== 'idle'),
    count: computed(() => list.value?.count ?? 0),
    look,
    start,
    stop,
    goOn,
    clear,
  }
}

export type SearchEverywhere = Store<ReturnType<typeof createSearchEverywhere>>

/** One account's. */
export const useSearchEverywhere = defineKeyedStore('searchEverywhere', (accountId) =>
  createSearchEverywhere({
    session: useSession(accountId),
    mailbox: useMailbox(accountId),
    headers: useHeaderIndex(accountId),
    bodies: useBodyCache(accountId),
  }),
)
