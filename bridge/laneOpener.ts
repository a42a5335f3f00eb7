import { PonteError } from '../shared/protocol/errors.ts'
import type { LaneName } from '../shared/protocol/events.ts'
import type { Provider } from './config/config.ts'
import type { SignInDoor } from './doors/signInDoor.ts'
import { ImapConnection } from './imap/connection.ts'
import type { Credentials } from './imap/signingIn.ts'
import { MAX_REFUSED_SIGN_INS } from './limits.ts'
import type { Log } from './log.ts'
import type { Observer } from './observer.ts'

export interface OpenOptions {
  lane: LaneName
  credentials: Credentials
  /** The call's: cancelled, the connection is not opened. */
  signal: AbortSignal
}

export interface LaneOpenerOptions {
  log: Log
  observer: Observer
  /** Whom the socket belongs to, and what counts their refused sign-ins with everybody's. */
  address: string
  signInDoor: SignInDoor
  /** The host wants the addresses of refused sign-ins in its log, for fail2ban. */
  logRefusedSignIns?: boolean | undefined
}

/** What the session tells it, and is told. */
interface LaneOpenerParent {
  /** Aborted when the session ends. */
  ending: AbortSignal
  /** Called before anybody else has the connection. */
  onOpened: (lane: LaneName, connection: ImapConnection) => void
  onRefusedTooOften: () => void
}

/** Opens a session's IMAP connections, one at a time for each lane, and ends the session that is refused too often. */
export class LaneOpener {
  readonly #options: LaneOpenerOptions & LaneOpenerParent
  readonly #opening = new Set<LaneName>()
  #refusals = 0

  constructor(options: LaneOpenerOptions & LaneOpenerParent) {
    this.#options = options
  }

  isOpening(lane: LaneName): boolean {
    return this.#opening.has(lane)
  }

  async open(provider: Provider, { lane, credentials, signal }: OpenOptions): Promise<ImapConnection> {
    const { log, address, signInDoor, observer, ending } = this.#options
    const attempt = {
      address,
      provider: provider.id,
      user: credentials.user,
      guessable: credentials.kind === 'password',
    }
    const where = { provider: provider.id, lane }
    this.#opening.add(lane)
    try {
      await signInDoor.enter(attempt).catch((error: unknown) => {
        observer.limit('signInWait')
        throw error
      })
      const connection = await ImapConnection.open(
        provider.imap,
        credentials,
        AbortSignal.any([signal, ending]),
      )
      if (ending.aborted) {
        connection.close()
        throw new PonteError('shuttingDown')
      }
      this.#options.onOpened(lane, connection)
      void signInDoor.accepted(attempt)
      observer.signIn(provider.id, 'ok')
      void connection.ended.then(observer.lane(lane))
      log.info(where, 'lane opened')
      return connection
    } catch (error) {
      const { code, step } =
        error instanceof PonteError ? error : { code: 'internal' as const, step: undefined }
      observer.signIn(provider.id, code)
      log.info({ ...where, code, step }, 'lane not opened')
      if (code === 'authenticationFailed') await this.#refused(attempt)
      throw error
    } finally {
      this.#opening.delete(lane)
    }
  }

  async #refused(attempt: Parameters<SignInDoor['refused']>[0]): Promise<void> {
    const { log, observer, signInDoor, logRefusedSignIns, onRefusedTooOften } = this.#options
    await signInDoor.refused(attempt)
    // Without the session's id: it would tell whose lines the others are.
    if (logRefusedSignIns) log.warn({ session: undefined, address: attempt.address }, 'sign-in refused')
    if (++this.#refusals < MAX_REFUSED_SIGN_INS) return
    // The mail server sees one address for all users: who guesses here would lock out everybody.
    observer.limit('refusedSignIns')
    onRefusedTooOften()
  }
}
