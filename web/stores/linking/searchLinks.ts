import type { LinkFilter, MailLink } from '../../links/mailLink.ts'
import type { Search, SearchEverywhere } from '../search/index.ts'

/** What narrows the list, as a link has it. */
export type Narrowing = Pick<MailLink, 'search' | 'filter'>

export function narrowingOf(search: Search, everywhere: SearchEverywhere): Narrowing {
  const text = everywhere.shown ? everywhere.query : search.submitted
  const filter: LinkFilter | undefined = search.filter === 'all' ? undefined : search.filter
  return {
    ...(text === '' ? {} : { search: { text, everywhere: everywhere.shown } }),
    ...(filter ? { filter } : {}),
  }
}

/** Narrows the list of the folder on screen as a link says; what it shows already is left alone. */
export async function narrow(
  { search, everywhere }: { search: Search; everywhere: SearchEverywhere },
  wanted: Narrowing,
): Promise<void> {
  const now = narrowingOf(search, everywhere)
  const filter = wanted.filter ?? 'all'
  if (!wanted.search) {
    if (now.search || search.text !== '') await search.clear()
  } else if (!isSameSearch(now.search, wanted.search)) {
    const { text, everywhere: all } = wanted.search
    const running = search.find(text, all ? 'all' : 'folder')
    // In all folders it takes as long as it takes.
    if (!all) await running
  }
  if (search.filter !== filter) await search.setFilter(filter)
}

function isSameSearch(one: Narrowing['search'], other: Narrowing['search']): boolean {
  return one?.text === other?.text && one?.everywhere === other?.everywhere
}
