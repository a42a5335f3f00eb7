import type { CompactRow } from '../../shared/mail/message.ts'
import type { SearchCriteria } from '../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import type { ServerSets } from '../index/headerIndex.ts'
import { useFolders } from './folders.ts'
import { useHeaderIndex } from './headerIndex.ts'
import { STAGED_ROWS } from './limits.ts'
import { useSession } from './session.ts'

interface HeaderRequest {
  mailbox: MailboxRef
  set: string
  signal: AbortSignal
}

export interface MailboxSyncOptions {
  /** Resolves when nothing the user waits for is under way on the side lane. */
  untilFree(): Promise<void>
}

/** How one mailbox's headers come from the server into the index: on the side lane, behind everything the user does. */
export function createMailboxSync(accountId: string, options: MailboxSyncOptions) {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const headers = useHeaderIndex(accountId)

  /** Compares a mailbox with the server, and asks for what is missing. */
  async function sync(mailbox: MailboxRef, signal: AbortSignal): Promise<void> {
    const index = await headers.index()
    await options.untilFree()
    const sets = await serverSets(mailbox, signal, (await index.open(mailbox)) > 0)
    const { known, total, missing } = await index.compare(mailbox, sets)
    headers.tell(mailbox, { known, total })
    /** Told when it is waited for; a failure before that is not one nobody saw. */
    const ask = (set: string | undefined): Promise<void> => {
      const asked = set === undefined ? Promise.resolve() : fetchHeaders({ mailbox, set, signal })
      asked.catch(() => undefined)
      return asked
    }
    // The next is asked for while one comes, so that the bridge has it at hand and the server never waits for this page. They
    // come one after the other all the same: the lane runs one command at a time.
    let next = ask(missing[0])
    for (const at of missing.keys()) {
      const coming = next
      next = ask(missing[at + 1])
      await coming
      if (signal.aborted) return
      // Not waited for: the server is asked for the next while these are taken in.
      void index.add(mailbox).then((count) => {
        if (!signal.aborted) headers.tell(mailbox, { known: count, total })
      })
    }
    // What the server lists and does not hand out is not waited for.
    const here = await index.open(mailbox)
    if (!signal.aborted) headers.tell(mailbox, { known: here, total: here })
    await index.prepare(mailbox)
  }

  /** UIDs of all, and of those with a flag; flags only where there are headers whose flags may be old. */
  async function serverSets(
    mailbox: MailboxRef,
    signal: AbortSignal,
    withFlags: boolean,
  ): Promise<ServerSets> {
    const ask = async (criteria: SearchCriteria): Promise<string> => {
      await options.untilFree()
      const background = { lane: 'side', priority: 'background', signal } as const
      return (await session.client.call('search', { mailbox, criteria }, background)).set
    }
    await lookAnew(signal)
    const all = await ask({ key: 'all' })
    if (!withFlags) return { all }
    const { unseen = 0, messages: count = 0 } = folders.counts.get(mailbox.path) ?? {}
    // The smaller of the two says the same.
    const seen =
      unseen * 2 > count ? { seen: await ask({ key: 'seen' }) } : { unseen: await ask({ key: 'unseen' }) }
    return {
      all,
      ...seen,
      flagged: await ask({ key: 'flagged' }),
      answered: await ask({ key: 'answered' }),
      deleted: await ask({ key: 'deleted' }),
      draft: await ask({ key: 'draft' }),
    }
  }

  /** A server answers by what a connection has been told: the side lane may not know yet what the main lane told us. */
  async function lookAnew(signal?: AbortSignal): Promise<void> {
    await session.client.call('noop', {}, { lane: 'side', priority: 'background', ...(signal && { signal }) })
  }

  /** Fetches headers and stages them, a few at a time. */
  async function fetchHeaders({ mailbox, set, signal }: HeaderRequest): Promise<void> {
    const index = await headers.index()
    await options.untilFree()
    let rows: CompactRow[] = []
    const hand = (): void => {
      void index.stage(mailbox, rows)
      rows = []
    }
    await session.client.call(
      'fetch',
      { mailbox, messages: { by: 'uid', set }, shape: 'compact' },
      {
        lane: 'side',
        priority: 'background',
        signal,
        onItem: (row) => {
          if (Array.isArray(row) && rows.push(row) === STAGED_ROWS) hand()
        },
        onRestart: () => {
          rows = []
          void index.unstage(mailbox)
        },
      },
    )
    hand()
  }

  /** Messages that arrived, above all that are known. @returns how many are known then */
  async function addNewer(mailbox: MailboxRef): Promise<number | undefined> {
    const index = await headers.index()
    const newest = await index.newest(mailbox)
    if (newest === 0) return undefined // the sync that is about to begin brings them
    await lookAnew()
    const set = `${newest + 1}:*`
    await fetchHeaders({ mailbox, set, signal: new AbortController().signal })
    return index.add(mailbox)
  }

  return { sync, addNewer }
}
