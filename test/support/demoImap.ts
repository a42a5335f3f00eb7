/** The demo's IMAP server with two users, and a client of bare bytes to look at its every word. */
import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'
import type { Authenticate } from '../../demo/imap/authenticate.ts'
import { type ImapServer, type ImapServerOptions, startImapServer } from '../../demo/imap/server.ts'
import { createMailStore, type MailStore } from '../../demo/imap/store.ts'
import { type Certificate, makeCertificate } from '../../demo/tls.ts'

export const ADA = 'ada@demo.test'
export const BOB = 'bob@demo.test'

/** What {@link startDemoImap} accepts as a token, for any user. */
export const TOKEN = 'good-token'

export interface DemoImap {
  server: ImapServer
  store: MailStore
  certificate: Certificate
  /** Defects of the server itself; a test ends with none. */
  errors: unknown[]
  close(): Promise<void>
}

export async function startDemoImap(options: Partial<ImapServerOptions> = {}): Promise<DemoImap> {
  const store = options.store ?? createMailStore()
  store.ensureAccount(ADA)
  store.ensureAccount(BOB)
  const certificate = makeCertificate({ hosts: ['localhost', '127.0.0.1'] })
  const authenticate: Authenticate = {
    token: (user, token) => Promise.resolve(token === TOKEN ? { ok: true, user } : { ok: false }),
  }
  const errors: unknown[] = []
  const server = await startImapServer({
    store,
    tls: certificate,
    authenticate,
    onError: (error) => errors.push(error),
    ...options,
  })
  return { server, store, certificate, errors, close: () => server.close() }
}

/** The base64 of XOAUTH2. */
export function xoauth2(user: string, token: string): string {
  return Buffer.from(`user=${user}\x01auth=Bearer ${token}\x01\x01`).toString('base64')
}

/** A connection that sends and shows bytes; text is latin1. */
export class RawImap {
  readonly socket: TLSSocket
  /** Everything received and not yet taken. */
  #received = ''
  #ended = false
  #waiting: (() => void) | undefined
  #tag = 0

  private constructor(socket: TLSSocket) {
    this.socket = socket
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      this.#received += text
      this.#waiting?.()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#ended = true
      this.#waiting?.()
    })
  }

  /** Connects and takes the greeting. */
  static async open(demo: DemoImap): Promise<RawImap> {
    const socket = connect({ host: '127.0.0.1', port: demo.server.port, ca: demo.certificate.ca })
    const client = new RawImap(socket)
    await once(socket, 'secureConnect')
    await client.until(/\* OK .*\r\n/)
    return client
  }

  /** Connects, signs in and, when a mailbox is named, selects it. */
  static async signedIn(demo: DemoImap, options: { user?: string; select?: string } = {}): Promise<RawImap> {
    const client = await RawImap.open(demo)
    await client.ok(`AUTHENTICATE XOAUTH2 ${xoauth2(options.user ?? ADA, TOKEN)}`)
    if (options.select !== undefined) await client.ok(`SELECT ${options.select}`)
    return client
  }

  send(text: string): void {
    this.socket.write(Buffer.from(text, 'latin1'))
  }

  /** Takes everything up to and with what matches. Throws with what there is when the connection ends before. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.#received)
      if (found) {
        const end = found.index + found[0].length
        const taken = this.#received.slice(0, end)
        this.#received = this.#received.slice(end)
        return taken
      }
      if (this.#ended) throw new Error(`the connection ended; received: ${this.#received}`)
      await this.#more()
    }
  }

  /** Everything until the server closes the connection. */
  async untilClosed(): Promise<string> {
    while (!this.#ended) await this.#more()
    return this.#received
  }

  /** Sends a command with a new tag and returns all lines of the answer, the tagged one last without its tag. */
  async run(command: string): Promise<string[]> {
    const tag = `T${++this.#tag}`
    this.send(`${tag} ${command}\r\n`)
    return this.answer(tag)
  }

  /** The lines up to and with the tagged response, which is without its tag. */
  async answer(tag: string): Promise<string[]> {
    const lines: string[] = []
    for (;;) {
      // Line by line out of what came: searching all of a long answer again with each chunk would be quadratic.
      const whole = this.#received.split('\r\n')
      this.#received = whole.pop() ?? ''
      const last = whole.findIndex((line) => line.startsWith(`${tag} `))
      for (const line of last === -1 ? whole : whole.slice(0, last)) lines.push(line)
      if (last !== -1) {
        this.#received = [...whole.slice(last + 1), this.#received].join('\r\n')
        return [...lines, (whole[last] ?? '').slice(tag.length + 1)]
      }
      if (this.#ended) throw new Error(`the connection ended; received: ${lines.join(' | ')}`)
      await this.#more()
    }
  }

  /** The untagged lines of a command that must succeed. */
  async ok(command: string): Promise<string[]> {
    const lines = await this.run(command)
    if (!lines.at(-1)?.startsWith('OK')) throw new Error(`${command.slice(0, 60)}: ${lines.join(' | ')}`)
    return lines.slice(0, -1)
  }

  /** The tagged response of a command. */
  async status(command: string): Promise<string> {
    return (await this.run(command)).at(-1) ?? ''
  }

  close(): void {
    this.socket.destroy()
  }

  #more(): Promise<void> {
    return new Promise((resolve) => (this.#waiting = resolve))
  }
}
