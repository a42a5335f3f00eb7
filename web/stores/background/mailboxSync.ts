import type { CompactRow } from '../../../shared/mail/compactRow.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { Standing } from '../../index/headerIndex.ts'
import type { Comparison } from '../../index/reconcile.ts'
import type { Folders } from '../folders/index.ts'
import type { Headers } from '../index/headerIndex.ts'
import type { Session } from '../session/index.ts'
import { STAGED_ROWS } from './limits.ts'
import { createMailboxChanges, type MailboxFigures, type MailboxQuestion } from './mailboxChanges.ts'

interface HeaderRequest {
  mailbox: MailboxRef
  set: string
  signal: AbortSignal
}

export interface SyncOptions {
  signal: AbortSignal
  /** What the mailbox was like lately: where the index is up to that, nothing is asked. */
  figures?: MailboxFigures | undefined
  /**
   * The server has CONDSTORE, and the figures are not the side lane's own: another connection may be told of changes later,
   * so what it tells must not be measured by them.
   */
  ask: boolean
}

export interface MailboxSyncOptions {
  session: Pick<Session, 'client' | 'isOwner'>
  headers: Headers
  folders: Pick<Folders, 'counts'>
  /** Resolves when nothing the user waits for is under way on the side lane. */
  untilFree(): Promise<void>
}

/** How one mailbox's headers come from the server into the index: on the side lane, behind everything the user does. */
export function createMailboxSync(options: MailboxSyncOptions) {
  const { session, headers, folders } = options
  const changes = createMailboxChanges({
    client: session.client,
    countsOf: (path) => folders.counts.get(path),
  })

  /**
   * Brings a mailbox's index up to the server: what changed is taken over, and what is missing asked for. One tab of the
   * browser writes what it finds; the others begin with that, compare it too, and leave it to that one to fetch much.
   *
   * @throws when it is another tab's to do
   */
  async function sync(mailbox: MailboxRef, { signal, ...told }: SyncOptions): Promise<void> {
    const worker = await headers.index()
    // What is told from here on may be newer than what the server answers.
    await worker.begin(mailbox)
    let isDone = false
    try {
      const index = await headers.index()
      if (session.isOwner) await index.lead()
      else if (!headers.stateOf(mailbox)) await index.follow(mailbox)
      await options.untilFree()
      // Of a sync that was broken off: as old as that.
      await index.unstage(mailbox)
      const standing = await index.standing(mailbox)
      const question = { mailbox, signal, untilFree: options.untilFree }
      const isAsTold = isUpTo(standing, told.figures)
      const figures = isAsTold || !told.ask ? told.figures : await changes.figures(question)
      const { known, total, missing } = await reconcile(question, { standing, figures })
      if (signal.aborted) return
      if (!session.isOwner && missing.length > 1) {
        headers.mistrust(mailbox)
        throw new Error('The tab that has the connection has not fetched all headers yet.')
      }
      headers.tell(mailbox, { known, total })
      await fetchMissing(mailbox, { missing, total, signal })
      if (signal.aborted) return
      // What the server lists and does not hand out is not waited for.
      const here = await index.open(mailbox)
      headers.tell(mailbox, { known: here, total: here })
      if (figures) await index.complete(mailbox, figures.highestModSeq)
      await index.prepare(mailbox)
      isDone = true
    } finally {
      await worker.end(mailbox, isDone)
    }
  }

  /** By the cheapest way the server has. */
  async function reconcile(
    question: MailboxQuestion,
    { standing, figures }: { standing: Standing; figures: MailboxFigures | undefined },
  ): Promise<Comparison> {
    const { mailbox } = question
    const { known, modSeq } = standing
    if (isUpTo(standing, figures)) return { known, total: known, missing: [] }
    const index = await headers.index()
    const changed = figures && modSeq !== undefined ? await changes.since(question, modSeq) : undefined
    if (figures && changed) {
      const found = await index.change(mailbox, changed, figures.highestModSeq)
      if (found.total === figures.messages) return found
      // Something went that the server did not tell of, or something came since: all UIDs say which.
      return index.compare(mailbox, { all: await changes.search(question, { key: 'all' }) })
    }
    const flags = { none: known === 0, keywords: figures !== undefined }
    return index.compare(mailbox, await changes.sets(question, flags))
  }

  async function fetchMissing(
    mailbox: MailboxRef,
    { missing, total, signal }: { missing: readonly string[]; total: number; signal: AbortSignal },
  ): Promise<void> {
    const index = await headers.index()
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
    await session.client.call('noop', {}, { lane: 'side', priority: 'background' })
    const set = `${newest + 1}:*`
    await fetchHeaders({ mailbox, set, signal: new AbortController().signal })
    return index.add(mailbox)
  }

  return { sync, addNewer }
}

function isUpTo({ known, modSeq }: Standing, figures: MailboxFigures | undefined): boolean {
  return figures !== undefined && modSeq === figures.highestModSeq && known === figures.messages
}
