import type { MailboxState } from '../../shared/mail/mailbox.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { BridgeEvent, LaneName } from '../../shared/protocol/events.ts'
import * as limits from '../limits.ts'
import { abandonWhenCancelled } from './cancelGrace.ts'
import type { ImapConnection } from './connection.ts'
import { Idler } from './idle.ts'
import { JobQueue, PRIORITY } from './jobQueue.ts'
import { credentialsEvent, laneListener } from './laneEvents.ts'
import type { LaneOptions, Lease } from './laneOptions.ts'
import { LaneGate } from './laneGate.ts'
import type { MailboxChoice } from './select.ts'
import { WatchedMailbox } from './watchedMailbox.ts'

/**
 * One IMAP connection of a session and the queue in front of it. The connection may be lost and replaced; the lane
 * stays, selects its watched mailbox again and goes on. Work takes turns: one command at a time, IMAP's own order.
 */
export class Lane {
  readonly name: LaneName
  readonly #emit: (event: BridgeEvent) => void
  readonly #closeAfterIdleMs: number | undefined
  readonly #pollIntervalMs: number
  readonly #queue = new JobQueue()
  readonly #idler = new Idler()
  readonly #watched: WatchedMailbox
  readonly #gate: LaneGate
  #connection: ImapConnection | undefined
  #rest: NodeJS.Timeout | undefined
  #closed = false

  /** @param options.closeAfterIdleMs A lane that comes and goes: it is closed when idle, and a loss is no event. */
  constructor(
    name: LaneName,
    emit: (event: BridgeEvent) => void,
    options: { closeAfterIdleMs?: number; pollIntervalMs?: number | undefined } = {},
  ) {
    this.name = name
    this.#emit = emit
    this.#watched = new WatchedMailbox(emit, name)
    this.#closeAfterIdleMs = options.closeAfterIdleMs
    this.#gate = new LaneGate(() => this.open, { waits: options.closeAfterIdleMs === undefined })
    this.#pollIntervalMs = options.pollIntervalMs ?? limits.POLL_INTERVAL_MS
  }

  get open(): boolean {
    return this.#connection !== undefined && !this.#connection.closed
  }

  /**
   * Takes a connection over: the first, one after a loss, or one ahead of a token's expiry. It selects the watched
   * mailbox before it takes over, so that nothing is asked of a connection that is not ready for it.
   */
  async adopt(connection: ImapConnection): Promise<void> {
    // Before its turn, so that the old connection works on meanwhile; again in it, should another be watched by then.
    const before = await this.#watched.selectAgain(connection).catch((error: unknown) => {
      connection.close()
      throw error
    })
    const turnOver = await this.#queue.turn(PRIORITY.user)
    try {
      const state = (await this.#watched.selectAgain(connection)) ?? before
      await this.#idler.stop()
      if (this.#closed) throw new PonteError('shuttingDown')
      if (connection.closed) throw new PonteError('connectionLost')
      const old = this.#connection
      this.#connection = connection
      const onLost = (reason: PonteError): void => this.#onLost(connection, reason)
      connection.listen(laneListener(connection, { watched: this.#watched, emit: this.#emit, onLost }))
      void old?.logout()
      // As it is by now: what happened since SELECT came before anyone listened.
      this.#watched.tell(state === 'gone' ? state : state && connection.selected)
    } catch (error) {
      connection.close()
      throw error
    } finally {
      turnOver()
      this.#gate.arrived()
      this.#settle()
    }
  }

  /** SELECT or EXAMINE: from now on this mailbox's changes come as events. */
  watch(choice: MailboxChoice, signal?: AbortSignal): Promise<MailboxState> {
    return this.use({ priority: PRIORITY.user, signal, pipelined: true }, (one) =>
      this.#watched.select(one, choice, signal),
    )
  }

  /** CLOSE or UNSELECT: no mailbox is watched any more. @throws PonteError `noMailboxSelected`. */
  unwatch(command: 'CLOSE' | 'UNSELECT', signal?: AbortSignal): Promise<void> {
    return this.use({ priority: PRIORITY.user, signal }, (one) => this.#watched.leave(one, command))
  }

  /**
   * Leaves a mailbox that is about to be deleted or renamed; nothing in it is expunged.
   * @returns what was watched, if that was it, for `resume`.
   */
  forget(path: string, signal?: AbortSignal): Promise<MailboxChoice | undefined> {
    return this.use({ priority: PRIORITY.user, signal }, (one) => this.#watched.forget(one, path))
  }

  /** Watches again what `forget` left, where it still is. */
  resume(left: MailboxChoice): Promise<void> {
    return this.use({ priority: PRIORITY.user }, async (one) =>
      this.#watched.tell(await this.#watched.resume(one, left)),
    )
  }

  /** Runs work that has the connection to itself. @throws PonteError, also `uidValidityChanged` before any work. */
  async use<T>(options: LaneOptions, work: (connection: ImapConnection) => Promise<T>): Promise<T> {
    const lease = await this.#lease(options)
    try {
      return await lease.connection.untilLost(work(lease.connection))
    } catch (error) {
      throw this.#noteThrottling(error)
    } finally {
      lease.release()
    }
  }

  /** The same for work that yields as it goes. The lane is held until the generator ends or is left. */
  async *stream<T, R>(
    options: LaneOptions,
    work: (connection: ImapConnection) => AsyncGenerator<T, R, void>,
  ): AsyncGenerator<T, R, void> {
    const lease = await this.#lease(options)
    try {
      return yield* work(lease.connection)
    } catch (error) {
      throw this.#noteThrottling(error)
    } finally {
      lease.release()
    }
  }

  /** Ends the lane: LOGOUT where the connection is free, or just the socket. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#rest)
    this.#gate.close()
    const connection = this.#connection
    this.#connection = undefined
    if (!this.#queue.idle) return connection?.close()
    await this.#idler.stop()
    await connection?.logout()
  }

  async #lease(options: LaneOptions): Promise<Lease> {
    const { signal, priority = PRIORITY.normal } = options
    const { selections } = this.#watched
    for (;;) {
      await this.#gate.pass(signal)
      const turnOver = await this.#queue.turn(priority, signal)
      clearTimeout(this.#rest)
      const connection = this.#connection
      if (!connection || connection.closed) {
        turnOver()
        continue
      }
      // From here on, also while IDLE ends: a connection that has died is found out by then at the latest (rule C3).
      const stopWatchdog = abandonWhenCancelled(connection, signal)
      const release = (): void => {
        stopWatchdog()
        turnOver()
        this.#settle()
      }
      try {
        await this.#idler.stop(options.pipelined ? 'pipelined' : 'answered')
        // What was cancelled meanwhile has been answered so; it must not be done all the same.
        if (signal?.aborted) throw new PonteError('cancelled')
        if (!connection.closed) {
          if (options.mailbox)
            this.#watched.tell(await this.#watched.ensure(connection, options.mailbox, options.upToDate))
          if (options.bySequence && selections !== this.#watched.selections)
            throw new PonteError('sequenceChanged')
          return { connection, release }
        }
      } catch (error) {
        release()
        throw this.#noteThrottling(error)
      }
      release()
    }
  }

  /** After work: back to the watched mailbox, then IDLE or the next NOOP, once nothing else is waiting. */
  #settle(): void {
    clearTimeout(this.#rest)
    const connection = this.#connection
    if (this.#closed || !connection || connection.closed || !this.#queue.idle) return
    if (this.#closeAfterIdleMs !== undefined) {
      this.#rest = setTimeout(() => this.#dismiss(), this.#closeAfterIdleMs).unref()
      return
    }
    const away = this.#watched.isAway(connection)
    const idles = connection.selected !== undefined && this.#idler.serves(connection)
    const pollsAfter = idles ? limits.IDLE_DELAY_MS : this.#pollIntervalMs
    const restMs = away ? Math.max(limits.IDLE_DELAY_MS, this.#watched.pause) : pollsAfter
    const rest = setTimeout(() => {
      if (!this.#queue.idle || connection !== this.#connection) return
      if (away) this.#inBackground((one) => this.#watched.goBack(one))
      else if (idles) this.#idler.start(connection, (error) => this.#ask(error))
      else this.#ask()
    }, restMs).unref()
    this.#rest = rest
    if (away || idles) return
    // Behind what was read: the page draws this, and what it waits for comes first.
    setImmediate(() => {
      if (this.#rest === rest && !this.#closed && this.#queue.idle)
        this.#emit({ type: 'polling', nextIn: this.#pollIntervalMs })
    })
  }

  #dismiss(): void {
    if (!this.#queue.idle) return
    void this.#connection?.logout()
    this.#connection = undefined
  }

  /** Housekeeping. A lost connection asks for credentials by itself, and throttling has been told. */
  #inBackground(work: (connection: ImapConnection) => Promise<unknown>): void {
    this.use({ priority: PRIORITY.background }, work).catch(() => undefined)
  }

  /** For news; at once also where IDLE was refused, or as soon as a throttling that refused it is over. */
  #ask(refusal?: PonteError): void {
    this.#noteThrottling(refusal)
    this.#inBackground((one) => one.exec('NOOP', []))
  }

  #noteThrottling(error: unknown): unknown {
    if (error instanceof PonteError && error.code === 'throttled' && error.retryAfter !== undefined) {
      this.#gate.throttle(error.retryAfter)
      this.#emit({ type: 'throttled', retryAfter: error.retryAfter })
    }
    return error
  }

  #onLost(connection: ImapConnection, reason: PonteError): void {
    if (this.#closed || connection !== this.#connection) return
    this.#connection = undefined
    this.#gate.lost(reason)
    this.#gate.arrived()
    clearTimeout(this.#rest)
    if (this.#closeAfterIdleMs === undefined) this.#emit(credentialsEvent(this.name, reason))
  }
}
