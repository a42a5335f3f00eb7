import type { Item, Result } from '../../shared/protocol/command.ts'
import type { Commands } from '../../shared/protocol/registry.ts'
import type { CallLink } from './types.ts'

type Search = Commands['search']

/** SEARCH's result in one set: what is too long for a frame comes ahead of it, as items. */
export const joinSearch: CallLink = (next) => async (name, args, options) => {
  if (name !== 'search') return next(name, args, options)
  const sets: string[] = []
  // `name` is 'search' here, which a type parameter does not learn from the comparison.
  const onItem = (item: unknown): void => void sets.push((item as Item<Search>).set)
  const last = await next(name, args, { ...options, onItem })
  return { ...last, set: [...sets, (last as Result<Search>).set].join(',') }
}
