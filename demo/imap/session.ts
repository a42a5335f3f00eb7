import type { TLSSocket } from 'node:tls'
import type { TokenVerdict } from './authenticate.ts'
import type { ServerContext } from './context.ts'
import {
  CLOSE_GRACE_MS,
  LOGIN_TIMEOUT_MS,
  MAX_LINE_BYTES,
  MAX_TIMER_MS,
  SESSION_TIMEOUT_MS,
} from './limits.ts'
import type { Mailbox, Message } from './mailbox.ts'
import type { Account } from './store.ts'
import { MailboxView } from './view.ts'
import { OutputQueue } from './wire/outputQueue.ts'
import { ByteReader } from './wire/reader.ts'

/** The state of one connection: who signed in, what is selected, what goes in and out. */
export class Session {
  readonly server: ServerContext
  readonly out: OutputQueue
  readonly reader: ByteReader
  readonly #socket: TLSSocket
  #account: Account | undefined
  #view: MailboxView | undefined
  #expiry: NodeJS.Timeout | undefined
  #closing = false
  /** Commands refused because the mailbox is not connected. */
  notConnected = 0
  /** ENABLE IMAP4rev2 was given. */
  isRev2 = false

  constructor(socket: TLSSocket, server: ServerContext) {
    this.server = server
    this.#socket = socket
    this.out = new OutputQueue(socket)
    this.reader = new ByteReader(socket)
    socket.on('error', () => {}) // the reader sees the end; there is nobody to tell
    socket.setTimeout(LOGIN_TIMEOUT_MS, () => this.close('Connection is closed. 13'))
  }

  /** The address of who signed in; undefined before that. */
  get user(): string | undefined {
    return this.#account?.user
  }

  /** The path of the selected mailbox. */
  get selected(): string | undefined {
    return this.#view?.mailbox.path
  }

  get account(): Account | undefined {
    return this.#account
  }

  get view(): MailboxView | undefined {
    return this.#view
  }

  get closing(): boolean {
    return this.#closing
  }

  /** Queues response lines (latin1, without CRLF). */
  send(...lines: readonly string[]): void {
    this.out.lines(lines)
  }

  /** Sends `+ …` and waits for the client's line, as text; undefined at the end of the connection. */
  async prompt(text: string): Promise<string | undefined> {
    this.send(`+ ${text}`)
    this.out.flush()
    return (await this.reader.line(MAX_LINE_BYTES))?.toString('latin1')
  }

  /** Enters the authenticated state; the session ends when the token does. */
  signIn(account: Account, verdict?: Extract<TokenVerdict, { ok: true }>): void {
    this.#account = account
    this.#socket.setTimeout(SESSION_TIMEOUT_MS)
    if (verdict?.expiresAt === undefined) return
    const left = Math.min(Math.max(0, verdict.expiresAt - Date.now()), MAX_TIMER_MS)
    this.#expiry = setTimeout(() => {
      if (this.server.quirks.tokenExpiryBye) this.close('Session invalidated - AccessTokenExpired')
    }, left)
    this.#expiry.unref()
  }

  select(mailbox: Mailbox, options: { readOnly: boolean }): MailboxView {
    this.unselect()
    this.#view = new MailboxView(mailbox, options)
    return this.#view
  }

  unselect(): void {
    this.#view?.close()
    this.#view = undefined
  }

  /** Tells the client what others changed, and what it changed itself beyond a command's own responses. */
  report(options: { allowExpunge: boolean }): void {
    if (this.#view) this.send(...this.#view.flush(options))
  }

  /** Whether a message can still be copied or changed: it is no longer there once somebody expunged it. */
  isLive(message: Message): boolean {
    return this.#view?.isExpunged(message) === false
  }

  /** Ends the connection, with `* BYE` and a reason when there is one to give. */
  close(bye?: string): void {
    if (this.#closing) return
    this.#closing = true
    if (bye !== undefined) this.send(`* BYE ${bye}`)
    this.out.flush()
    this.#socket.end()
    setTimeout(() => this.#socket.destroy(), CLOSE_GRACE_MS).unref()
  }

  /** Cuts the connection without a word and lets go of everything. */
  destroy(): void {
    this.#closing = true
    this.unselect()
    clearTimeout(this.#expiry)
    this.#socket.destroy()
  }
}
