import { computed, ref, shallowRef, watch } from 'vue'
import { formatNumberSet } from '../../shared/mail/numberSet.ts'
import type { SearchCriteria } from '../../shared/mail/searchCriteria.ts'
import type { PonteError } from '../../shared/protocol/errors.ts'
import { isCancelled, toPonteError } from './failure.ts'
import { useFolders } from './folders.ts'
import { useHeaderIndex } from './headerIndex.ts'
import { defineKeyedStore } from './keyed.ts'
import { HITS_DELAY_MS, MAX_SET_CHARACTERS } from './listLimits.ts'
import { useMessages } from './messages.ts'
import { conjunction, HAS_FILES, parseSearch, type SearchProblem } from './searchQuery.ts'
import { runSearch, type Found } from './searchRun.ts'
import { useSession } from './session.ts'

export type ListFilter = 'all' | 'unread' | 'flagged' | 'files'
export type SearchPhase =
  | { name: 'idle' }
  | { name: 'searching'; progress?: { done: number; count: number } }
  | { name: 'found'; compared?: Found['compared'] }
  | { name: 'failed'; error: PonteError }

const FILTERS: Record<Exclude<ListFilter, 'all'>, SearchCriteria> = {
  unread: { key: 'unseen' },
  flagged: { key: 'flagged' },
  files: HAS_FILES,
}

/** What narrows the list: a filter, a search on the server, or both; the results are a list like any. */
export const useSearch = defineKeyedStore('search', (accountId) => {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const headers = useHeaderIndex(accountId)
  /** In the box. */
  const text = ref('')
  /** What the list shows the results of; empty when it shows none. */
  const submitted = ref('')
  const filter = ref<ListFilter>('all')
  const phase = shallowRef<SearchPhase>({ name: 'idle' })
  const problems = shallowRef<readonly SearchProblem[]>([])
  /** What the list shows first results of, from headers at hand, while it is being typed. */
  const looked = ref('')
  const narrowed = computed(() => submitted.value !== '' || looked.value !== '' || filter.value !== 'all')
  let running: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  /** `in:` opens its folder and goes on searching there. */
  let following = false

  /** What headers at hand have of what is typed, at once; bodies are the server's, asked by `submit`. */
  async function look(): Promise<void> {
    const typed = text.value.trim()
    const { criteria: asked, problems: mistakes, folder } = parseSearch(typed)
    const { mailbox } = messages
    if (!mailbox || asked.length === 0 || mistakes.length > 0 || folder !== undefined) return
    const uids = await headers.search(mailbox, withFilter(asked))
    if (!uids || text.value.trim() !== typed || running || !messages.isCurrent(mailbox)) return
    looked.value = typed
    messages.guessHits(uids)
  }

  /** Looks for what is in the box. */
  async function submit(): Promise<void> {
    cancel()
    const query = parseSearch(text.value)
    const path = query.folder === undefined ? undefined : pathOf(query.folder)
    problems.value =
      query.folder !== undefined && path === undefined
        ? [...query.problems, { kind: 'folder', value: query.folder }]
        : query.problems
    if (problems.value.length > 0) return
    if (path !== undefined && path !== messages.path) await follow(path)
    submitted.value = text.value.trim()
    await run()
  }

  async function follow(path: string): Promise<void> {
    following = true
    try {
      await messages.open(path)
    } finally {
      following = false
    }
  }

  /** By name, by path, or by what it is for. */
  function pathOf(folder: string): string | undefined {
    const wanted = folder.toLowerCase()
    const uses: Record<string, string> = { deleted: 'trash', spam: 'junk' }
    const entries = folders.entries.filter(({ selectable }) => selectable)
    return (
      entries.find(({ path }) => path.toLowerCase() === wanted) ??
      entries.find(({ specialUse }) => specialUse === (uses[wanted] ?? wanted)) ??
      entries.find(({ name }) => name.toLowerCase() === wanted)
    )?.path
  }

  function criteria(): SearchCriteria | undefined {
    const asked = parseSearch(submitted.value).criteria
    return asked.length === 0 && filter.value === 'all' ? undefined : withFilter(asked)
  }

  function withFilter(asked: readonly SearchCriteria[]): SearchCriteria {
    return conjunction(filter.value === 'all' ? asked : [...asked, FILTERS[filter.value]])
  }

  /** @param again The same as before: what is there stays, though it may match no longer. */
  async function run(again = false): Promise<void> {
    cancel()
    const wanted = criteria()
    if (!wanted) {
      phase.value = { name: 'idle' }
      messages.showAll()
      return
    }
    const own = new AbortController()
    running = own
    if (!again) phase.value = { name: 'searching' }
    try {
      const mailbox = messages.mailboxRef()
      const atHand = submitted.value === '' || again ? undefined : headers.search(mailbox, wanted)
      const found = await runSearch(session.client, {
        mailbox,
        criteria: again ? orThere(wanted) : wanted,
        // Flags are answered at once; words may take seconds, and then must not make the user wait.
        lane: submitted.value === '' && filter.value !== 'files' ? 'main' : 'side',
        signal: own.signal,
        onProgress: (done, count) => (phase.value = { name: 'searching', progress: { done, count } }),
      })
      // Headers find what servers do not: without accents, in any script.
      const uids = [...new Set([...found.uids, ...((await atHand) ?? [])])].sort((a, b) => a - b)
      if (own.signal.aborted) return
      messages.showHits(uids, again || looked.value !== '')
      looked.value = ''
      phase.value = { name: 'found', compared: found.compared }
    } catch (error) {
      if (own.signal.aborted || isCancelled(error)) return
      if (!again) phase.value = { name: 'failed', error: toPonteError(error) }
    } finally {
      if (running === own) running = undefined
    }
  }

  /** What was read meanwhile stays among the unread, until the filter is chosen anew. */
  function orThere(wanted: SearchCriteria): SearchCriteria {
    const set = formatNumberSet(messages.hits?.uids ?? [])
    if (set === '' || set.length > MAX_SET_CHARACTERS) return wanted
    return { key: 'or', criteria: [wanted, { key: 'uid', set }] }
  }

  /** Ends what runs; what is shown stays. */
  function cancel(): void {
    clearTimeout(timer)
    running?.abort()
    running = undefined
    if (phase.value.name === 'searching') phase.value = { name: messages.hits ? 'found' : 'idle' }
  }

  /** Back to the whole folder, or to what the filter leaves of it. */
  async function clear(): Promise<void> {
    text.value = ''
    problems.value = []
    if (submitted.value === '' && looked.value === '') return cancel()
    submitted.value = ''
    looked.value = ''
    await run()
  }

  async function setFilter(next: ListFilter): Promise<void> {
    filter.value = next
    await run()
  }

  watch(
    () => messages.path,
    () => {
      cancel()
      phase.value = { name: 'idle' }
      filter.value = 'all'
      looked.value = ''
      if (following) return
      text.value = ''
      submitted.value = ''
      problems.value = []
    },
    { flush: 'sync' },
  )
  watch(
    () => messages.hitsStale,
    () => {
      // A comparison of headers is too long to be run again by itself.
      const compared = phase.value.name === 'found' && phase.value.compared !== undefined
      if (!narrowed.value || running || compared) return
      clearTimeout(timer)
      timer = setTimeout(() => void (looked.value === '' ? run(true) : look()), HITS_DELAY_MS)
    },
  )

  return {
    text,
    submitted,
    looked,
    filter,
    phase,
    problems,
    narrowed,
    look,
    submit,
    cancel,
    clear,
    setFilter,
    retry: () => run(),
  }
})
