/** An IMAP server that says exactly what a test tells it to, and nothing else; for moments no real server can be held at. */
import { createServer, type TLSSocket } from 'node:tls'
import type { CertificateAuthority } from '../../support/ca.ts'
import { listenOnLoopback } from '../../support/net.ts'

export interface ScriptedConnection {
  /** Lines the client has sent, without CR LF. */
  lines: string[]
  say(...lines: string[]): void
  /** Closes the connection from the server's side. */
  end(): void
}

export interface ScriptedImap {
  port: number
  connections: ScriptedConnection[]
  stop(): Promise<void>
}

/** Answers a command line, by its tag and the rest; `undefined` leaves it to the server's own answers. */
export type Answer = (line: { tag: string; command: string }, to: ScriptedConnection) => string[] | undefined

const CAPABILITIES = 'CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR IDLE UIDPLUS MOVE UNSELECT'

const SELECTED = [
  '* FLAGS (\\Seen \\Flagged \\Deleted)',
  '* 3 EXISTS',
  '* OK [UIDVALIDITY 7] UIDs valid',
  '* OK [UIDNEXT 14] Next',
]

/** Signs anybody in; INBOX holds 3 messages with UIDs 11 to 13. */
export async function startScriptedImap(ca: CertificateAuthority, answer: Answer): Promise<ScriptedImap> {
  const connections: ScriptedConnection[] = []
  const sockets = new Set<TLSSocket>()
  const server = createServer(ca.issue({ hosts: ['localhost', '127.0.0.1'] }), (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.setEncoding('latin1')
    const connection: ScriptedConnection = {
      lines: [],
      say: (...lines) => void socket.write(lines.map((line) => `${line}\r\n`).join('')),
      end: () => socket.end(),
    }
    connections.push(connection)
    connection.say(`* OK [${CAPABILITIES}] ready`)
    let rest = ''
    socket.on('data', (text: string) => {
      const lines = (rest + text).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        connection.lines.push(line)
        const [tag = '', ...words] = line.split(' ')
        const said = answer({ tag, command: words.join(' ') }, connection) ?? usual(tag, words.join(' '))
        if (said.length > 0) connection.say(...said)
      }
    })
  })
  const { port, close } = await listenOnLoopback(server)
  return {
    port,
    connections,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await close()
    },
  }
}

function usual(tag: string, command: string): string[] {
  if (tag === 'DONE') return []
  if (/^CAPABILITY/.test(command)) return [`* ${CAPABILITIES}`, `${tag} OK done`]
  if (/^(SELECT|EXAMINE)/.test(command)) return [...SELECTED, `${tag} OK [READ-WRITE] selected`]
  if (/^LOGOUT/.test(command)) return ['* BYE bye', `${tag} OK done`]
  return [`${tag} OK done`]
}
