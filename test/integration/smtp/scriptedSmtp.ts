/** A submission server that says what a test tells it to, and keeps every line it was sent: for what a real server would not do. */
import { createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Leaf } from '../../support/ca.ts'
import { listenOnLoopback } from '../../support/net.ts'

export interface ScriptedSmtp {
  host: '127.0.0.1'
  port: number
  /** Lines as sent, without CRLF, in order; message data is kept apart. */
  lines: { line: string; secure: boolean }[]
  /** What came between DATA and the lone dot, dots still stuffed. */
  data: Buffer[]
  stop(): Promise<void>
}

export interface SmtpScript {
  leaf: Leaf
  /** Extensions after STARTTLS. Before it, only STARTTLS. */
  extensions?: string[]
  greeting?: string
  /** TLS from the first byte, at this port. */
  implicitTlsPort?: number
  /** Sent in the same packet as STARTTLS's 220, in clear text. */
  injected?: string
  /** After DATA's 354, nothing is read from the connection until this resolves. */
  holdData?: Promise<void>
  /** Answers a line in a way of its own. `close` closes the connection. */
  answer?: (line: string) => string | undefined
}

const DEFAULT_ANSWERS: [RegExp, string][] = [
  [/^AUTH/, '235 2.7.0 Welcome'],
  [/^MAIL FROM/, '250 2.1.0 Sender OK'],
  [/^RCPT TO/, '250 2.1.5 Recipient OK'],
  [/^DATA/, '354 Go ahead'],
  [/^QUIT/, '221 Bye'],
]

const END_OF_DATA = Buffer.from('\r\n.\r\n')

export async function scriptedSmtp(script: SmtpScript): Promise<ScriptedSmtp> {
  const lines: ScriptedSmtp['lines'] = []
  const data: Buffer[] = []
  const open = new Set<Socket>()
  const extensions = script.extensions ?? ['AUTH PLAIN LOGIN XOAUTH2', 'PIPELINING', 'SIZE']

  function converse(socket: Socket, secure: boolean): void {
    let buffer = Buffer.alloc(0)
    let receiving = false
    const reply = (text: string): void => void socket.write(`${text}\r\n`)
    const hear = (line: string): void => {
      lines.push({ line, secure })
      const own = script.answer?.(line)
      if (own === 'close') return void socket.destroy()
      if (/^EHLO/.test(line)) {
        const offered = secure ? extensions : ['STARTTLS']
        return reply(['250-scripted', ...offered.map((one) => `250-${one}`), '250 HELP'].join('\r\n'))
      }
      if (line === 'STARTTLS' && own === undefined) {
        socket.removeAllListeners('data')
        socket.write(`220 Go ahead\r\n${script.injected ?? ''}`)
        return upgrade(socket)
      }
      const answer = own ?? DEFAULT_ANSWERS.find(([pattern]) => pattern.test(line))?.[1] ?? '500 What?'
      if (line === 'DATA' && answer.startsWith('354')) {
        receiving = true
        if (script.holdData) {
          socket.pause()
          void script.holdData.then(() => socket.resume())
        }
      }
      reply(answer)
    }
    /** The message so far, apart from lines: joining it chunk by chunk would take minutes for a long one. */
    let message: Buffer[] = []
    let tail = Buffer.alloc(0)
    const receive = (chunk: Buffer): void => {
      message.push(chunk)
      tail = Buffer.concat([tail.subarray(-4), chunk])
      if (!tail.subarray(-5).equals(END_OF_DATA)) return
      const whole = Buffer.concat(message)
      data.push(whole.subarray(0, whole.length - 3))
      message = []
      tail = Buffer.alloc(0)
      receiving = false
      const own = script.answer?.('.')
      if (own === 'close') socket.destroy()
      else reply(own ?? '250 2.0.0 Taken')
    }
    const read = (chunk: Buffer): void => {
      if (receiving) return receive(chunk)
      buffer = Buffer.concat([buffer, chunk])
      for (let end = buffer.indexOf('\r\n'); end !== -1; end = buffer.indexOf('\r\n')) {
        const line = buffer.subarray(0, end).toString('utf8')
        buffer = buffer.subarray(end + 2)
        hear(line)
      }
    }
    socket.on('data', read)
  }

  function upgrade(socket: Socket): void {
    const tls = new TLSSocket(socket, { isServer: true, ...script.leaf })
    tls.on('error', () => undefined)
    converse(tls, true)
  }

  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
    if (script.greeting === 'close') return void socket.destroy()
    const greeting = `${script.greeting ?? '220 scripted ESMTP'}\r\n`
    if (script.implicitTlsPort === undefined) {
      socket.write(greeting)
      converse(socket, false)
      return
    }
    const tls = new TLSSocket(socket, { isServer: true, ...script.leaf })
    tls.on('error', () => undefined)
    tls.write(greeting)
    converse(tls, true)
  })
  const { port, close } = await listenOnLoopback(server, script.implicitTlsPort)
  return {
    host: '127.0.0.1',
    port,
    lines,
    data,
    async stop() {
      for (const socket of open) socket.destroy()
      await close()
    },
  }
}
