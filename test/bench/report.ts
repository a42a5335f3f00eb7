import type { Cost } from './cost.ts'
import { totalBytes, type LoadedFile } from './firstLoad.ts'
import { mebibytes, megabytes } from './figures.ts'
import type { Everyday, Figures } from './groups.ts'
import type { Painted, Scrolled } from './pageActions.ts'
import { roundTripTable } from './roundTripTable.ts'
import { targetsOf } from './targets.ts'

const HEAD = `# Performance

Written by \`npm run bench\`: the real page in Chromium, the built bridge in a process of its own, a real Dovecot that announces
what Outlook.com does and tells no capability unasked, over TLS; 25 ms added each way between bridge and mail server where
nothing else is said. Beside it, in the same run and on the same way to the server, bare imapflow on a connection that stays
open: what no client can beat that works as this one does. Medians; everything on one machine of two cores, so times of
programs that work at once hold each other up.

`

/** docs/performance.json. */
export interface Saved extends Partial<Figures> {
  /** Processes that wanted a processor in the minute before each group began: 0 where nobody else was at work. */
  load?: Record<string, number>
}

/** docs/performance.md, of all groups there are figures of. */
export function report(figures: Saved): string {
  const parts = [
    HEAD,
    targetTable(figures),
    everydayTable(figures.everyday ?? []),
    costTable(figures.everyday ?? []),
    detail(figures),
    loadLine(figures.load ?? {}),
  ]
  if (figures.page) {
    const { roundTrips, firstLoad, painted, scrolled } = figures.page
    parts.push(
      '## Round trips\n\nThose between bridge and mail server that the user waits for, nothing kept of before.\n\n',
      roundTripTable(roundTrips),
      firstLoadTable(firstLoad),
      actionTable(painted, scrolled),
    )
  }
  return parts.join('')
}

function loadLine(load: Record<string, number>): string {
  const told = Object.entries(load).map(([name, value]) => `${name} ${value.toFixed(1)}`)
  return told.length === 0 ? '' : `Load average of the machine before each group: ${told.join(', ')}.\n\n`
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

function targetTable(figures: Partial<Figures>): string {
  const rows = targetsOf(figures).map(({ what, wanted, measured, met }) => [
    what,
    wanted,
    measured,
    met ? 'met' : '**not met**',
  ])
  return `## Targets\n\n${table(['', 'wanted', 'measured', ''], rows)}\n\n`
}

function everydayTable(all: readonly Everyday[]): string {
  if (all.length === 0) return ''
  const rows = all.map(({ messages, roundTripMs, showing, opening }) => [
    messages.toLocaleString('en'),
    roundTripMs,
    opening.floor,
    opening.unread.there,
    opening.unread.painted,
    opening.prefetched.painted,
    opening.seen.painted,
    showing.reload,
    showing.folder,
    showing.middle,
  ])
  const head = [
    'messages',
    'round trip',
    'imapflow opens',
    'unread, there',
    'unread, painted',
    'prefetched',
    'seen',
    'reload',
    'folder',
    'middle',
  ]
  return `## Every day\n\nMilliseconds.\n\n${table(head, rows)}\n\n`
}

/** Beside time, at the longer way to the server. */
function costTable(all: readonly Everyday[]): string {
  const far = all.filter(({ roundTripMs }) => roundTripMs > 0)
  if (far.length === 0) return ''
  const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)
  const ofCost = ({ fromServer, written, cpuMs }: Cost): string[] => [
    `${kilobytes(fromServer)} / ${kilobytes(written)}`,
    String(cpuMs),
  ]
  const rows = far.map(({ messages, showing, opening, heap, bridgePeak, longTasks }) => [
    messages.toLocaleString('en'),
    ...ofCost(opening.cost),
    ...ofCost(showing.folderCost),
    ...ofCost(showing.reloadCost),
    [...showing.longTasks, ...longTasks].join(', ') || 'none',
    `${megabytes(heap.page)} + ${megabytes(heap.worker)}`,
    mebibytes(bridgePeak),
  ])
  const of = (what: string): string[] => [`${what}: kB`, 'ms']
  const head = [
    'messages',
    ...of('unread'),
    ...of('folder'),
    ...of('reload'),
    'long tasks',
    'heap, MB',
    'bridge, MiB',
  ]
  return `kB: from the mail server, and written by the bridge, its commands included; ms: processor time of the bridge. An unread message until it is painted; a folder and a reload, both with cache, until nothing more is asked, previews and what is fetched ahead included. Tasks of the page over 50 ms in all of that, the heap of page and worker, and the most the bridge held.

${table(head, rows)}

`
}

function detail({ sync, absence, search }: Partial<Figures>): string {
  const lines: string[] = []
  if (sync)
    lines.push(
      `Header sync: ${sync.runs.join(' and ')} ms; ${megabytes(sync.fromServer)} MB came from the mail server, ${megabytes(sync.overWebSocket)} MB went over the WebSocket. The bridge took ${sync.bridgeCpuMs} ms of processor time (imapflow alone ${sync.floorCpuMs}) and ${mebibytes(sync.bridgePeak)} MiB at most. Unread messages opened meanwhile were painted after ${sync.openedMeanwhile.join(', ')} ms; tasks over 50 ms then: ${sync.longTasksMeanwhile.join(', ') || 'none'}.`,
    )
  if (absence)
    lines.push(
      `Return: ${absence.arrived} new, ${absence.expunged} expunged, ${absence.flagged} with other flags, from opening the page, its pause before the sync included; ${absence.roundTrips} round trips on both connections.`,
    )
  if (search) lines.push(`Local searches found ${search.found.join(', ')} messages.`)
  return lines.map((line) => `${line}\n\n`).join('')
}

function firstLoadTable(files: readonly LoadedFile[]): string {
  const rows = files.map(({ path, bytes }) => [path, bytes.toLocaleString('en')])
  return `## First load: ${totalBytes(files).toLocaleString('en')} bytes

All that a signed-in tab asks for until its list can be used, as sent: Brotli, made at build, headers included.

${table(['file', 'bytes'], rows)}

`
}

function actionTable(painted: readonly Painted[], { rows, longTasks }: Scrolled): string {
  const found = longTasks.length === 0 ? 'no task' : `${longTasks.length} tasks (${longTasks.join(', ')} ms)`
  return `## Until it is painted

Milliseconds from the press to the first frame with its result.

${table(
  ['action', 'times', 'median', '95 %', 'most'],
  painted.map(({ action, count, p50, p95, max }) => [action, count, p50, p95, max]),
)}

Scrolling through ${rows.toLocaleString('en')} rows, five each frame: ${found} over 50 ms on the main thread.
`
}
