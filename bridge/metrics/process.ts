import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Counter, Gauge } from 'prom-client'
import type { MetricName, SettingsOf } from './table.ts'

/** How often the event loop's delay is measured, in milliseconds: each measure wakes an idle process. */
const LAG_RESOLUTION_MS = 50

/** The process's own figures, read when somebody asks. */
export function readProcess(settings: SettingsOf): void {
  const gauge = (
    name: MetricName,
    read: () => number,
    aggregator: 'sum' | 'average' | 'max' | 'min' = 'sum',
  ) =>
    new Gauge({
      ...settings(name),
      aggregator,
      collect() {
        this.set(read())
      },
    })
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS })
  lag.enable()
  // The timer's own interval is no delay. Read first, so that the percentiles are of one time.
  const lagOf = (percentile: number): number =>
    Math.max(lag.percentile(percentile) / 1e9 - LAG_RESOLUTION_MS / 1e3, 0)
  gauge('nodejs_eventloop_lag_p50_seconds', () => lagOf(50), 'average')
  gauge(
    'nodejs_eventloop_lag_p99_seconds',
    () => {
      const read = lagOf(99)
      lag.reset()
      return read
    },
    'max',
  )
  let before = performance.eventLoopUtilization()
  gauge(
    'nodejs_eventloop_utilization',
    () => {
      const now = performance.eventLoopUtilization()
      const { utilization } = performance.eventLoopUtilization(now, before)
      before = now
      return utilization
    },
    'average',
  )
  gauge('nodejs_heap_size_used_bytes', () => process.memoryUsage().heapUsed)
  gauge('nodejs_external_memory_bytes', () => process.memoryUsage().external)
  gauge('process_resident_memory_bytes', () => process.memoryUsage.rss())
  gauge('process_start_time_seconds', () => performance.timeOrigin / 1_000, 'min')
  let counted = 0
  new Counter({
    ...settings('process_cpu_seconds_total'),
    collect() {
      const { user, system } = process.cpuUsage()
      const seconds = (user + system) / 1e6
      this.inc(seconds - counted)
      counted = seconds
    },
  })
}
