import * as v from 'valibot'
import type { CommandDefinition } from '../shared/protocol/command.ts'
import { PonteError } from '../shared/protocol/errors.ts'
import type { Chunk } from '../shared/protocol/chunks.ts'
import type { CallFrame } from '../shared/protocol/frames.ts'
import { MAX_RUNNING_CALLS } from '../shared/protocol/limits.ts'
import { describeArgumentIssues } from './argumentIssues.ts'
import { createCallLane } from './callLane.ts'
import { handlers } from './commands/registry.ts'
import { Credit } from './wire/credit.ts'
import { createDownload } from './wire/download.ts'
import { requireFrame } from './wire/frameSize.ts'
import type { BoundHandler, SessionContext } from './handler.ts'
import { ItemBatch } from './wire/itemBatch.ts'
import type { Log } from './log.ts'
import type { Observer, Outcome } from './observer.ts'
import type { Outbox } from './wire/outbox.ts'
import { UploadBuffer } from './wire/uploads.ts'

interface RunningCall {
  readonly definition: CommandDefinition
  readonly abort: AbortController
  readonly credit: Credit
  readonly uploads: UploadBuffer
  readonly batch: ItemBatch
  /** Counts how it ended. */
  readonly ended: (outcome: Outcome) => void
}

/** Runs the calls of one session: checks them, streams their items, ends each with one result or one error. */
export class Dispatcher {
  readonly #running = new Map<number, RunningCall>()
  readonly #session: SessionContext
  readonly #outbox: Outbox
  readonly #log: Log
  readonly #observer: Observer

  constructor(options: { session: SessionContext; outbox: Outbox; log: Log; observer: Observer }) {
    this.#session = options.session
    this.#outbox = options.outbox
    this.#log = options.log
    this.#observer = options.observer
  }

  get runningCalls(): number {
    return this.#running.size
  }

  /** Starts a call; never throws, whatever the frame holds. */
  call(frame: CallFrame): void {
    const { tag } = frame
    if (this.#running.has(tag)) {
      // The answer carries no tag, so that the running call's own answer stays its only one (rule C2).
      this.#sendError(
        undefined,
        new PonteError('tagInUse', { message: `Tag ${tag} is in use by a running call.` }),
      )
      return
    }
    // Its name is the client's word until a handler has it.
    const handler = findHandler(frame.command)
    const ended = this.#count(tag, handler ? handler.definition.name : 'unknown')
    try {
      if (this.#running.size >= MAX_RUNNING_CALLS) {
        this.#observer.limit('runningCalls')
        throw new PonteError('tooManyCalls')
      }
      if (!handler) throw new PonteError('unknownCommand')
      // Before the arguments: nothing is worked out for someone who has not signed in. The getter throws.
      const { signsIn, anyone } = handler.definition.traits ?? {}
      if (!signsIn && !anyone) void this.#session.account
      if (!this.#session.drain.admits(handler.definition)) throw new PonteError('shuttingDown')
      const args = checkArguments(handler.definition, frame.args)
      void this.#run(frame, handler, { args, ended })
    } catch (error) {
      ended(outcomeOf(error))
      this.#sendError(tag, error)
    }
  }

  /** Answers a call that could not be read; without the tag while that is another's (rule C2). */
  refuse(tag: number | undefined, error: PonteError): void {
    this.#sendError(tag !== undefined && this.#running.has(tag) ? undefined : tag, error)
  }

  cancel(tag: number): void {
    const call = this.#running.get(tag)
    if (!call) return // it has ended; the answer and this frame crossed
    this.#finish(tag, call, 'cancelled')
    call.batch.drop()
    this.#sendError(tag, new PonteError('cancelled'))
    call.abort.abort()
  }

  credit(tag: number, bytes: number): void {
    this.#running.get(tag)?.credit.grant(bytes)
  }

  /** A chunk of an upload. Chunks of a call that has ended are on their way already and are dropped. */
  chunk(chunk: Chunk): void {
    this.#running.get(chunk.tag)?.uploads.receive(chunk.stream, chunk.bytes, chunk.last)
  }

  /** Items collected so far go out, so that an event keeps its place among them (rule C8). */
  flush(): void {
    for (const call of this.#running.values()) call.batch.flush()
  }

  /** The socket is gone: every call is cancelled, nobody is answered. */
  abandon(): void {
    for (const [tag, call] of this.#running) {
      this.#finish(tag, call, 'cancelled')
      call.abort.abort()
    }
  }

  async #run(
    frame: CallFrame,
    handler: BoundHandler,
    { args, ended }: { args: unknown; ended: RunningCall['ended'] },
  ): Promise<void> {
    const { tag } = frame
    const call = this.#open(tag, handler.definition, ended)
    const { signal } = call.abort
    const items = handler.run(
      {
        signal,
        session: this.#session,
        lane: createCallLane({
          lanes: this.#session,
          lane: frame.lane ?? 'main',
          priority: frame.priority,
          signal,
        }),
        uploads: call.uploads,
        download: createDownload({
          tag,
          outbox: this.#outbox,
          credit: call.credit,
          signal,
          flush: () => call.batch.flush(),
        }),
      },
      args as never,
    )
    try {
      for (;;) {
        const next = await items.next()
        if (signal.aborted) return
        if (next.done) {
          const json = JSON.stringify({ tag, result: next.value })
          requireFrame(json)
          call.batch.flush()
          this.#finish(tag, call, 'ok')
          this.#outbox.sendText(json)
          return
        }
        call.batch.add(next.value)
        await this.#outbox.writable()
      }
    } catch (error) {
      if (signal.aborted) return // answered when it was cancelled
      call.batch.flush()
      this.#finish(tag, call, outcomeOf(error))
      this.#sendError(tag, error, handler.definition.name)
    } finally {
      // However it ended: a handler that was left in the middle gives its lane back.
      items.return(undefined as never).catch(() => undefined)
    }
  }

  /** @returns how to say that the call has been answered */
  #count(tag: number, command: string): RunningCall['ended'] {
    const begin = performance.now()
    const counted = this.#observer.command(command)
    return (code) => {
      counted(code)
      const ms = Math.round(performance.now() - begin)
      this.#log.debug({ request: tag, command, code, ms }, 'call ended')
    }
  }

  #open(tag: number, definition: CommandDefinition, ended: RunningCall['ended']): RunningCall {
    const abort = new AbortController()
    const call: RunningCall = {
      definition,
      ended,
      abort,
      credit: new Credit(abort.signal),
      uploads: new UploadBuffer({
        signal: abort.signal,
        grant: (bytes) => {
          // A handler that has failed may still be reading; nothing follows its answer.
          if (this.#running.get(tag)?.abort === abort)
            this.#outbox.sendText(JSON.stringify({ credit: tag, bytes }))
        },
      }),
      batch: new ItemBatch(tag, (json) => this.#outbox.sendText(json)),
    }
    this.#running.set(tag, call)
    this.#session.drain.started(definition)
    return call
  }

  #finish(tag: number, call: RunningCall, outcome: Outcome): void {
    if (this.#running.get(tag) !== call) return
    this.#running.delete(tag)
    call.ended(outcome)
    this.#session.drain.ended(call.definition)
  }

  #sendError(tag: number | undefined, error: unknown, command?: string): void {
    const known = error instanceof PonteError
    // Only the class and place of an unforeseen error are logged: its text may hold mail.
    if (!known)
      this.#log.error({ request: tag, command, error: errorPlace(error) }, 'unforeseen error in a command')
    const wire = (known ? error : new PonteError('internal')).toWire()
    this.#outbox.sendText(JSON.stringify(tag === undefined ? { error: wire } : { tag, error: wire }))
  }
}

function findHandler(command: string): BoundHandler | undefined {
  const handler = Object.hasOwn(handlers, command) ? handlers[command as keyof typeof handlers] : undefined
  return handler as unknown as BoundHandler | undefined
}

function outcomeOf(error: unknown): Outcome {
  return error instanceof PonteError ? error.code : 'internal'
}

function checkArguments(definition: CommandDefinition, args: unknown): unknown {
  const result = v.safeParse(definition.args, args)
  if (result.success) return result.output
  throw new PonteError('invalidArguments', { message: describeArgumentIssues(result.issues) })
}

function errorPlace(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const line = error.stack?.split('\n').find((one) => one.trim().startsWith('at '))
  return `${error.name}${line === undefined ? '' : ` ${line.trim()}`}`
}
