/** A session of the bridge whose every item and result is checked against the command's own definition. */
import * as v from 'valibot'
import { expect } from 'vitest'
import type { ArgsInput, Item, Result } from '../../../shared/protocol/command.ts'
import { PonteError } from '../../../shared/protocol/errors.ts'
import { commands, type CommandName, type Commands } from '../../../shared/protocol/registry.ts'
import type { CallOptions } from '../../../web/bridge/types.ts'
import type { TestSession } from '../../support/bridge.ts'
import type { Wire } from './wire.ts'

export interface Answer<Name extends CommandName> {
  items: Item<Commands[Name]>[]
  result: Result<Commands[Name]>
}

export interface ProvedSession extends TestSession {
  /** What the bridge and the mail server say to each other. */
  wire: Wire
  /** Runs a command that must succeed. Items and result must be exactly what its definition says. */
  run<Name extends CommandName>(
    name: Name,
    args: ArgsInput<Commands[Name]>,
    options?: Omit<CallOptions<Name>, 'onItem'>,
  ): Promise<Answer<Name>>
  /** Runs a command that must fail, and answers its error. */
  refused<Name extends CommandName>(
    name: Name,
    args: ArgsInput<Commands[Name]>,
    options?: Omit<CallOptions<Name>, 'onItem'>,
  ): Promise<PonteError>
  /** fetchBody, its streams put together; `chunks` counts what they came in. */
  download(args: ArgsInput<Commands['fetchBody']>): Promise<Body>
}

export interface Body {
  streams: Buffer[]
  items: Item<Commands['fetchBody']>[]
  chunks: number
  /** Streams that were ended. */
  ended: number[]
}

export function proved(session: TestSession, wire: Wire): ProvedSession {
  const run: ProvedSession['run'] = async (name, args, options = {}) => {
    const items: unknown[] = []
    const result = await session.client.call(name, args, { ...options, onItem: (item) => items.push(item) })
    const { item, result: resultSchema } = commands[name]
    for (const one of items) matches(`an item of ${name}`, item, one)
    matches(`the result of ${name}`, resultSchema, result)
    return { items: items as never, result }
  }
  return {
    ...session,
    wire,
    run,
    event: (type, fits) => inTime(`the event ${type}`, session.event(type, fits), session.events),
    async refused(name, args, options) {
      const outcome = await run(name, args, options).then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      )
      if ('answer' in outcome) {
        throw new Error(`${name} was to fail and answered ${JSON.stringify(outcome.answer).slice(0, 500)}`)
      }
      if (!(outcome.error instanceof PonteError)) throw outcome.error
      return outcome.error
    },
    async download(args) {
      const pieces = args.sections.map((): Uint8Array[] => [])
      const ended: number[] = []
      let chunks = 0
      const { items } = await run('fetchBody', args, {
        onBytes(stream, bytes, last) {
          if (bytes.length > 0) chunks += 1
          pieces[stream]?.push(bytes)
          if (last) ended.push(stream)
        },
      })
      return { streams: pieces.map((one) => Buffer.concat(one)), items, chunks, ended }
    },
  }
}

/** An event that never comes is to fail with what did come, not with the runner's own timeout. */
const EVENT_TIMEOUT_MS = 20_000

async function inTime<T>(what: string, wanted: Promise<T>, seen: readonly unknown[]): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`waited in vain for ${what}; came: ${JSON.stringify(seen)}`)),
      EVENT_TIMEOUT_MS,
    )
  })
  return Promise.race([wanted, tooLate]).finally(() => clearTimeout(timer))
}

/** The schema takes it, and takes nothing away: a field that the definition does not know fails too. */
function matches(what: string, schema: v.GenericSchema, value: unknown): void {
  const parsed = v.safeParse(schema, value)
  if (!parsed.success) {
    const issues = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`)
    throw new Error(
      `${what} is not as defined: ${issues.join('; ')}\n${JSON.stringify(value).slice(0, 2000)}`,
    )
  }
  expect(value, `${what} holds what its definition does not know`).toEqual(parsed.output)
}
