import type * as v from 'valibot'

/** How a command is treated on its way, by both ends. Said in its definition and nowhere else. */
export interface CommandTraits {
  /**
   * Twice is once, so the page makes it again when its connection was lost and nobody knows how far it came. `byUid`: only
   * when it names messages by UID and under no condition.
   */
  readonly idempotent?: true | 'byUid'
  /** Its items name what they tell about, so it does no harm when one comes twice. */
  readonly namedItems?: true
  /** Without a connection it fails at once: whoever calls must know whether it was done, and when. */
  readonly neverWaits?: true
  /** It opens a lane, so it may be called before there is a session. */
  readonly signsIn?: true
  /** It may be called before there is a session, and opens none. */
  readonly anyone?: true
  /** The mail server answers it out of memory: its time is that of the way there and back. */
  readonly cheap?: true
  /** A bridge that goes away lets it finish (rule T6). */
  readonly finishes?: true
}

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
  readonly traits?: CommandTraits
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
