import type * as v from 'valibot'

/**
 * One command of the protocol: the typed form of one IMAP command. `args` come in one frame, `item`s stream back
 * while it runs (IMAP: untagged responses), `result` ends it (IMAP: the tagged OK). `args` are checked where they
 * enter the bridge; `item` and `result` are there for their types, the tests and the documentation.
 */
export interface CommandDefinition<
  Name extends string = string,
  Args extends v.GenericSchema = v.GenericSchema,
  Item extends v.GenericSchema = v.GenericSchema,
  Result extends v.GenericSchema = v.GenericSchema,
> {
  readonly name: Name
  readonly args: Args
  readonly item: Item
  readonly result: Result
}

export function defineCommand<
  const Name extends string,
  Args extends v.GenericSchema,
  Item extends v.GenericSchema,
  Result extends v.GenericSchema,
>(definition: CommandDefinition<Name, Args, Item, Result>): CommandDefinition<Name, Args, Item, Result> {
  return definition
}

/** What a caller passes. */
export type ArgsInput<D extends CommandDefinition> = v.InferInput<D['args']>
/** What a handler receives, checked. */
export type Args<D extends CommandDefinition> = v.InferOutput<D['args']>
export type Item<D extends CommandDefinition> = v.InferOutput<D['item']>
export type Result<D extends CommandDefinition> = v.InferOutput<D['result']>
