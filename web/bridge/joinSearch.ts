import type { ArgsInput, Item, Result } from '../../shared/protocol/command.ts'
import type { CommandName, Commands } from '../../shared/protocol/registry.ts'
import type { CallLink, CallOptions } from './types.ts'

type Search = Commands['search']

/** SEARCH's result in one set: what is too long for a frame comes ahead of it, as items. */
export const joinSearch: CallLink = (next) =>
  async function joining<Name extends CommandName>(
    name: Name,
    args: ArgsInput<Commands[Name]>,
    options: CallOptions<Name> = {},
  ): Promise<Result<Commands[Name]>> {
    if (name !== 'search') return next(name, args, options)
    const sets: string[] = []
    // `name` is 'search' here, which a type parameter does not learn from the comparison.
    const onItem = (item: unknown): void => void sets.push((item as Item<Search>).set)
    const { set, count } = (await next(name, args, { ...options, onItem })) as Result<Search>
    const whole: Result<Search> = { set: [...sets, set].join(','), count }
    return whole as Result<Commands[Name]>
  }
