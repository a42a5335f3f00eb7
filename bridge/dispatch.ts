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
import type { Outbox } from './wire/outbox.ts'
import { UploadBuffer } from './wire/uploads.ts'

interface RunningCall {
  readonly definition: CommandDefinition
  readonly abort: AbortController
  readonly credit: Credit
  readonly uploads: UploadBuffer
  readonly batch: ItemBatch
}

/** Runs the calls of one session: checks them, streams their items, ends each with one result or one error. */
export class Dispatcher {
  readonly #running = new Map<number, RunningCall>()
  readonly #session: SessionContext
  readonly #outbox: Outbox
  readonly #log: Log

  constructor(options: { session: SessionContext; outbox: Outbox; log: Log }) {
    this.#session = options.session
    this.#outbox = options.outbox
    this.#log = options.log
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
    try {
      if (this.#running.size >= MAX_RUNNING_CALLS) throw new PonteError('tooManyCalls')
      const handler = findHandler(frame.command)
      // Before the arguments: nothing is worked out for someone who has not signed in. The getter throws.
      const { signsIn, anyone } = handler.definition.traits ?? {}
      if (!signsIn && !anyone) void this.#session.account
      if (!this.#session.drain.admits(handler.definition)) throw new PonteError('shuttingDown')
      const args = checkArguments(handler.definition, frame.args)
      void this.#run(frame, handler, args)
    } catch (error) {
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
    this.#finish(tag, call)
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
      this.#finish(tag, call)
      call.abort.abort()
    }
  }

  async #run(frame: CallFrame, handler: BoundHandler, args: unknown): Promise<void> {
    const { tag } = frame
    const call = this.#open(tag, handler.definition)
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
          this.#finish(tag, call)
          this.#outbox.sendText(json)
          return
        }
        call.batch.add(next.value)
        await this.#outbox.writable()
      }
    } catch (error) {
      if (signal.aborted) return // answered when it was cancelled
      call.batch.flush()
      this.#finish(tag, call)
      this.#sendError(tag, error, frame.command)
    } finally {
      // However it ended: a handler that was left in the middle gives its lane back.
      items.return(undefined as never).catch(() => undefined)
    }
  }

  #open(tag: number, definition: CommandDefinition): RunningCall {
    const abort = new AbortController()
    const call: RunningCall = {
      definition,
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

  #finish(tag: number, call: RunningCall): void {
    if (this.#running.get(tag) !== call) return
    this.#running.delete(tag)
    this.#session.drain.ended(call.definition)
  }

  #sendError(tag: number | undefined, error: unknown, command?: string): void {
    const known = error instanceof PonteError
    // Only the class and place of an unforeseen error are logged: its text may hold mail.
    if (!known) this.#log.error({ command, error: errorPlace(error) }, 'unforeseen error in a command')
    const wire = (known ? error : new PonteError('internal')).toWire()
    this.#outbox.sendText(JSON.stringify(tag === undefined ? { error: wire } : { tag, error: wire }))
  }
}

function findHandler(command: string): BoundHandler {
  const handler = Object.hasOwn(handlers, command) ? handlers[command as keyof typeof handlers] : undefined
  if (!handler) throw new PonteError('unknownCommand')
  return handler as unknown as BoundHandler
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
