import { computed, ref, shallowRef, watch } from 'vue'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import { useFolders, type Folders } from '../folders/index.ts'
import { useHeaderIndex, type Headers } from '../index/headerIndex.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useMessages, GUESSED_ROWS, type Messages } from '../list/index.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { RESULTS_DELAY_MS } from './limits.ts'
import { createSearchAgain } from './searchAgain.ts'
import { useSearchEverywhere, type SearchEverywhere } from './searchEverywhere.ts'
import { ALL_FOLDERS, findFolder, withoutFolder, type SearchScope } from './searchFolder.ts'
import { asksFlagsAlone, createSearchJob } from './searchJob.ts'
import { conjunction, HAS_FILES, parseSearch, type SearchProblem } from './searchQuery.ts'
import { createSearchRun } from './searchRun.ts'

export type ListFilter = 'all' | 'unread' | 'flagged' | 'files'

const FILTERS: Record<Exclude<ListFilter, 'all'>, SearchCriteria> = {
  unread: { key: 'unseen' },
  flagged: { key: 'flagged' },
  files: HAS_FILES,
}

export interface SearchOptions {
  session: Pick<Session, 'client'>
  folders: Folders
  mailbox: MailboxStore
  messages: Messages
  headers: Headers
  everywhere: SearchEverywhere
}

/** What narrows the list: a filter, a search on the server, or both; the results are a list like any. */
export function createSearch({ session, folders, mailbox, messages, headers, everywhere }: SearchOptions) {
  const searchAgain = createSearchAgain({ client: session.client, messages })
  /** In the box. */
  const text = ref('')
  /** What the list shows the results of; empty when it shows none. */
  const submitted = ref('')
  const filter = ref<ListFilter>('all')
  /** As chosen last, until the page is left. */
  const scope = ref<SearchScope>('folder')
  const problems = shallowRef<readonly SearchProblem[]>([])
  /** What the list shows first results of, from headers at hand, while it is being typed. */
  const looked = ref('')
  const narrowed = computed(() => submitted.value !== '' || looked.value !== '' || filter.value !== 'all')
  const list = createSearchRun({
    messages,
    takeOver() {
      const before = looked.value !== ''
      looked.value = ''
      return before
    },
  })
  const { phase } = list
  let timer: ReturnType<typeof setTimeout> | undefined
  /** `in:` opens its folder and goes on searching there. */
  let following = false

  /** What headers at hand have of what is typed, at once; bodies are the server's, asked by `submit`. */
  async function look(): Promise<void> {
    const typed = text.value.trim()
    const { criteria: asked, problems: mistakes, folder } = parseSearch(typed)
    const { mailbox } = messages
    if (!mailbox || asked.length === 0 || mistakes.length > 0) return
    if (folder !== undefined || scope.value === 'all') return
    const found = await headers.look(mailbox, withFilter(asked), messages.ordered ? 0 : GUESSED_ROWS)
    if (!found || text.value.trim() !== typed || list.isRunning() || !messages.isCurrent(mailbox)) return
    list.forget()
    looked.value = typed
    messages.showGuess(found)
  }

  /** Looks for what is in the box. */
  async function submit(): Promise<void> {
    cancel()
    const { folder, criteria: asked, problems: mistakes } = parseSearch(text.value)
    const path = folder === undefined ? undefined : findFolder(folders.entries, folder)
    const all = path === undefined && (folder?.toLowerCase() ?? scope.value) === ALL_FOLDERS
    problems.value =
      folder !== undefined && path === undefined && !all
        ? [...mistakes, { kind: 'folder', value: folder }]
        : mistakes
    if (problems.value.length > 0) return
    if (all && asked.length > 0) return searchAll(asked)
    everywhere.clear()
    if (path !== undefined && path !== messages.path) await follow(path)
    submitted.value = text.value.trim()
    await run()
  }

  /** The list is the whole folder again, below what is found in all of them. */
  async function searchAll(asked: readonly SearchCriteria[]): Promise<void> {
    showFolder()
    filter.value = 'all'
    await everywhere.start(text.value.trim(), conjunction(asked))
  }

  async function follow(path: string): Promise<void> {
    following = true
    try {
      await messages.open(path)
    } finally {
      following = false
    }
  }

  /** Of a search in all folders, the results of one: as a list like any. */
  async function openFound(path: string): Promise<void> {
    const { over, uidValidity, uids = [], compared } = everywhere.of(path) ?? {}
    if (path !== messages.path) await follow(path)
    if (messages.path !== path || messages.phase.kind !== 'open') return
    everywhere.shown = false
    submitted.value = everywhere.query
    if (!over || uidValidity !== messages.mailbox?.uidValidity) return void run()
    searchAgain.from(messages.mailbox?.uidNext)
    messages.showFound(uids)
    list.forget({ kind: 'found', compared })
  }

  /** To what was found in all folders. */
  function backToAll(): void {
    everywhere.showAgain()
    showFolder()
  }

  function showFolder(): void {
    cancel()
    list.forget()
    submitted.value = looked.value = ''
    messages.showAll()
  }

  function criteria(): SearchCriteria | undefined {
    const asked = parseSearch(submitted.value).criteria
    return asked.length === 0 && filter.value === 'all' ? undefined : withFilter(asked)
  }

  function withFilter(asked: readonly SearchCriteria[]): SearchCriteria {
    return conjunction(filter.value === 'all' ? asked : [...asked, FILTERS[filter.value]])
  }

  async function run(): Promise<void> {
    cancel()
    list.forget()
    const wanted = criteria()
    if (!wanted) return messages.showAll()
    const exists = messages.exists
    await list.start(exists, async () => {
      const mailbox = messages.mailboxRef()
      const uidNext = messages.mailbox?.uidNext
      searchAgain.from(uidNext)
      // Headers find what servers do not: without accents, in any script.
      const atHand = submitted.value === '' ? undefined : headers.search(mailbox, wanted)
      // Flags are answered at once; words may take seconds, and then must not make the user wait.
      const lane = asksFlagsAlone(wanted) ? 'main' : 'side'
      const tools = { client: session.client, headers }
      const job = await createSearchJob(tools, { mailbox, criteria: wanted, exists, uidNext, lane })
      return { job, atHand: (await atHand) ?? [] }
    })
  }

  /** Goes on where it was stopped, or failed. */
  async function goOn(): Promise<void> {
    if (!(await list.goOn())) await run()
  }

  /** Ends what runs, at once; what is shown stays. */
  function cancel(): void {
    clearTimeout(timer)
    searchAgain.cancel()
    list.cancel()
  }

  /** The same, of what is on screen. */
  function stop(): void {
    if (everywhere.shown) everywhere.stop()
    else cancel()
  }

  /** Back to the whole folder, or to what the filter leaves of it. */
  async function clear(): Promise<void> {
    text.value = ''
    problems.value = []
    everywhere.clear()
    if (submitted.value === '' && looked.value === '') return cancel()
    submitted.value = looked.value = ''
    await run()
  }

  async function setFilter(next: ListFilter): Promise<void> {
    filter.value = next
    await run()
  }

  /** Where the next searches look; the one on screen is made anew there. */
  async function setScope(next: SearchScope): Promise<void> {
    scope.value = next
    text.value = withoutFolder(text.value)
    if (submitted.value !== '' || everywhere.shown) await submit()
  }

  /** Another folder is on screen. */
  function leave(): void {
    cancel()
    list.forget()
    filter.value = 'all'
    looked.value = ''
    if (following) return
    everywhere.clear()
    text.value = ''
    submitted.value = ''
    problems.value = []
  }

  /** What was found may be old; looked at when nothing more has happened for a moment, and no search runs. */
  function freshenSoon(): void {
    if (!searchAgain.isDue() || list.isRunning() || !narrowed.value) return
    clearTimeout(timer)
    timer = setTimeout(() => void freshen(), RESULTS_DELAY_MS)
  }

  mailbox.handle({
    left: leave,
    findAgain() {
      searchAgain.due()
      freshenSoon()
    },
  })
  watch(() => phase.value.kind === 'searching', freshenSoon)

  /** Messages came or went: what was found is made right, without searching all of it anew. */
  async function freshen(): Promise<void> {
    if (looked.value !== '') return look()
    const wanted = criteria()
    const compared = phase.value.kind === 'found' && phase.value.compared !== undefined
    // A comparison of headers is too long to be run again by itself.
    if (wanted && !compared) await searchAgain.run(wanted)
  }

  return {
    text,
    submitted,
    looked,
    filter,
    scope,
    phase,
    problems,
    narrowed,
    look,
    submit,
    cancel,
    stop,
    goOn,
    clear,
    setFilter,
    setScope,
    openFound,
    backToAll,
  }
}

export type Search = Store<ReturnType<typeof createSearch>>

/** One account's. */
export const useSearch = defineKeyedStore('search', (accountId) =>
  createSearch({
    session: useSession(accountId),
    folders: useFolders(accountId),
    mailbox: useMailbox(accountId),
    messages: useMessages(accountId),
    headers: useHeaderIndex(accountId),
    everywhere: useSearchEverywhere(accountId),
  }),
)
