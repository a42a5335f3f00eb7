import type { MailboxState } from '../../shared/mail/mailbox.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { BridgeEvent, LaneName } from '../../shared/protocol/events.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import { RESELECT_BACKOFF_MS } from '../limits.ts'
import { requireCapability } from './capability.ts'
import type { ImapConnection } from './connection.ts'
import { resyncEvent } from './laneEvents.ts'
import type { LaneOptions } from './laneOptions.ts'
import { canonical } from './mailboxName.ts'
import { enableQresync } from './qresync.ts'
import { selectMailbox, type MailboxChoice } from './select.ts'

/** Which mailbox a lane watches, over reconnections and errands to other mailboxes. */
export class WatchedMailbox {
  readonly #emit: (event: BridgeEvent) => void
  readonly #lane: LaneName
  #choice: MailboxChoice | undefined
  #selections = 0
  #backOffUntil = 0

  constructor(emit: (event: BridgeEvent) => void, lane: LaneName) {
    this.#emit = emit
    this.#lane = lane
  }

  /** How often it was selected without having been asked for: sequence numbers from before are void. */
  get selections(): number {
    return this.#selections
  }

  /** Milliseconds to wait before it is selected again; the last try failed. */
  get pause(): number {
    return this.#backOffUntil - Date.now()
  }

  /** Tells the page what the mailbox is like now, or that it is gone. */
  tell(state: MailboxState | 'gone' | undefined): void {
    if (state === 'gone') this.#emit({ type: 'mailboxes' })
    else if (state) {
      this.#selections += 1
      this.#emit(resyncEvent(state))
    }
  }

  /** After an errand elsewhere. */
  async goBack(connection: ImapConnection): Promise<void> {
    try {
      this.tell(await this.selectAgain(connection))
    } catch (error) {
      this.#backOffUntil = Date.now() + RESELECT_BACKOFF_MS
      throw error
    }
  }

  /** @param path As the connection names it, INBOX in capitals. */
  is(path: string): boolean {
    return this.#choice?.path === path
  }

  /** Whether the connection is in another mailbox than the watched one. */
  isAway(connection: ImapConnection): boolean {
    return this.#choice !== undefined && connection.selected?.path !== this.#choice.path
  }

  /** SELECT or EXAMINE, and watch from now on; unless that was cancelled meanwhile: then the lane goes back. */
  async select(
    connection: ImapConnection,
    choice: MailboxChoice,
    signal?: AbortSignal,
  ): Promise<MailboxState> {
    const state = await selectMailbox(connection, choice)
    if (signal?.aborted) throw new PonteError('cancelled')
    this.#choice = { path: state.path, readOnly: choice.readOnly }
    return state
  }

  /**
   * Selects the watched mailbox, if there is one, where it is not selected. When it is gone it is watched no longer.
   * @returns what it is like now; `gone`; or nothing, when there was nothing to do.
   */
  async selectAgain(connection: ImapConnection): Promise<MailboxState | 'gone' | undefined> {
    if (!this.#choice || !this.isAway(connection)) return undefined
    try {
      return await selectMailbox(connection, this.#choice)
    } catch (error) {
      const gone = error instanceof PonteError && error.code === 'mailboxNotFound'
      if (connection.closed || !gone) throw error
      this.#choice = undefined
      return 'gone'
    }
  }

  /**
   * Selects the mailbox whose messages are named, and holds it to its UIDVALIDITY (rule C6).
   * @param upToDate See `LaneOptions`. @throws PonteError `unsupported`, without CONDSTORE or QRESYNC.
   * @returns what the watched mailbox is like now, when it was selected again: sequence numbers may have moved.
   */
  async ensure(
    connection: ImapConnection,
    mailbox: MailboxRef,
    upToDate?: LaneOptions['upToDate'],
  ): Promise<MailboxState | undefined> {
    const path = canonical(mailbox.path)
    let selected: MailboxState | undefined
    if (upToDate === 'changed') requireCapability(connection, 'CONDSTORE')
    if (upToDate === 'vanished') {
      // Rule C8: where sequence numbers are told, EXPUNGE must stay what it is.
      if (this.#lane === 'main') throw new PonteError('unsupported', { message: 'Only on the side lane.' })
      await enableQresync(connection)
    }
    if (connection.selected?.path !== path) {
      const readOnly = this.#choice?.path === path && this.#choice.readOnly
      selected = await selectMailbox(connection, { path, readOnly })
    }
    if (connection.selected?.uidValidity !== mailbox.uidValidity) throw new PonteError('uidValidityChanged')
    const isTold = selected !== undefined || (upToDate === 'arrived' && this.is(path))
    if (upToDate && !isTold) await connection.exec('NOOP', [])
    return this.#choice?.path === path ? selected : undefined
  }

  /** CLOSE or UNSELECT. @throws PonteError `noMailboxSelected`. */
  async leave(connection: ImapConnection, command: 'CLOSE' | 'UNSELECT'): Promise<void> {
    if (!this.#choice) throw new PonteError('noMailboxSelected')
    if (this.isAway(connection)) await selectMailbox(connection, this.#choice)
    await connection.exec(command, [])
    connection.selected = undefined
    this.#choice = undefined
  }

  /**
   * Leaves a mailbox that is about to be deleted or renamed, or that is inside of it; nothing in it is expunged.
   * @returns what was watched, if that was it.
   */
  async forget(connection: ImapConnection, path: string): Promise<MailboxChoice | undefined> {
    const isConcerned = concerns(canonical(path))
    const left = this.#choice && isConcerned(this.#choice.path) ? this.#choice : undefined
    if (left) this.#choice = undefined
    if (connection.selected && isConcerned(connection.selected.path)) await this.#abandon(connection)
    return left
  }

  /** Watches again what was left, unless something else is watched by now. @returns as {@link selectAgain}. */
  async resume(connection: ImapConnection, left: MailboxChoice): Promise<MailboxState | 'gone' | undefined> {
    if (this.#choice) return undefined
    this.#choice = left
    return this.selectAgain(connection)
  }

  async #abandon(connection: ImapConnection): Promise<void> {
    if (connection.hasCapability('UNSELECT')) {
      await connection.exec('UNSELECT', [])
      connection.selected = undefined
    } else {
      // Without UNSELECT a mailbox is left for another; CLOSE would expunge.
      await selectMailbox(connection, { path: 'INBOX', readOnly: true })
    }
  }
}

/** Whether a path is this mailbox or one inside of it. The delimiter is not known here; taking too many is no harm. */
function concerns(name: string): (path: string) => boolean {
  return (path) => path === name || (path.startsWith(name) && /[/.\\|^:~]/.test(path.charAt(name.length)))
}
