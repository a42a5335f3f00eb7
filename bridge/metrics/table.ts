/** The bridge's own metrics, as data; those of Node and the process come from prom-client. docs/operations.md is held to both. */
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
} as const satisfies Record<
  `ponte_${string}`,
  { type: 'gauge' | 'counter' | 'histogram'; help: string; labels: readonly string[] }
>

/** Upper bounds of `ponte_command_seconds`, in seconds: from an answer of a server beside to one that throttles. */
export const SECONDS_BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30]
