import { computed, ref, shallowRef, watch } from 'vue'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import { withTexts } from '../../i18n/index.ts'
import { useFolders, type Folders } from '../folders/index.ts'
import { useHeaderIndex, type Headers } from '../index/headerIndex.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useMessages, GUESSED_ROWS, type Messages } from '../list/index.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useReading, type Reading } from '../reading/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { RESULTS_DELAY_MS } from './limits.ts'
import { asksFlagsAlone } from './flagKeys.ts'
import { createSearchAgain } from './searchAgain.ts'
import { loadEngine, useSearchEverywhere, type SearchEverywhere } from './searchEverywhere.ts'
import { createFoundOpening } from './foundOpening.ts'
import {
  findFolder,
  scopeAfterIn,
  searchOrder,
  usualScope,
  withoutFolder,
  type SearchPlace,
  type SearchScope,
} from './searchFolder.ts'
import { conjunction, HAS_FILES } from './criteria.ts'
import { parseSearch, type SearchProblem } from './searchQuery.ts'
import { createRestSearch } from './restSearch.ts'
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
  reading: Reading
  everywhere: SearchEverywhere
  /** How labels are called: loaded when one is searched for. */
  labels(): Promise<{ keywordFound(name: string): string | undefined }>
}

/** What narrows the list: a filter, a search on the server, or both; the results are a list like any. */
export function createSearch(options: SearchOptions) {
  const { session, folders, mailbox, messages, headers, reading, everywhere } = options
  const searchAgain = createSearchAgain({ client: session.client, messages })
  /** What is submitted, understood. */
  let wantedHere: readonly SearchCriteria[] = []
  /** In the box. */
  const text = ref('')
  /** What the list shows the results of; empty when it shows none. */
  const submitted = ref('')
  const filter = ref<ListFilter>('all')
  /** Chosen by hand, until the search is cleared. */
  const chosenScope = ref<SearchScope>()
  const opening = createFoundOpening({ mailbox, messages, reading, everywhere })
  const { home, follow } = opening
  const here = computed(() => home.value ?? messages.path)
  const scope = computed(() => chosenScope.value ?? usualScope(folders.entryOf(here.value ?? '')?.specialUse))
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
  const rest = createRestSearch({ messages, everywhere, wantedHere: criteria })
  let timer: ReturnType<typeof setTimeout> | undefined

  /** What headers at hand have of what is typed, at once; bodies are the server's, asked by `submit`. */
  async function look(): Promise<void> {
    const typed = text.value.trim()
    const labels = namesLabel(typed) ? await options.labels() : undefined
    const { criteria: asked, problems: mistakes, folder } = parseSearch(typed, labels?.keywordFound)
    const { mailbox } = messages
    if (text.value.trim() !== typed || !mailbox || asked.length === 0 || mistakes.length > 0) return
    const where = placeOf(folder)
    // A folder's name is being typed, or is none.
    if (!where) return
    if (where.kind !== 'here') return void (await everywhere.look({ text: typed, ...inPlace(where, asked) }))
    everywhere.clear()
    const found = await headers.look(mailbox, withFilter(asked), messages.ordered ? 0 : GUESSED_ROWS)
    if (!found || text.value.trim() !== typed || list.isRunning() || !messages.isCurrent(mailbox)) return
    list.forget()
    looked.value = typed
    messages.showGuess(found)
  }

  /** Where to look; `undefined` when `in:` names no folder. */
  function placeOf(folder: string | undefined): SearchPlace | { kind: 'here' } | undefined {
    const path = folder === undefined ? undefined : findFolder(folders.entries, folder)
    if (path !== undefined) return { kind: 'folder', path }
    const wide = folder === undefined ? scope.value : scopeAfterIn(folder)
    if (wide === undefined) return undefined
    return { kind: wide === 'folder' ? 'here' : wide === 'all' ? 'mail' : 'anywhere' }
  }

  function inPlace(place: SearchPlace, asked: readonly SearchCriteria[]) {
    const anywhere = place.kind === 'anywhere'
    const all = searchOrder(folders.tree, { onScreen: here.value, anywhere })
    // Before the folders are known, at least the one on screen.
    const paths = place.kind === 'folder' ? [place.path] : all.length > 0 ? all : [here.value ?? 'INBOX']
    return { place, paths, criteria: asked.length === 0 ? { key: 'all' as const } : conjunction(asked) }
  }

  /** Only then is anything waited for before the search: who leaves the box is to find the results shown. */
  function namesLabel(typed: string): boolean {
    return /label:/i.test(typed)
  }

  /** Looks for what is in the box. */
  async function submit(): Promise<void> {
    cancel()
    rest.forget()
    const typed = text.value
    const labels = namesLabel(typed) ? await options.labels() : undefined
    const { folder, criteria: asked, problems: mistakes } = parseSearch(typed, labels?.keywordFound)
    if (text.value !== typed) return
    const where = placeOf(folder)
    problems.value = where ? mistakes : [...mistakes, { kind: 'folder', value: folder ?? '' }]
    if (!where || problems.value.length > 0) return
    if (where.kind !== 'here') {
      showFolder()
      filter.value = 'all'
      return everywhere.start({ text: text.value.trim(), ...inPlace(where, asked) })
    }
    everywhere.clear()
    if (home.value !== undefined) await follow(home.value)
    home.value = undefined
    submitted.value = typed.trim()
    wantedHere = asked
    await run()
  }

  function showFolder(): void {
    cancel()
    list.forget()
    submitted.value = looked.value = ''
    messages.showAll()
  }

  function criteria(): SearchCriteria | undefined {
    const asked = submitted.value === '' ? [] : wantedHere
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
      const { tools } = everywhere
      const { createSearchJob } = await loadEngine()
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

  /** The same, of whatever is on screen. */
  function stop(): void {
    everywhere.stop()
    rest.stop()
    cancel()
  }

  /** Back to the whole folder that was on screen, or to what the filter leaves of it; `stay`: to the one that is now. */
  async function clear({ stay = false } = {}): Promise<void> {
    const isWide = everywhere.shown
    const back = stay ? undefined : home.value
    rest.forget()
    text.value = ''
    problems.value = []
    chosenScope.value = home.value = undefined
    everywhere.clear()
    if (back !== undefined && back !== messages.path) return messages.open(back)
    if (submitted.value === '' && looked.value === '' && !isWide) return cancel()
    submitted.value = looked.value = ''
    await run()
  }

  async function setFilter(next: ListFilter): Promise<void> {
    rest.forget()
    filter.value = next
    await run()
  }

  /** Looks for this there, whatever was looked for before. */
  async function find(words: string, where: SearchScope): Promise<void> {
    chosenScope.value = where
    text.value = words
    await submit()
  }

  /** Where the next searches look; the one on screen is made anew there. */
  async function setScope(next: SearchScope): Promise<void> {
    chosenScope.value = next
    text.value = withoutFolder(text.value)
    if (submitted.value !== '' || everywhere.shown) await submit()
  }

  /** Another folder is on screen. */
  function leave(): void {
    cancel()
    list.forget()
    filter.value = 'all'
    looked.value = ''
    if (opening.isFollowing()) return
    everywhere.clear()
    rest.forget()
    text.value = ''
    submitted.value = ''
    problems.value = []
    chosenScope.value = home.value = undefined
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
    /** The folder that "this folder" means. */
    here,
    phase,
    problems,
    narrowed,
    look,
    submit,
    find,
    cancel,
    stop,
    goOn,
    clear,
    setFilter,
    setScope,
    rest: rest.phase,
    readRest: rest.read,
    stopRest: rest.stop,
    openKey: opening.openKey,
    neighbours: opening.neighbours,
    openResult: opening.open,
    openCursorResult: opening.openCursor,
    stepResult: opening.step,
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
    reading: useReading(accountId),
    everywhere: useSearchEverywhere(accountId),
    labels: async () => {
      const { useLabels } = await withTexts(['labels'], import('../organising/index.ts'))
      return useLabels(accountId)
    },
  }),
)
