import type { Registry } from 'prom-client'

/**
 * Every metric, as data; docs/operations.md and the dashboard are held to it. Those of Node and the process are few and
 * read when somebody asks: prom-client's own set, which watches every garbage collection, cost a fifth of a busy bridge.
 */
export const METRICS = {
  ponte_info: { type: 'gauge', help: 'Always 1; the label is the version.', labels: ['version'] },
  ponte_accepting: { type: 'gauge', help: '1 while new sockets are taken, 0 while draining.', labels: [] },
  ponte_sockets: { type: 'gauge', help: 'Open WebSockets.', labels: [] },
  ponte_sessions: { type: 'gauge', help: 'Sockets that have signed in.', labels: [] },
  ponte_lanes: { type: 'gauge', help: 'Open IMAP connections.', labels: ['lane'] },
  ponte_lanes_ended_total: {
    type: 'counter',
    help: 'IMAP connections that ended: closed by the bridge, or lost.',
    labels: ['lane', 'end'],
  },
  ponte_commands_running: { type: 'gauge', help: 'Calls that have not been answered.', labels: [] },
  ponte_commands_total: {
    type: 'counter',
    help: 'Calls that were answered: "ok", or the error code.',
    labels: ['command', 'outcome'],
  },
  ponte_command_seconds: {
    type: 'histogram',
    help: 'Time from a call to its answer, in seconds.',
    labels: ['command'],
  },
  ponte_sign_ins_total: {
    type: 'counter',
    help: 'Attempts to sign in to a provider: "ok", or the error code.',
    labels: ['provider', 'outcome'],
  },
  ponte_received_bytes_total: { type: 'counter', help: 'Bytes from browsers, as on the wire.', labels: [] },
  ponte_sent_bytes_total: { type: 'counter', help: 'Bytes to browsers, as on the wire.', labels: [] },
  ponte_limits_total: { type: 'counter', help: 'How often each limit was reached.', labels: ['limit'] },
  ponte_reloads_total: {
    type: 'counter',
    help: 'Reloads of the configuration: "ok", or "refused" when the old one stays.',
    labels: ['outcome'],
  },
  nodejs_eventloop_lag_p50_seconds: {
    type: 'gauge',
    help: 'Median delay of the event loop since the last scrape.',
    labels: [],
  },
  nodejs_eventloop_lag_p99_seconds: {
    type: 'gauge',
    help: 'Delay of the event loop that 99 % stay below, since the last scrape.',
    labels: [],
  },
  nodejs_eventloop_utilization: {
    type: 'gauge',
    help: 'Part of the time since the last scrape that the event loop was busy, 0 to 1.',
    labels: [],
  },
  nodejs_heap_size_used_bytes: { type: 'gauge', help: 'Used memory of the JavaScript heap.', labels: [] },
  nodejs_external_memory_bytes: { type: 'gauge', help: 'Memory of buffers.', labels: [] },
  process_resident_memory_bytes: { type: 'gauge', help: 'Resident memory of the process.', labels: [] },
  process_cpu_seconds_total: { type: 'counter', help: 'Processor time of the process.', labels: [] },
  process_start_time_seconds: { type: 'gauge', help: 'When the process began, in Unix time.', labels: [] },
} as const satisfies Record<
  `${'ponte' | 'nodejs' | 'process'}_${string}`,
  { type: 'gauge' | 'counter' | 'histogram'; help: string; labels: readonly string[] }
>

/** Upper bounds of `ponte_command_seconds`, in seconds: from an answer of a server beside to one that throttles. */
export const SECONDS_BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30]

export type MetricName = keyof typeof METRICS

/** What prom-client wants to know of a metric. */
export type SettingsOf = (name: MetricName) => {
  name: string
  help: string
  labelNames: readonly string[]
  registers: Registry[]
}
