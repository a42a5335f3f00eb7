import cluster, { type Worker } from 'node:cluster'
import type { Control } from '../control.ts'
import type { DoorStore, SocketKind } from '../doors/store.ts'
import type { Log } from '../log.ts'
import type { ToPrimary, ToWorker } from './messages.ts'

/** How long after a worker's end another takes its place, in milliseconds: one that ends at once is not to spin. */
const RESTART_MS = 1_000

/**
 * Runs so many workers behind one port, keeps the doors' count for all of them, and replaces those that end.
 * @returns the port, once the first listens. @throws FirstWorkerEnded when it ends before
 */
export async function runPrimary(options: {
  workers: number
  log: Log
  doorStore: DoorStore
  control: Control
  /** Called once all have ended. */
  onStopped: () => void
}): Promise<number> {
  const { log, doorStore } = options
  let isGoing = false
  let isUp = false
  const all = (): Worker[] => Object.values(cluster.workers ?? {}).filter((one) => one !== undefined)
  const tell = (message: ToWorker): void => {
    for (const worker of all()) if (worker.isConnected()) worker.send(message)
  }

  const fork = (): Worker => {
    const worker = cluster.fork()
    const places = new Places(doorStore)
    worker.on('message', (question: ToPrimary) => {
      if (question.type !== 'ponte:door') return
      void places.answer(question).then((value) => {
        const answer: ToWorker = { type: 'ponte:answer', id: question.id, value }
        if (worker.isConnected()) worker.send(answer)
      })
    })
    worker.on('listening', () => log.info({ worker: worker.id, pid: worker.process.pid }, 'worker started'))
    worker.once('exit', (code, signal) => {
      places.leaveAll()
      if (!isUp) return
      if (isGoing) {
        if (all().length === 0) options.onStopped()
        return
      }
      log.error({ worker: worker.id, code, signal: signal || undefined }, 'worker ended')
      setTimeout(() => {
        if (!isGoing) fork()
      }, RESTART_MS)
    })
    return worker
  }

  options.control.onStop(() => {
    isGoing = true
    tell({ type: 'ponte:stop' })
    if (all().length === 0) options.onStopped()
  })
  options.control.onReload(() => tell({ type: 'ponte:reload' }))
  // One alone at first: a port in use is told once.
  const port = await new Promise<number>((resolve, reject) => {
    const first = fork()
    first.once('listening', (address) => resolve(address.port))
    first.once('exit', () => reject(new FirstWorkerEnded()))
  })
  isUp = true
  for (let count = 1; count < options.workers; count++) fork()
  return port
}

/** The first worker could not start, and has said why. */
export class FirstWorkerEnded extends Error {}

/** What one worker has taken at the doors: given back when it ends, however that is. */
class Places {
  readonly #store: DoorStore
  readonly #taken = new Map<string, number>()

  constructor(store: DoorStore) {
    this.#store = store
  }

  async answer({ method, args }: ToPrimary): Promise<unknown> {
    const value: unknown = await (this.#store[method] as (...given: unknown[]) => Promise<unknown>)(...args)
    if (method === 'enter' && value === true) this.#count(`${args[0]} ${args[1]}`, 1)
    if (method === 'leave') this.#count(`${args[0]} ${args[1]}`, -1)
    return value
  }

  leaveAll(): void {
    for (const [place, count] of this.#taken) {
      const [kind = '', network = ''] = place.split(' ')
      for (let left = 0; left < count; left++) void this.#store.leave(kind as SocketKind, network)
    }
    this.#taken.clear()
  }

  #count(place: string, by: 1 | -1): void {
    const count = (this.#taken.get(place) ?? 0) + by
    if (count > 0) this.#taken.set(place, count)
    else this.#taken.delete(place)
  }
}
