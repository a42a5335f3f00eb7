import type { CompactRow } from '../../shared/mail/compactRow.ts'
import type { SearchCriteria } from '../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import type { HeaderCache } from '../cache/headerCache.ts'
import type { Person } from '../headers/arrangement.ts'
import { arrange, isAsNumbered, NEWEST_FIRST, type Arrangement, type SortOrder } from './arrange.ts'
import { Conversations, type ConversationPart, type ConversationSummary, type Home } from './conversations.ts'
import type { HeaderRow } from './headerBlock.ts'
import { prepareSearch, searchBlock } from './headerSearch.ts'
import { CachedMailboxes, type OpenMailbox } from './cachedMailboxes.ts'
import type { MailboxTable } from './mailboxTable.ts'
import { People } from './people.ts'
import { RangeSet } from './rangeSet.ts'
import { retell, takeNews, type IndexNews } from './news.ts'
import { takeChanges, takeSets, type Comparison, type ServerChanges, type ServerSets } from './reconcile.ts'

/** How far a mailbox's index has come. */
export interface Standing {
  known: number
  /** HIGHESTMODSEQ up to which it is complete (RFC 7162); `undefined` when that is not known. */
  modSeq: string | undefined
}

/** What was told of a mailbox. */
export interface MailboxNews {
  mailbox: MailboxRef
  news: IndexNews
}

export interface Taken {
  mailbox: MailboxRef
  /** Headers at hand. */
  known: number
  /** UIDs of messages that went without being named. */
  departed: number[]
}

export interface ArrangeRequest {
  order: SortOrder
  /** Whom it is to stands for whom it is from. */
  outgoing: boolean
  conversations?: readonly MailboxRef[]
}

/** Who is looked for, and where. */
export interface PeopleRequest extends PeoplePlace {
  typed: string
  /** Lower-case addresses that are not wanted. */
  without: readonly string[]
  limit: number
}

export interface PeoplePlace {
  mailboxes: readonly MailboxRef[]
  /** The one of them that holds what the account sent. */
  sent: string | undefined
}

/** What a search of headers found: UIDs, ascending, and rows of the last of them. */
export interface Found {
  uids: Uint32Array
  newest: HeaderRow[]
}

/**
 * All headers of one account's synced mailboxes, kept in the browser: what rows, sorting and searches are answered from
 * without asking the server. Runs in a worker; nothing here touches the page.
 */
export class HeaderIndex {
  readonly #mailboxes: CachedMailboxes
  readonly #conversations = new Conversations()
  /** By the mailboxes they are out of. */
  readonly #people = new Map<string, People>()

  constructor(account: string, cache: HeaderCache) {
    this.#mailboxes = new CachedMailboxes(account, cache)
  }

  /** This tab is the one that syncs: from now on changes are written. */
  async lead(): Promise<void> {
    await this.#mailboxes.lead()
  }

  /** Another tab is the one that syncs: what it has written of a mailbox is taken over, and nothing is written here. */
  async follow({ path }: MailboxRef): Promise<void> {
    await this.#mailboxes.follow(path)
  }

  /** Headers at hand of a mailbox; those of another UIDVALIDITY are dropped (RFC 3501 section 2.3.1.1). */
  async open(mailbox: MailboxRef): Promise<number> {
    return (await this.#open(mailbox)).table.count
  }

  /** Headers at hand, and the HIGHESTMODSEQ up to which they are complete, where it is known. */
  async standing(mailbox: MailboxRef): Promise<Standing> {
    const { table, modSeq } = await this.#open(mailbox)
    return { known: table.count, modSeq }
  }

  /** Hands over headers from the server, some at a time: a whole batch at once would hold up the page that sends it. */
  async stage(mailbox: MailboxRef, rows: readonly CompactRow[]): Promise<void> {
    const { staged } = await this.#open(mailbox)
    for (const row of rows) staged.push(row)
  }

  /** Adds what was staged. @returns how many headers there are */
  async add(mailbox: MailboxRef): Promise<number> {
    const open = await this.#open(mailbox)
    const { table, staged } = open
    table.add(staged)
    staged.length = 0
    retell(open)
    this.#mailboxes.writeSoon()
    return table.count
  }

  /** What was staged comes again: the connection was lost, or the sync broken off. */
  async unstage(mailbox: MailboxRef): Promise<void> {
    ;(await this.#open(mailbox)).staged.length = 0
  }

  /** Takes over what the server holds: what is gone goes, flags are set, and what is missing is told. */
  async compare(mailbox: MailboxRef, sets: ServerSets): Promise<Comparison> {
    return this.#take(mailbox, (table) => takeSets(table, sets))
  }

  /**
   * Takes over what changed since the MODSEQ up to which the index was complete.
   *
   * @param upTo The HIGHESTMODSEQ before the server was asked: flags are as new as that, at least.
   */
  async change(mailbox: MailboxRef, changes: ServerChanges, upTo: string): Promise<Comparison> {
    ;(await this.#open(mailbox)).flagsUpTo = upTo
    return this.#take(mailbox, (table) => takeChanges(table, changes))
  }

  /**
   * Everything up to this HIGHESTMODSEQ has been asked for. It is kept, with the headers it stands for, if all that was missing
   * has come.
   */
  async complete(mailbox: MailboxRef, modSeq: string): Promise<void> {
    const open = await this.#open(mailbox)
    if (this.#awaited(open).length > 0) return
    open.modSeq = modSeq
    open.awaited = []
    this.#mailboxes.writeSoon()
  }

  async #take(mailbox: MailboxRef, take: (table: MailboxTable) => Comparison): Promise<Comparison> {
    const open = await this.#open(mailbox)
    const found = take(open.table)
    open.awaited = found.missing
    open.departed.clear()
    retell(open)
    this.#mailboxes.writeSoon()
    return found
  }

  /** A sync of this mailbox begins: what is told from now on may be newer than what the server answers. */
  async begin(mailbox: MailboxRef): Promise<void> {
    ;(await this.#open(mailbox)).told = []
  }

  /** The sync is over. @param isDone Whether all of the mailbox's headers are here now. */
  async end(mailbox: MailboxRef, isDone: boolean): Promise<void> {
    const open = await this.#open(mailbox)
    open.isCurrent = isDone && !(open.told ?? []).some(({ kind }) => kind === 'expunged' || kind === 'stale')
    open.told = undefined
  }

  /** Takes over what was told, in order. @returns how far each mailbox has come, and which messages went that nobody named */
  async take(all: readonly MailboxNews[]): Promise<Taken[]> {
    const taken = new Map<string, Taken>()
    for (const { mailbox, news } of all) {
      const open = await this.#open(mailbox)
      const key = `${mailbox.uidValidity} ${mailbox.path}`
      const result = taken.get(key) ?? { mailbox, known: 0, departed: [] }
      taken.set(key, result)
      const named = takeNews(open, news)
      if (named !== undefined) result.departed.push(named)
      open.told?.push(news)
      result.known = open.table.count
    }
    if (taken.size > 0) this.#mailboxes.writeSoon()
    return [...taken.values()]
  }

  /** The highest UID that is known; 0 without any. */
  async newest(mailbox: MailboxRef): Promise<number> {
    return (await this.#open(mailbox)).table.blocks.at(-1)?.block.uids.at(-1) ?? 0
  }

  /** Rows of those that are known, in the order asked for. */
  async rows(mailbox: MailboxRef, uids: readonly number[]): Promise<HeaderRow[]> {
    return (await this.#open(mailbox)).table.rowsOf(uids)
  }

  /** Rows by sequence number, where the index holds as many messages as the mailbox: then they are the same ones. */
  async rowsAt(mailbox: MailboxRef, at: { exists: number; seqs: readonly number[] }): Promise<HeaderRow[]> {
    const { table } = await this.#open(mailbox)
    if (table.count !== at.exists) return []
    return table.rowsOf(at.seqs.flatMap((seq) => table.uidAt(seq - 1) ?? []))
  }

  /**
   * The rows of the list in an order.
   *
   * @param options.conversations The other mailboxes a conversation runs through; without, every message is a row.
   * @returns `undefined` where the mailbox's own numbers say the same
   */
  async arrange(mailbox: MailboxRef, options: ArrangeRequest): Promise<Arrangement | undefined> {
    const arranged = await this.#arrange(mailbox, options)
    return isAsNumbered(arranged) ? undefined : arranged
  }

  /**
   * The newest on top, while headers are still to come: messages of which only the UIDs are known have a row each.
   *
   * @param total As many as the mailbox has.
   * @returns `undefined` as long as not so many UIDs are known
   */
  async arrangeSoFar(
    mailbox: MailboxRef,
    { total, ...options }: Omit<ArrangeRequest, 'order'> & { total: number },
  ): Promise<Arrangement | undefined> {
    const singles = this.#awaited(await this.#open(mailbox))
    const arranged = await this.#arrange(mailbox, { ...options, order: NEWEST_FIRST, singles })
    return (arranged.members ?? arranged.uids).length === total ? arranged : undefined
  }

  async #arrange(
    mailbox: MailboxRef,
    { conversations, ...options }: ArrangeRequest & { singles?: readonly number[] },
  ): Promise<Arrangement> {
    const homeOf = async (one: MailboxRef): Promise<Home> => ({
      mailbox: one,
      blocks: (await this.#open(one)).table.blocks.map(({ block }) => block),
    })
    const home = await homeOf(mailbox)
    if (!conversations) return arrange(home.blocks, options)
    const others = await Promise.all(conversations.map(homeOf))
    return this.#conversations.arrange({ ...options, home, others })
  }

  /** Messages whose headers are to come, ascending. */
  #awaited({ awaited, table, departed }: OpenMailbox): number[] {
    return awaited
      .flatMap((set) => [...new RangeSet(set).descending()])
      .filter((uid) => !table.has(uid) && !departed.has(uid))
      .reverse()
  }

  /** What rows of conversations show, as last arranged. */
  async summaries(uids: readonly number[]): Promise<ConversationSummary[]> {
    return this.#conversations.summaries(uids)
  }

  /** Of a message's conversation, as last arranged, in every mailbox that was looked at; `undefined` where it was not. */
  async partsOf(mailbox: MailboxRef, uid: number): Promise<ConversationPart[] | undefined> {
    return this.#conversations.partsOf(mailbox, uid)
  }

  /** The UIDs at places counted from the newest, which is 1, as far as they are known. */
  async uidsFromTop(mailbox: MailboxRef, places: readonly number[]): Promise<(number | undefined)[]> {
    const { table } = await this.#open(mailbox)
    return places.map((place) => (place > table.count ? undefined : table.uidAt(table.count - place)))
  }

  /** UIDs that surely match, ascending. */
  async search(mailbox: MailboxRef, criteria: SearchCriteria): Promise<Uint32Array> {
    const { table } = await this.#open(mailbox)
    return Uint32Array.from(table.blocks.flatMap(({ block }) => searchBlock(block, criteria)))
  }

  /** The same, with the newest few as they show: while somebody types, in one go. */
  async look(mailbox: MailboxRef, criteria: SearchCriteria, count: number): Promise<Found> {
    const uids = await this.search(mailbox, criteria)
    return { uids, newest: await this.rows(mailbox, [...uids.slice(-count)]) }
  }

  /** Whom what is typed may mean, best first. */
  async people({ typed, without, limit, ...where }: PeopleRequest): Promise<Person[]> {
    const unwanted = new Set(without)
    return (await this.#peopleIn(where)).find(typed, limit, (address) => unwanted.has(address))
  }

  /** Whom somebody may have meant who typed an address that nobody has written to. */
  async resembled(address: string, where: PeoplePlace): Promise<Person | undefined> {
    return (await this.#peopleIn(where)).resembled(address)
  }

  async #peopleIn({ mailboxes, sent }: PeoplePlace): Promise<People> {
    const sources = await Promise.all(
      mailboxes.map(async (mailbox) => ({
        blocks: (await this.#open(mailbox)).table.blocks.map(({ block }) => block),
        sent: mailbox.path === sent,
      })),
    )
    const key = JSON.stringify([sent, ...mailboxes.map(({ path }) => path)])
    const people = this.#people.get(key) ?? new People()
    this.#people.set(key, people)
    return people.read(sources)
  }

  /** So that the first letter typed finds all ready. */
  async prepare(mailbox: MailboxRef): Promise<void> {
    for (const { block } of (await this.#open(mailbox)).table.blocks) prepareSearch(block)
  }

  /** Writes what has not been written yet. Where it cannot be kept, it is asked for again another time. */
  async flush(): Promise<void> {
    await this.#mailboxes.flush()
  }

  /** Nothing is to be kept any more. */
  async forget(): Promise<void> {
    await this.#mailboxes.forget()
  }

  #open(mailbox: MailboxRef): Promise<OpenMailbox> {
    return this.#mailboxes.open(mailbox)
  }
}
