import type { CallFrame, ServerFrame } from '../../../../shared/protocol/frames.ts'
import { PING_INTERVAL_MS, PROTOCOL_VERSION } from '../../../../shared/protocol/limits.ts'

/** The other end of the page's WebSocket, in memory: no I/O, so that a test owns the clock. */
export interface ScriptedBridge {
  createWebSocket: (url: string) => WebSocket
  /** How many sockets were opened. */
  sockets: number
  calls: CallFrame[]
  /** Answers a call; what it returns is sent. Nothing by default but for signing in and out. */
  answer: (call: CallFrame) => ServerFrame | undefined
  /** No bridge there: sockets fail to open. */
  down: boolean
  say(frame: ServerFrame): void
  /** The socket breaks. */
  drop(): void
}

const SIGNED_IN = { lane: 'main', capabilities: ['IMAP4rev1'], host: 'imap.example.org' }
const LIMITS = { frameBytes: 1_000_000, runningCalls: 10, initialCreditBytes: 1000, messageBytes: 1_000_000 }

class MemorySocket extends EventTarget {
  binaryType = 'arraybuffer'
  open = true
  readonly receive: (text: string) => void

  constructor(receive: (text: string) => void) {
    super()
    this.receive = receive
  }

  send(data: string): void {
    if (this.open) this.receive(data)
  }

  close(): void {
    if (!this.open) return
    this.open = false
    queueMicrotask(() => this.dispatchEvent(Object.assign(new Event('close'), { code: 1006 })))
  }

  say(frame: ServerFrame): void {
    if (this.open) this.dispatchEvent(Object.assign(new Event('message'), { data: JSON.stringify(frame) }))
  }
}

export function createScriptedBridge(): ScriptedBridge {
  let current: MemorySocket | undefined
  const bridge: ScriptedBridge = {
    sockets: 0,
    calls: [],
    down: false,
    answer: ({ tag, command }) =>
      command === 'authenticate' || command === 'login' || command === 'logout'
        ? { tag, result: SIGNED_IN }
        : undefined,
    createWebSocket() {
      const socket = new MemorySocket((text) => {
        const frame = JSON.parse(text) as CallFrame
        if (!('command' in frame)) return
        bridge.calls.push(frame)
        const answer = bridge.answer(frame)
        if (answer) queueMicrotask(() => socket.say(answer))
      })
      bridge.sockets += 1
      current = socket
      queueMicrotask(() => {
        if (bridge.down) {
          socket.close()
          return
        }
        const pinging = setInterval(() => socket.say({ ping: bridge.sockets }), PING_INTERVAL_MS)
        socket.addEventListener('close', () => clearInterval(pinging))
        socket.say({ hello: { protocol: PROTOCOL_VERSION, version: '0', limits: LIMITS } })
      })
      return socket as unknown as WebSocket
    },
    say: (frame) => current?.say(frame),
    drop: () => current?.close(),
  }
  return bridge
}
