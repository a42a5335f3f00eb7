import type { MailboxState } from '../../shared/mail/mailbox.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import { MAX_TEXT_LENGTH } from '../../shared/protocol/limits.ts'
import type { ImapEndpoint } from '../config/config.ts'
import * as limits from '../limits.ts'
import { fromBye, fromCommandFailure, fromConnectFailure, fromResponse } from './errors.ts'
import { clientOptions, forgetCredentials, stepReached, type Credentials } from './signingIn.ts'
import {
  createImapClient,
  letGo,
  watchLines,
  type CommandArgument,
  type ExecOptions,
  type ImapClient,
  type LineListener,
  type ParsedResponse,
} from './library.ts'
import { cutText } from './textBudget.ts'
import { takeVanished } from './vanished.ts'

/** What a connection tells about its selected mailbox while it lives, in the server's order (rule C8). */
export interface ConnectionListener {
  onExists(exists: number): void
  onExpunge(seq: number): void
  /** An unsolicited FETCH. */
  onFetch(response: ParsedResponse): void
  onAlert(text: string): void
  /** The connection is gone; `reason` says why. Never called after `close()`. */
  onClosed(reason: PonteError): void
}

/**
 * One signed-in IMAP connection: TLS from the first byte, verified. Commands go through `exec`, one at a time; the
 * mailbox that is selected and its size are kept right by the server's own responses.
 */
export class ImapConnection {
  /** The selected mailbox as it is now; `undefined` in the authenticated state. */
  selected: MailboxState | undefined
  /** How many messages were told to be expunged. */
  expunges = 0
  /** QRESYNC is enabled: VANISHED in place of EXPUNGE. */
  tellsVanished = false
  readonly host: string
  /** Resolves once it is closed: by the bridge, or lost. */
  readonly ended: Promise<'closed' | 'lost'>
  #end: (how: 'closed' | 'lost') => void = () => undefined
  readonly #client: ImapClient
  #listener: ConnectionListener | undefined
  #closed = false
  #onLine: LineListener | undefined
  readonly #losses = new Set<() => void>()

  private constructor(client: ImapClient, host: string) {
    this.#client = client
    this.host = host
    this.ended = new Promise((resolve) => (this.#end = resolve))
  }

  /**
   * Connects, verifies, signs in, within `SIGN_IN_TIMEOUT_MS` in all.
   * @param signal Gives it up: the call was cancelled, or the session has ended.
   * @throws PonteError with the `step` that failed and, where there is one, the server's own words.
   */
  static async open(
    endpoint: ImapEndpoint,
    credentials: Credentials,
    signal: AbortSignal,
  ): Promise<ImapConnection> {
    const client = createImapClient(clientOptions(endpoint, credentials))
    const connection = new ImapConnection(client, endpoint.host)
    client.on('error', () => undefined) // 'close' follows and tells; without a listener Node would throw
    const ending = AbortSignal.any([signal, AbortSignal.timeout(limits.SIGN_IN_TIMEOUT_MS)])
    const giveUp = (): void => client.close()
    ending.addEventListener('abort', giveUp, { once: true })
    try {
      if (ending.aborted) throw new PonteError('cancelled')
      await client.connect()
    } catch (error) {
      const step = stepReached(client)
      // imapflow leaves the socket open after a refused AUTHENTICATE.
      client.close()
      if (signal.aborted) throw new PonteError('cancelled', { step })
      if (ending.aborted) throw new PonteError('connectionTimeout', { step })
      throw fromConnectFailure(error, step, endpoint.host)
    } finally {
      ending.removeEventListener('abort', giveUp)
      forgetCredentials(client)
    }
    connection.#watch()
    return connection
  }

  get capabilities(): ReadonlySet<string> {
    return new Set([...this.#client.capabilities.keys()].map((name) => name.toUpperCase()))
  }

  hasCapability(name: string): boolean {
    return this.capabilities.has(name.toUpperCase())
  }

  get closed(): boolean {
    return this.#closed
  }

  listen(listener: ConnectionListener | undefined): void {
    this.#listener = listener
  }

  /**
   * Runs one command and waits for its tagged OK.
   * @throws PonteError with the server's words for NO, BAD and BYE, `connectionLost` when the socket went.
   */
  async exec(
    command: string,
    attributes: CommandArgument[],
    options: ExecOptions = {},
  ): Promise<ParsedResponse> {
    if (this.#closed) throw new PonteError('connectionLost')
    try {
      const { response, next } = await this.#client.exec(
        command,
        attributes.length > 0 ? attributes : false,
        options,
      )
      next()
      // imapflow takes a NO that says "some of the requested messages no longer exist" for OK. A FETCH has told the
      // rest by then; of anything else nothing was done, and a move must not go on to expunge.
      if (response.command.toUpperCase() === 'NO' && !/FETCH$/.test(command)) throw fromResponse(response)
      return response
    } catch (error) {
      throw fromCommandFailure(error, this.#client.byeReason)
    }
  }

  /** Tells each line, sent or received, as the library would log it: without literals and secrets. */
  watchLines(listener: LineListener | undefined): void {
    this.#onLine = listener
    watchLines(this.#client, listener)
  }

  /**
   * Sends `last`, which ends the command in flight, and lets the next one leave in the same packet (RFC 3501 section 5.5).
   * Its `exec` settles as before. @returns whether it was in flight; otherwise nothing is sent.
   */
  letGo(command: string, last: string): boolean {
    const isSent = !this.#closed && letGo(this.#client, command, last)
    if (isSent) this.#onLine?.('bridge', last.trimEnd())
    return isSent
  }

  /**
   * What the work brings, or `connectionLost` once the connection is gone: work that waits for something else than the
   * server (an upload, a clock) would hold its lane for ever.
   */
  untilLost<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      // A turn later, so that the command's own error, with the server's words, comes first.
      const onLost = (): void => void setImmediate(() => reject(new PonteError('connectionLost')))
      this.#losses.add(onLost)
      if (this.#closed) onLost()
      work.then(resolve, reject).finally(() => this.#losses.delete(onLost))
    })
  }

  /** Asks the server for its capabilities again, RFC 3501 section 6.1.1. */
  async refreshCapabilities(): Promise<string[]> {
    await this.exec('CAPABILITY', [])
    return [...this.capabilities]
  }

  /** Writes bytes of a literal or a continuation line; resolves when the socket takes more. */
  async write(bytes: Buffer | string): Promise<void> {
    const socket = this.#client.writeSocket
    if (this.#closed || socket.destroyed) throw new PonteError('connectionLost')
    // Bytes are a literal's, and so is the line break that ends it.
    if (typeof bytes === 'string' && bytes.trim() !== '') this.#onLine?.('bridge', bytes.trimEnd())
    if (socket.write(bytes)) return
    await new Promise<void>((resolve, reject) => {
      const settle = (done: () => void): void => {
        socket.off('drain', onDrain)
        socket.off('close', onClose)
        done()
      }
      const onDrain = (): void => settle(resolve)
      const onClose = (): void => settle(() => reject(new PonteError('connectionLost')))
      socket.on('drain', onDrain)
      socket.on('close', onClose)
    })
  }

  /** LOGOUT, then close; closes at once when the server does not answer in time. */
  async logout(): Promise<void> {
    if (this.#closed) return
    this.#listener = undefined
    const timer = setTimeout(() => this.close(), limits.LOGOUT_TIMEOUT_MS)
    try {
      await this.exec('LOGOUT', [])
    } catch {
      // The connection ends either way.
    } finally {
      clearTimeout(timer)
      this.close()
    }
  }

  /** An untagged FETCH that a running command found not to be its own: another client's change. */
  unsolicited(response: ParsedResponse): void {
    this.#listener?.onFetch(response)
  }

  /** Closes a connection that can no longer be used, and tells the lane, which asks for a new one. */
  abandon(): void {
    const listener = this.#listener
    this.#end('lost')
    this.close()
    listener?.onClosed(new PonteError('connectionLost'))
  }

  close(): void {
    this.#listener = undefined
    this.#closed = true
    this.#end('closed')
    this.#client.close()
    this.#tellLoss()
  }

  #tellLoss(): void {
    for (const tell of this.#losses) tell()
    this.#losses.clear()
  }

  #watch(): void {
    const client = this.#client
    client.untaggedHandlers['EXISTS'] = (response) => {
      const exists = Number(response.command)
      if (!this.selected || !Number.isSafeInteger(exists)) return
      this.selected.exists = exists
      this.#listener?.onExists(exists)
    }
    client.untaggedHandlers['EXPUNGE'] = (response) => {
      const seq = Number(response.command)
      if (!this.selected || !(seq >= 1 && seq <= this.selected.exists)) return
      this.selected.exists -= 1
      this.expunges += 1
      this.#listener?.onExpunge(seq)
    }
    client.untaggedHandlers['FETCH'] = (response) => {
      if (this.selected) this.#listener?.onFetch(response)
    }
    client.untaggedHandlers['VANISHED'] = (response) => void takeVanished(this, response)
    client.on('alert', (alert: { message: string }) =>
      this.#listener?.onAlert(cutText(alert.message, MAX_TEXT_LENGTH)),
    )
    client.on('close', () => {
      if (this.#closed) return
      this.#closed = true
      this.#end('lost')
      this.#tellLoss()
      const reason =
        client.byeReason === undefined ? new PonteError('connectionLost') : fromBye(client.byeReason)
      this.#listener?.onClosed(reason)
    })
  }
}
