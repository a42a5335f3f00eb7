import type { Channel } from '../../../../web/tabs/mailSlot.ts'

/** Channels and locks between the "tabs" of one test: what a browser gives, without the browser's other processes. */
export interface MemoryTabs {
  openChannel: (name: string) => Channel
  locks: Pick<LockManager, 'request' | 'query'>
  /** How many messages went over channels whose names match. */
  sent(pattern: RegExp): number
}

interface Waiting {
  grant: () => void
}

export function createMemoryTabs(): MemoryTabs {
  const channels = new Map<string, Set<Channel>>()
  const messages: string[] = []
  const queues = new Map<string, Waiting[]>()
  const held = new Set<string>()

  function openChannel(name: string): Channel {
    const others = channels.get(name) ?? new Set()
    channels.set(name, others)
    const channel: Channel = {
      onmessage: null,
      postMessage(message: unknown) {
        messages.push(name)
        // Cloned at once, delivered in a later task, never to the sender.
        const data: unknown = structuredClone(message)
        for (const other of others) {
          if (other === channel) continue
          setImmediate(() => {
            if (others.has(other)) other.onmessage?.call(other as BroadcastChannel, { data } as MessageEvent)
          })
        }
      },
      close: () => void others.delete(channel),
    }
    others.add(channel)
    return channel
  }

  function request(name: string, ...rest: unknown[]): Promise<unknown> {
    const callback = rest.pop() as (lock: object | null) => unknown
    const { ifAvailable = false, signal } = (rest[0] ?? {}) as { ifAvailable?: boolean; signal?: AbortSignal }
    const queue = queues.get(name) ?? []
    queues.set(name, queue)
    if (ifAvailable && held.has(name)) return Promise.resolve().then(() => callback(null))
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        grant: () => {
          held.add(name)
          Promise.resolve()
            .then(() => callback({ name }))
            .then(resolve, reject)
            .finally(() => {
              held.delete(name)
              queue.shift()?.grant()
            })
        },
      }
      signal?.addEventListener('abort', () => {
        const at = queue.indexOf(waiting)
        if (at === -1) return
        queue.splice(at, 1)
        reject(new DOMException('aborted', 'AbortError'))
      })
      if (held.has(name)) queue.push(waiting)
      else waiting.grant()
    })
  }

  return {
    openChannel,
    locks: {
      request: request as LockManager['request'],
      query: () => Promise.resolve({ held: [...held].map((name) => ({ name })), pending: [] }),
    },
    sent: (pattern) => messages.filter((name) => pattern.test(name)).length,
  }
}
