/**
 * Reads what TLS hides: a server with a certificate of the run's authority that passes every byte to the real server
 * and keeps a copy, for assertions byte for byte and for a list of round trips with the commands that made them.
 */
import { connect as connectPlain, type Socket } from 'node:net'
import { connect, createServer } from 'node:tls'
import type { CertificateAuthority } from './ca.ts'
import type { ProxyTarget } from './delayProxy.ts'
import { listenOnLoopback } from './net.ts'

export interface TapEntry {
  from: 'client' | 'server'
  /** As they came, one read of the socket. */
  bytes: Buffer
}

/** One round trip: what the client sent after having heard something, and all it heard until it spoke again. */
export interface Turn {
  client: string
  server: string
}

export interface TapConnection {
  /** Everything since the start or the last reset, in order. */
  entries: TapEntry[]
  /** All bytes of one side, as latin1: one character per byte. */
  text(from: TapEntry['from']): string
  /** The round trips. A greeting is the first turn's, with nothing from the client. */
  turns(): Turn[]
  /** Whether the last command has no answer yet. */
  isBusy(): boolean
  /** Called with each read of the sockets. */
  add(entry: TapEntry): void
}

export interface CommandTap {
  host: '127.0.0.1'
  port: number
  connections: TapConnection[]
  /** The commands of all connections, a line each, without their tags: `FETCH 1:20 (UID)`. */
  commands(): string[]
  /** The round trips of all connections, each as its commands joined by ` | `. */
  roundTrips(): string[]
  /** Whether a command has no answer yet; IDLE counts as answered, for it stands until something happens. */
  isBusy(): boolean
  /** Answers commands like this with NO in the server's place, from now on; undefined lets all pass. */
  refuse(command: RegExp | undefined): void
  /** Forgets what was recorded; connections stay open. */
  reset(): void
  stop(): Promise<void>
}

export interface CommandTapOptions {
  to: ProxyTarget
  /** Issues the tap's own certificate; the real server's is checked against it too. */
  ca: CertificateAuthority
  /** The real server speaks without TLS. */
  plain?: boolean
  /**
   * Takes the capability lists that nobody asked for out of the greeting and of the answer to signing in: Outlook.com
   * sends none there, so a client must ask, at the price of a round trip that Dovecot would spare it.
   */
  withoutCapabilityHints?: boolean
  /** Capabilities to take out of every list the server sends: `MOVE`. */
  hideCapabilities?: readonly string[]
}

/** Every list of capabilities, be it a response or a code. */
const CAPABILITY_LIST = /\bCAPABILITY [^\]\r\n]*/g

const DONE = 'DONE\r\n'

/** A tagged command; what continues an earlier one, a literal or a token, hardly looks like it. */
const COMMAND = /^([A-Za-z0-9.]+) ([A-Za-z]+)(?= |\r$)/gm

/** An answer to a command fits, whatever came in the same read. */
const LONGEST_LINE = 4096

/** As a code in an OK, or (Dovecot, when the client asked before signing in) as a line before it. */
const CAPABILITY_HINT = /^((?:\*|\S+) OK )\[CAPABILITY [^\]]*\] |^\* CAPABILITY .*\r\n(?=\S+ OK Logged in)/gim

export async function startCommandTap(options: CommandTapOptions): Promise<CommandTap> {
  const connections: TapConnection[] = []
  const open = new Set<Socket>()
  const current = new Set<TapConnection>()
  let refused: RegExp | undefined

  const server = createServer(options.ca.issue({ hosts: ['localhost', '127.0.0.1'] }), (client) => {
    const upstream = options.plain
      ? connectPlain(options.to)
      : connect({ ...options.to, ca: options.ca.cert, servername: 'localhost' })
    upstream.setNoDelay(true)
    client.setNoDelay(true)
    const connection = record()
    connections.push(connection)
    current.add(connection)
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        current.delete(connection)
        client.destroySoon()
        upstream.destroySoon()
      })
    }
    let hintsLeft = options.withoutCapabilityHints ? 2 : 0 // the greeting's and the sign-in's
    const hidden = new Set(options.hideCapabilities)
    const withoutHidden = (list: string) =>
      list
        .split(' ')
        .filter((word) => !hidden.has(word))
        .join(' ')
    const seen = (bytes: Buffer) => {
      if (hintsLeft === 0 && hidden.size === 0) return bytes
      let text = bytes.toString('latin1')
      if (hintsLeft > 0) {
        text = text.replace(CAPABILITY_HINT, (_, start: string | undefined) => {
          hintsLeft -= 1
          return start ?? ''
        })
      }
      return Buffer.from(hidden.size > 0 ? text.replace(CAPABILITY_LIST, withoutHidden) : text, 'latin1')
    }
    client.on('data', (bytes: Buffer) => {
      connection.add({ from: 'client', bytes })
      // The end of IDLE and the command that ended it may come together.
      const text = bytes.toString('latin1')
      const done = refused && text.startsWith(DONE) ? DONE : ''
      const tag = refused && refusedTag(text.slice(done.length), refused)
      if (tag !== undefined) client.write(`${tag} NO The tap refuses this.\r\n`)
      if (!upstream.write(tag === undefined ? bytes : done)) client.pause()
    })
    upstream.on('data', (raw: Buffer) => {
      const bytes = seen(raw)
      connection.add({ from: 'server', bytes })
      if (!client.write(bytes)) upstream.pause()
    })
    client.on('drain', () => upstream.resume())
    upstream.on('drain', () => client.resume())
    client.on('end', () => upstream.end())
    upstream.on('end', () => client.end())
  })
  server.on('tlsClientError', () => undefined)
  const { port, close } = await listenOnLoopback(server)

  const allTurns = () =>
    connections.flatMap((connection) => connection.turns().map((turn) => commandsOf(turn.client)))
  return {
    host: '127.0.0.1',
    port,
    connections,
    // Of the client's bytes alone: what a server has answered may be a hundred megabytes.
    commands: () => connections.flatMap((connection) => commandsOf(connection.text('client'))),
    roundTrips: () => allTurns().map((commands) => commands.join(' | ')),
    isBusy: () => [...current].some((connection) => connection.isBusy()),
    refuse: (command) => void (refused = command),
    reset() {
      for (const connection of connections) connection.entries.length = 0
    },
    async stop() {
      for (const socket of open) socket.destroy()
      await close()
    },
  }
}

/** The tag of a command that was read alone and is to be refused: what is refused is never sent in parts. */
function refusedTag(text: string, refused: RegExp): string | undefined {
  const [, tag, command = ''] = /^(\S+) ([^\r]*)\r\n$/.exec(text) ?? []
  return refused.test(command) ? tag : undefined
}

function record(): TapConnection {
  const entries: TapEntry[] = []
  let waiting: string | undefined // the tag whose answer is awaited
  let heard = '' // the end of what the server said
  return {
    entries,
    add(entry) {
      entries.push(entry)
      const text = entry.bytes.toString('latin1')
      if (entry.from === 'client') {
        const [, tag, command] = [...text.matchAll(COMMAND)].at(-1) ?? []
        if (tag !== undefined) waiting = command === 'IDLE' ? undefined : tag
      } else {
        heard = (heard + text).slice(-LONGEST_LINE)
        if (waiting !== undefined && new RegExp(`^${waiting} (?:OK|NO|BAD)`, 'm').test(heard))
          waiting = undefined
      }
    },
    isBusy: () => waiting !== undefined,
    text: (from) =>
      entries
        .filter((entry) => entry.from === from)
        .map((entry) => entry.bytes.toString('latin1'))
        .join(''),
    turns() {
      const turns: Turn[] = []
      let last: TapEntry['from'] | undefined
      for (const { from, bytes } of entries) {
        const begins = turns.length === 0 || (from === 'client' && last === 'server')
        if (begins) turns.push({ client: '', server: '' })
        const turn = turns[turns.length - 1]
        if (turn) turn[from] += bytes.toString('latin1')
        last = from
      }
      return turns
    },
  }
}

/** The lines a client sent, without IMAP tags; a line that continues an earlier command stays as it is. */
function commandsOf(text: string): string[] {
  return text
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^[A-Za-z0-9.]+ (?=[A-Za-z]+( |$))/, ''))
}
