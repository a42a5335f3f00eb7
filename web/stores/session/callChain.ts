import { repeatLost, type Way } from '../../bridge/repeatLost.ts'
import type { Timing } from '../../bridge/timing.ts'
import { tellStores } from '../../bridge/tellStores.ts'
import type { Call, CallLink, StoredEvent } from '../../bridge/types.ts'

/**
 * A call's way to the bridge, link by link, as `connection.ts` and `ownerRole.ts` put it together:
 *
 * 1. in every tab: it is timed (`bridge/timing.ts`), the mailbox that this tab selects is noted, and after a loss it waits
 *    and is made again (`bridge/repeatLost.ts`);
 * 2. to the tab that has the WebSocket, unless this is it (`tabs/sharedClient.ts`, `tabs/guest.ts`);
 * 3. in that tab: bulk work waits after a throttling (`bridge/bulkPace.ts`), the mailbox that is watched from now on is noted, and what STORE changes is told to all tabs
 *    (`bridge/tellStores.ts`);
 * 4. the protocol console looks at it, while it is open (`connection.ts`, `watch`);
 * 5. on the wire (`bridge/client.ts`): a search's parts are joined, then it becomes a frame (`bridge/pending.ts`).
 */
export function callsOfTab(options: {
  timing: Timing
  onSelect: (path: string) => void
  way: Way
  /** The rest of the way, by the part this tab plays now. */
  role: Call
}): Call {
  const { timing, onSelect, way, role } = options
  return chain([timing.link, noteSelection(onSelect), repeatLost(way)], role)
}

export function callsOfOwner(options: {
  onWatched: (path: string) => void
  onStored: (event: StoredEvent) => void
  bulk: CallLink
  wire: Call
}): Call {
  return chain([options.bulk, noteWatched(options.onWatched), tellStores(options.onStored)], options.wire)
}

/** The first link is the nearest to who calls. */
function chain(links: readonly CallLink[], end: Call): Call {
  return links.reduceRight<Call>((next, link) => link(next), end)
}

/** Before it is done: what this tab shows is what it asks for. */
function noteSelection(onSelect: (path: string) => void): CallLink {
  return (next) => async (name, args, options) => {
    if (name === 'select' || name === 'examine') onSelect((args as { path: string }).path)
    return next(name, args, options)
  }
}

/** Once it is done: the last SELECT, of whichever tab, says what is watched. */
function noteWatched(onWatched: (path: string) => void): CallLink {
  return (next) => async (name, args, options) => {
    const result = await next(name, args, options)
    if (name === 'select' || name === 'examine') onWatched((result as { path: string }).path)
    return result
  }
}
