import { onScopeDispose, watch } from 'vue'
import type { CompactRow } from '../../shared/mail/message.ts'
import type { SearchCriteria } from '../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import { marksOf } from '../index/marks.ts'
import type { ServerSets } from '../index/headerIndex.ts'
import { useFolders } from './folders.ts'
import { useHeaderIndex } from './headerIndex.ts'
import { STAGED_ROWS, SYNC_AGAIN_MS, SYNC_DELAY_MS } from './limits.ts'
import { useMessages } from './messages.ts'
import { useSession } from './session.ts'
import { useSettings } from './settings.ts'

interface HeaderRequest {
  mailbox: MailboxRef
  set: string
  signal: AbortSignal
}

/**
 * Keeps the index of the folder on screen up to its mailbox, newest headers first, on the side lane and behind everything the
 * user does. Broken off, it goes on where it was: what is there is compared with the server by sets of UIDs, which any server
 * can tell, and only what is missing is asked for.
 */
export function startHeaderSync(accountId: string): void {
  const session = useSession(accountId)
  const messages = useMessages(accountId)
  const folders = useFolders(accountId)
  const headers = useHeaderIndex(accountId)
  const settings = useSettings()
  let running: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Changes are taken over in the order they were told. */
  let queue: Promise<unknown> = Promise.resolve()

  function syncSoon(afterMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void start(), afterMs)
  }

  async function start(): Promise<void> {
    running?.abort()
    const { mailbox } = messages
    // One tab of the browser does it for all: the others find it in the same database.
    if (!mailbox || messages.phase.name !== 'open' || !session.isOwner || !settings.view.keepMail) return
    const own = new AbortController()
    running = own
    try {
      await sync({ path: mailbox.path, uidValidity: mailbox.uidValidity }, own.signal)
    } catch {
      // Whatever it was (a lost connection, a full disk): the list works without, and the next reconnection tries again.
    } finally {
      if (running === own) running = undefined
    }
  }

  async function sync(mailbox: MailboxRef, signal: AbortSignal): Promise<void> {
    const index = await headers.index()
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
    await index.prepare(mailbox)
  }

  /** UIDs of all, and of those with a flag; flags only where there are headers whose flags may be old. */
  async function serverSets(
    mailbox: MailboxRef,
    signal: AbortSignal,
    withFlags: boolean,
  ): Promise<ServerSets> {
    const ask = async (criteria: SearchCriteria): Promise<string> =>
      (
        await session.client.call(
          'search',
          { mailbox, criteria },
          { lane: 'side', priority: 'background', signal },
        )
      ).set
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

  /** Fetches headers and stages them, a few at a time. */
  async function fetchHeaders({ mailbox, set, signal }: HeaderRequest): Promise<void> {
    const index = await headers.index()
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

  /** Messages that arrived, above all that are known. */
  async function addNewer(mailbox: MailboxRef): Promise<void> {
    const index = await headers.index()
    const newest = await index.newest(mailbox)
    if (newest === 0) return // the sync that is about to begin brings them
    const set = `${newest + 1}:*`
    await fetchHeaders({ mailbox, set, signal: new AbortController().signal })
    const known = await index.add(mailbox)
    headers.tell(mailbox, { known, total: messages.folder.exists })
  }

  /** Runs behind what was told before; an index that was never begun has nothing to be kept up. */
  function follow(work: (mailbox: MailboxRef) => Promise<void>): void {
    const { mailbox } = messages
    if (!mailbox || !session.isOwner || !settings.view.keepMail) return
    const ref = { path: mailbox.path, uidValidity: mailbox.uidValidity }
    if (headers.stateOf(ref)) queue = queue.then(() => work(ref)).catch(() => syncSoon(SYNC_AGAIN_MS))
  }

  const stops = [
    session.client.on('flags', (event) => {
      const { uid, flags } = event
      if (uid !== undefined && messages.isCurrent(event))
        follow(async (mailbox) => (await headers.index()).mark(mailbox, uid, marksOf(flags)))
    }),
    session.client.on('expunge', (event) => {
      if (!messages.isCurrent(event)) return
      const { seq, uid } = event
      const exists = messages.folder.exists
      follow(async (mailbox) => {
        const index = await headers.index()
        await index.expunge(mailbox, {
          exists,
          ...(seq === undefined ? {} : { seq }),
          ...(uid === undefined ? {} : { uid }),
        })
        headers.tell(mailbox, { known: await index.open(mailbox), total: messages.folder.exists })
      })
    }),
    session.client.on('exists', (event) => {
      if (messages.isCurrent(event)) follow(addNewer)
    }),
    session.client.on('resync', () => syncSoon(SYNC_DELAY_MS)),
  ]
  watch(
    () =>
      messages.phase.name === 'open' &&
      messages.mailbox &&
      `${messages.mailbox.uidValidity} ${messages.mailbox.path}`,
    (open) => {
      running?.abort()
      if (open) syncSoon(SYNC_DELAY_MS)
    },
    { immediate: true },
  )
  watch(
    () => settings.view.keepMail,
    (keep) => {
      running?.abort()
      if (keep) return syncSoon(0)
      void headers.forget()
    },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    running?.abort()
    for (const stop of stops) stop()
  })
}
