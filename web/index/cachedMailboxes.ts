import type { CompactRow } from '../../shared/mail/compactRow.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import type { HeaderCache } from '../cache/headerCache.ts'
import { WRITE_DELAY_MS } from './limits.ts'
import type { IndexNews } from './news.ts'
import { MailboxTable } from './mailboxTable.ts'

/** A mailbox of the index, in memory. */
export interface OpenMailbox {
  readonly uidValidity: string
  readonly table: MailboxTable
  readonly staged: CompactRow[]
  /**
   * HIGHESTMODSEQ (RFC 7162 section 3.1.2.1) up to which all headers and flags are in the table. It may be older than what is,
   * never newer: what changed up to it is never asked for again.
   */
  modSeq?: string | undefined
  /** Up to which flags were taken over; what an event tells of before is older than what is here. */
  flagsUpTo?: string | undefined
  /** Headers to come before the table is complete, as sets. */
  awaited: readonly string[]
  /** Expunged since then: not waited for. */
  readonly departed: Set<number>
  /** What was told while a sync runs: its answers may be of before. */
  told?: IndexNews[] | undefined
  /** It was compared with the server, and everything was told since: sequence numbers can be read. */
  isCurrent: boolean
  cached: CachedState
}

/** What this index knows of the database's state. */
interface CachedState {
  modSeq?: string | undefined
  /** Of the last write that this index knows of. */
  stamp?: string | undefined
  /** Somebody else wrote too: what is cached lacks blocks of this table, and no MODSEQ holds for it. */
  mixed: boolean
}

/** One account's mailboxes, loaded when first needed; changes are written together, a little later. */
export class CachedMailboxes {
  readonly #opened = new Map<string, { uidValidity: string; opening: Promise<OpenMailbox> }>()
  readonly #account: string
  readonly #cache: HeaderCache
  #leads = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** One after the other: a later write stands for what earlier ones wrote. */
  #writing: Promise<void> = Promise.resolve()

  constructor(account: string, cache: HeaderCache) {
    this.#account = account
    this.#cache = cache
  }

  /** Its headers; those of another UIDVALIDITY are dropped (RFC 3501 section 2.3.1.1). */
  open({ path, uidValidity }: MailboxRef): Promise<OpenMailbox> {
    const known = this.#opened.get(path)
    if (known?.uidValidity === uidValidity) return known.opening
    const opening = this.#load(path, uidValidity)
    this.#opened.set(path, { uidValidity, opening })
    return opening
  }

  /**
   * From now on changes are written: this tab is the one that syncs. What another has written meanwhile is loaded anew.
   */
  async lead(): Promise<void> {
    if (this.#leads) return
    this.#leads = true
    for (const path of [...this.#opened.keys()]) await this.#renew(path)
    this.writeSoon()
  }

  /** As long as another tab syncs: what it has written of a mailbox meanwhile is loaded anew. */
  async follow(path: string): Promise<void> {
    if (!this.#leads) await this.#renew(path)
  }

  async #renew(path: string): Promise<void> {
    const known = this.#opened.get(path)
    if (!known) return
    const { cached } = await known.opening
    const stamp = await this.#cache.stampOf(this.#account, path).catch(() => cached.stamp)
    if (stamp !== cached.stamp && this.#opened.get(path) === known) this.#opened.delete(path)
  }

  writeSoon(): void {
    if (this.#leads) this.#timer ??= setTimeout(() => void this.flush(), WRITE_DELAY_MS)
  }

  /** Writes what has not been written yet. What cannot be cached is tried again with the next change. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (!this.#leads) return Promise.resolve()
    const write = async (): Promise<void> => {
      for (const [path, { opening }] of [...this.#opened]) {
        const one = await opening
        // Opened anew meanwhile: what was then is not written over what is.
        if (this.#opened.get(path)?.opening === opening) await this.#write(path, one)
      }
    }
    this.#writing = this.#writing.catch(() => undefined).then(write)
    return this.#writing
  }

  /** Nothing is to be cached any more. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#opened.clear()
    // What still comes of a sync is not written; the next one leads again.
    this.#leads = false
    await this.#writing.catch(() => undefined)
    await this.#cache.clear().catch(() => undefined)
  }

  async #write(path: string, one: OpenMailbox): Promise<void> {
    const { uidValidity, table, cached } = one
    // In the same breath: the number stands for the table as it is now.
    const changes = table.takeDirty()
    const modSeq = cached.mixed ? undefined : one.modSeq
    if (changes.put.length === 0 && changes.remove.length === 0 && modSeq === cached.modSeq) return
    const stamp = newStamp()
    try {
      const { mixed } = await this.#cache.write(this.#account, path, {
        uidValidity,
        modSeq,
        stamp,
        after: cached.stamp,
        ...changes,
      })
      one.cached = { modSeq: mixed ? undefined : modSeq, stamp, mixed: cached.mixed || mixed }
    } catch {
      table.giveBack(changes)
    }
  }

  async #load(path: string, uidValidity: string): Promise<OpenMailbox> {
    const found = await this.#cache.load(this.#account, path).catch(() => undefined)
    const empty = { uidValidity, staged: [], awaited: [], departed: new Set<number>(), isCurrent: false }
    if (found?.uidValidity === uidValidity) {
      const { modSeq, stamp, blocks } = found
      const cached = { modSeq, stamp, mixed: false }
      return { ...empty, table: new MailboxTable(blocks), modSeq, flagsUpTo: modSeq, cached }
    }
    // Only who writes drops: another tab's may be the mailbox as it is now.
    if (found && this.#leads) await this.#cache.drop(this.#account, path).catch(() => undefined)
    return { ...empty, table: new MailboxTable(), cached: { mixed: false } }
  }
}

/** By what every page has; `randomUUID` only those that came over https. */
function newStamp(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}
