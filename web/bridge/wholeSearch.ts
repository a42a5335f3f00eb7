import type { Item, Result } from '../../shared/protocol/command.ts'
import type { search } from '../../shared/protocol/commands/search.ts'

/** SEARCH's hits in one set again: what is too long for a frame comes ahead, as items. */
export async function wholeSearch(
  start: (onItem: (item: Item<typeof search>) => void) => Promise<Result<typeof search>>,
): Promise<Result<typeof search>> {
  const sets: string[] = []
  const { set, count } = await start((item) => sets.push(item.set))
  return { set: sets.length === 0 ? set : [...sets, set].join(','), count }
}
