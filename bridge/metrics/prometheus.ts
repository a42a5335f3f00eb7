import { AggregatorRegistry, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { LIMITS, type ByteCounts, type Limit, type Observer } from '../observer.ts'
import { readProcess } from './process.ts'
import { METRICS, SECONDS_BUCKETS, type MetricName, type SettingsOf } from './table.ts'

/** What the bridge counts, and how it is told: the only file that knows prom-client. Loaded where metrics are on. */
export interface Metrics {
  observer: Observer
  registry: Registry
  reloaded(outcome: 'ok' | 'refused'): void
  /** Answers the primary when it asks its workers. */
  tellPrimary(): void
}

export function createMetrics(options: {
  version: string
  /** Whether new sockets are taken. */
  accepting: () => boolean
}): Metrics {
  const registry = new Registry()
  const settings: SettingsOf = (name) => ({
    name,
    help: METRICS[name].help,
    labelNames: METRICS[name].labels,
    registers: [registry],
  })
  const gauge = (name: MetricName) => new Gauge(settings(name))
  const counter = (name: MetricName) => new Counter(settings(name))

  readProcess(settings)
  // Of several workers: one version, and accepting as long as all are.
  new Gauge({ ...settings('ponte_info'), aggregator: 'first' }).set({ version: options.version }, 1)
  new Gauge({
    ...settings('ponte_accepting'),
    aggregator: 'min',
    collect() {
      this.set(options.accepting() ? 1 : 0)
    },
  })
  const sockets = new SocketBytes()
  new Gauge({
    ...settings('ponte_sockets'),
    collect() {
      this.set(sockets.size)
    },
  })
  for (const [name, field] of [
    ['ponte_received_bytes_total', 'bytesRead'],
    ['ponte_sent_bytes_total', 'bytesWritten'],
  ] as const)
    new Counter({
      ...settings(name),
      collect() {
        this.inc(sockets.take(field))
      },
    })
  const sessions = gauge('ponte_sessions')
  const lanes = gauge('ponte_lanes')
  const lanesEnded = counter('ponte_lanes_ended_total')
  const running = gauge('ponte_commands_running')
  const commands = counter('ponte_commands_total')
  const seconds = new Histogram({ ...settings('ponte_command_seconds'), buckets: SECONDS_BUCKETS })
  const signIns = counter('ponte_sign_ins_total')
  const limits = counter('ponte_limits_total')
  const reloads = counter('ponte_reloads_total')
  // A counter that is not there yet cannot be told from one that is never reached.
  for (const limit of Object.keys(LIMITS)) limits.inc({ limit }, 0)
  for (const outcome of ['ok', 'refused']) reloads.inc({ outcome }, 0)
  sessions.set(0)
  running.set(0)
  for (const lane of ['main', 'side']) lanes.set({ lane }, 0)

  return {
    registry,
    reloaded: (outcome) => reloads.inc({ outcome }),
    tellPrimary() {
      // Made, it listens to the primary's questions.
      new AggregatorRegistry()
      AggregatorRegistry.setRegistries(registry)
    },
    observer: {
      socket: (counts) => sockets.add(counts),
      session() {
        sessions.inc()
        return () => sessions.dec()
      },
      lane(lane) {
        lanes.inc({ lane })
        return (end) => {
          lanes.dec({ lane })
          lanesEnded.inc({ lane, end })
        }
      },
      command(command) {
        const begin = performance.now()
        running.inc()
        return (outcome) => {
          running.dec()
          commands.inc({ command, outcome })
          seconds.observe({ command }, (performance.now() - begin) / 1_000)
        }
      },
      signIn: (provider, outcome) => signIns.inc({ provider, outcome }),
      limit: (limit: Limit) => limits.inc({ limit }),
    },
  }
}

/** The bytes of all sockets, read from the sockets themselves when somebody asks: counting each frame would cost more. */
class SocketBytes {
  readonly #open = new Set<ByteCounts>()
  /** Of sockets that are gone. */
  readonly #past = { bytesRead: 0, bytesWritten: 0 }
  readonly #taken = { bytesRead: 0, bytesWritten: 0 }

  get size(): number {
    return this.#open.size
  }

  add(counts: ByteCounts): () => void {
    this.#open.add(counts)
    return () => {
      if (!this.#open.delete(counts)) return
      this.#past.bytesRead += counts.bytesRead
      this.#past.bytesWritten += counts.bytesWritten
    }
  }

  /** What has been added since the last time. */
  take(field: keyof ByteCounts): number {
    let sum = this.#past[field]
    for (const counts of this.#open) sum += counts[field]
    const added = sum - this.#taken[field]
    this.#taken[field] = sum
    return Math.max(added, 0)
  }
}
