import { target, type Target } from './figures.ts'
import { ROUND_TRIP_MS, type Everyday, type Figures } from './groups.ts'
import { LARGE_MAILBOX } from './roundTrips.ts'

const MB = 1e6
const MIB = 1024 * 1024
/** A frame at 60 Hz, in milliseconds. */
const FRAME_MS = 17
/** What grows with nothing but the noise of a busy machine, in milliseconds: a frame. */
const GROWTH_NOISE_MS = FRAME_MS

/** The page asks the server when typing has rested for 700 ms: what takes so long was not found in the headers. */
const SERVER_ANSWERED_MS = 700

/** What people take for at once, in milliseconds. */
const ANSWERED_MS = 100

const ms = (value: number): string => `${Math.round(value).toLocaleString('en')} ms`

/** What was asked of each figure, and what came of it; of groups that ran. */
export function targetsOf(figures: Partial<Figures>): Target[] {
  return [
    ...everydayTargets(figures.everyday ?? []),
    ...(figures.sync ? syncTargets(figures.sync) : []),
    ...otherTargets(figures),
  ]
}

function everydayTargets(all: readonly Everyday[]): Target[] {
  const one = all.find((each) => each.messages === LARGE_MAILBOX && each.roundTripMs === ROUND_TRIP_MS)
  const small = all.find((each) => each.messages === 1_000 && each.roundTripMs === ROUND_TRIP_MS)
  if (!one) return []
  const { opening, showing } = one
  const ratio = opening.unread.there / opening.floor
  const kept = Math.max(opening.prefetched.painted, opening.seen.painted)
  const most = Math.max(showing.tripsAfterSignIn, showing.tripsOfFolder)
  return [
    target('Opening an unread message', '≤ 1.15 × imapflow', {
      measured: `${ratio.toFixed(2)} × (${ms(opening.unread.there)} in the document, ${ms(opening.unread.painted)} painted; imapflow ${ms(opening.floor)})`,
      met: ratio <= 1.15,
    }),
    target('Opening a prefetched or seen one', '0 round trips, ≤ 50 ms', {
      measured: `${opening.cachedFetches} round trips, ${ms(kept)}`,
      met: opening.cachedFetches === 0 && kept <= 50,
    }),
    target('Reload with cache, rows', '≤ 300 ms', {
      measured: ms(showing.reload),
      met: showing.reload <= 300,
    }),
    target('Folder switch with cache, rows', '≤ 50 ms', {
      measured: ms(showing.folder),
      met: showing.folder <= 50,
    }),
    target('Without cache, after sign-in and of a folder', '≤ 2 round trips', {
      measured: `${most}`,
      met: most <= 2,
    }),
    target('Scrolling to the middle, headers at hand', '≤ 1 round trip', {
      measured: `${showing.tripsOfMiddle ?? '?'} round trips, ${ms(showing.middle)}`,
      met: (showing.tripsOfMiddle ?? 2) <= 1,
    }),
    ...(small ? [growth(small, one)] : []),
  ]
}

function growth(small: Everyday, large: Everyday): Target {
  const pairs: [string, number, number][] = [
    ['unread', small.opening.unread.painted, large.opening.unread.painted],
    ['prefetched', small.opening.prefetched.painted, large.opening.prefetched.painted],
    ['seen', small.opening.seen.painted, large.opening.seen.painted],
    ['reload', small.showing.reload, large.showing.reload],
    ['folder', small.showing.folder, large.showing.folder],
  ]
  return target('100,000 against 1,000', '≤ 1.2 ×, or a frame', {
    measured: pairs.map(([name, from, to]) => `${name} ${(to / from).toFixed(2)} ×`).join(', '),
    met: pairs.every(([, from, to]) => to <= from * 1.2 || to - from <= GROWTH_NOISE_MS),
  })
}

function syncTargets(sync: Figures['sync']): Target[] {
  const heap = sync.heap.page + sync.heap.worker
  return [
    target('Header sync of 100,000', '≤ 1.3 × imapflow', {
      measured: `${(sync.sync / sync.floor).toFixed(2)} × (${ms(sync.sync)}; imapflow ${ms(sync.floor)})`,
      met: sync.sync <= sync.floor * 1.3,
    }),
    target('… over the WebSocket', '≤ 45 MB', {
      measured: `${(sync.overWebSocket / MB).toFixed(1)} MB`,
      met: sync.overWebSocket <= 45 * MB,
    }),
    target('… main thread', 'no task over 50 ms', {
      measured: sync.longTasks.length === 0 ? 'none' : `${sync.longTasks.join(', ')} ms`,
      met: sync.longTasks.length === 0,
    }),
    target('… JS heap, page and worker', '≤ 120 MB', {
      measured: `${(sync.heap.page / MB).toFixed(1)} + ${(sync.heap.worker / MB).toFixed(1)} MB`,
      met: heap <= 120 * MB,
    }),
    target('… IndexedDB', '≤ 80 MB', {
      measured: `${(sync.database / MB).toFixed(1)} MB`,
      met: sync.database <= 80 * MB,
    }),
  ]
}

function otherTargets({ search, absence, attachment, flags }: Partial<Figures>): Target[] {
  const all: Target[] = []
  if (search)
    all.push(
      target('Local search over 100,000 headers, first results', '≤ 50 ms from the key', {
        measured: `${ms(search.firstResults)} (most ${ms(search.most)})`,
        // Slower than that, and it was the server's search that answered.
        met: search.firstResults <= 50 && search.most <= SERVER_ANSWERED_MS,
      }),
      target('Search of texts on the server, first hits', '≤ 12 round trips', {
        measured: `${search.body.roundTrips} (${ms(search.body.first)})`,
        met: search.body.roundTrips <= 12,
      }),
      target('… stopped', 'at once', {
        measured: ms(search.body.stopped),
        met: search.body.stopped <= ANSWERED_MS,
      }),
    )
  if (absence)
    all.push(
      target('Return after an hour', 'right within 5 s, < 2 MB', {
        measured: `${ms(absence.right)}, ${(absence.fromServer / MB).toFixed(2)} MB`,
        met: absence.right <= 5_000 && absence.fromServer < 2 * MB,
      }),
    )
  if (attachment) {
    const share = attachment.floor / attachment.page
    all.push(
      target('Attachment of 20 MB', '≥ 0.9 × imapflow’s speed', {
        measured: `${share.toFixed(2)} × (${ms(attachment.page)}; imapflow ${ms(attachment.floor)})`,
        met: share >= 0.9,
      }),
      target('… growth of the bridge, 20 and 200 MB', '≤ 96 MiB, no more for 200 MB', {
        measured: `${(attachment.growth20 / MIB).toFixed(0)} and ${(attachment.growth200 / MIB).toFixed(0)} MiB`,
        met: Math.max(attachment.growth20, attachment.growth200) <= 96 * MIB,
      }),
    )
  }
  if (flags)
    all.push(
      target('Ten flag toggles', '≤ 2 commands', {
        measured: `${flags.toggleCommands.length}; screen within ${ms(flags.slowest)}`,
        met: flags.toggleCommands.length <= 2,
      }),
      target('Marking 100 read', 'one frame, one command', {
        measured: `${ms(flags.marked.there)} in the document, ${ms(flags.marked.painted)} painted; ${flags.markCommands.length}`,
        met: flags.marked.there <= FRAME_MS && flags.markCommands.length === 1,
      }),
    )
  return all
}
