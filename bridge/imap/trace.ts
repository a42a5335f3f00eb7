import type { Item } from '../../shared/protocol/command.ts'
import type { LaneName } from '../../shared/protocol/events.ts'
import type { trace } from '../../shared/protocol/commands/trace.ts'
import type { ImapConnection } from './connection.ts'
import { readableLine } from './traceLine.ts'

export type TraceItem = Item<typeof trace>
type Listener = (line: TraceItem) => void

/** Who looks at what a session and its mail server say to each other. While nobody does, connections log nothing. */
export class Trace {
  readonly #now: () => number
  readonly #connections = new Map<LaneName, ImapConnection>()
  readonly #listeners = new Set<Listener>()

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** A lane has this connection from now on; signing in is over, so no line of it is seen. */
  adopt(lane: LaneName, connection: ImapConnection): void {
    this.#connections.set(lane, connection)
    if (this.#listeners.size > 0) this.#watch(lane, connection)
  }

  /** @returns how to stop */
  listen(listener: Listener): () => void {
    const begun = this.#now()
    const own: Listener = (line) => listener({ ...line, at: line.at - begun })
    this.#listeners.add(own)
    for (const [lane, connection] of this.#connections) this.#watch(lane, connection)
    return () => {
      this.#listeners.delete(own)
      if (this.#listeners.size > 0) return
      for (const connection of this.#connections.values()) connection.watchLines(undefined)
    }
  }

  #watch(lane: LaneName, connection: ImapConnection): void {
    /** When each command that runs was sent, by its tag. */
    const sent = new Map<string, number>()
    connection.watchLines((from, raw) => {
      const at = this.#now()
      const { line, bytes, tag } = readableLine(raw)
      const begun = from === 'server' && tag !== undefined ? sent.get(tag) : undefined
      if (tag !== undefined) {
        if (from === 'bridge') sent.set(tag, at)
        else sent.delete(tag)
      }
      const item: TraceItem = { lane, from, at, line, bytes, ...(begun !== undefined && { ms: at - begun }) }
      for (const listener of this.#listeners) listener(item)
    })
  }
}
