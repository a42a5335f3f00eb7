import { shallowReactive } from 'vue'
import type { MessageRow } from '../../../shared/mail/message.ts'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import { TRAIT } from '../../../shared/mail/traits.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { bodyCache } from '../../cache/bodyCache.ts'
import { viewCache } from '../../cache/viewCache.ts'
import type { Person } from '../../headers/arrangement.ts'
import type { HeaderRow } from '../../index/headerBlock.ts'
import type { RemoteIndex } from '../../index/openIndex.ts'
import type { Arrangement, SortOrder } from '../../index/arrange.ts'
import type { ConversationPart, ConversationSummary } from '../../index/conversations.ts'
import type { MailboxNews, PeopleRequest, Taken } from '../../index/headerIndex.ts'
import { flagsOf } from '../../index/marks.ts'
import type { IndexNews } from '../../index/news.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { mailboxKey } from '../../mailbox/mailboxKey.ts'

/** How long news waits for more before the worker is told, in milliseconds: one frame. */
const HAND_OVER_MS = 16

/** How much of a mailbox the index holds. */
export interface IndexState {
  known: number
  total: number
}

/** The headers this browser keeps: a worker's, asked only once it has been started, and never waited for by anything that shows. */
export function createHeaders(openIndex: () => Promise<RemoteIndex>) {
  let remote: Promise<RemoteIndex> | undefined
  /** By path and UIDVALIDITY. */
  const states = shallowReactive(new Map<string, IndexState>())
  /** By path: as it was last synced. Who asks for one that is not there yet is told when it comes. */
  const refs = shallowReactive(new Map<string, MailboxRef>())
  /** What was told and not handed over yet, in order. */
  let untold: MailboxNews[] = []
  let handing: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<(taken: Taken) => void>()

  /** The worker, started when first needed; it has been handed all that was told by then. */
  async function index(): Promise<RemoteIndex> {
    const worker = await start()
    if (untold.length > 0) void hand(worker)
    return worker
  }

  function start(): Promise<RemoteIndex> {
    remote ??= openIndex()
    return remote
  }

  function tell(mailbox: MailboxRef, state: IndexState): void {
    states.set(mailboxKey(mailbox), state)
    refs.set(mailbox.path, refFrom(mailbox))
  }

  /** A mailbox the index holds headers of. */
  function refOf(path: string): MailboxRef | undefined {
    return refs.get(path)
  }

  /** Whether all headers are here. */
  function isComplete(mailbox: MailboxRef): boolean {
    const state = stateOf(mailbox)
    return state !== undefined && state.known > 0 && state.known >= state.total
  }

  /** What the index holds from an earlier visit, before the server is asked. */
  async function recall(mailbox: MailboxRef, exists: number): Promise<void> {
    if (stateOf(mailbox)) return
    const known = await (await index()).open(refFrom(mailbox))
    // As many as there are: the same ones, or nearly; what differs is found out soon.
    if (known > 0 && known === exists && !stateOf(mailbox)) tell(mailbox, { known, total: exists })
  }

  /** Something happened in a mailbox: the worker takes it over, once a frame. An index that was never begun is not kept up. */
  function take(mailbox: MailboxRef, news: IndexNews): void {
    if (!stateOf(mailbox)) return
    untold.push({ mailbox: refFrom(mailbox), news })
    handing ??= setTimeout(() => void index(), HAND_OVER_MS)
  }

  async function hand(worker: RemoteIndex): Promise<void> {
    const news = untold
    untold = []
    clearTimeout(handing)
    handing = undefined
    for (const taken of await worker.take(news)) {
      const state = stateOf(taken.mailbox)
      // Messages that went are missing no more.
      if (state && state.known !== taken.known)
        tell(taken.mailbox, { known: taken.known, total: state.total - (state.known - taken.known) })
      for (const listener of listeners) listener(taken)
    }
  }

  /** Told what became of news: how many headers there are, and which messages went that nobody named. */
  function onTaken(listener: (taken: Taken) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** The rows of a mailbox in an order, or by conversations through these mailboxes too; `undefined` where numbers say the same. */
  async function arrange(
    mailbox: MailboxRef,
    options: { order: SortOrder; outgoing: boolean; conversations: readonly MailboxRef[] | undefined },
  ): Promise<Arrangement | undefined> {
    const { conversations, ...rest } = options
    return (await index()).arrange(refFrom(mailbox), {
      ...rest,
      ...(conversations ? { conversations: conversations.map(refFrom) } : {}),
    })
  }

  /** The same, newest on top, with as many headers as are here; `undefined` where not even the UIDs are all known. */
  async function arrangeSoFar(
    mailbox: MailboxRef,
    options: { outgoing: boolean; conversations: readonly MailboxRef[] },
  ): Promise<Arrangement | undefined> {
    const { total } = stateOf(mailbox) ?? {}
    if (total === undefined) return undefined
    const conversations = options.conversations.map(refFrom)
    return (await index()).arrangeSoFar(refFrom(mailbox), { ...options, conversations, total })
  }

  /** What rows of conversations show, as last arranged. */
  async function summaries(uids: readonly number[]): Promise<ConversationSummary[]> {
    return (await index()).summaries([...uids])
  }

  /** Of a message's conversation, in every mailbox the index looked at; `undefined` where it does not know the message. */
  async function partsOf(mailbox: MailboxRef, uid: number): Promise<ConversationPart[] | undefined> {
    if (!stateOf(mailbox)) return undefined
    return (await index()).partsOf(refFrom(mailbox), uid)
  }

  /** Nothing is shown from what the index holds of a mailbox until it has been compared with the server again. */
  function mistrust(mailbox: MailboxRef): void {
    states.delete(mailboxKey(mailbox))
  }

  function stateOf(mailbox: MailboxRef): IndexState | undefined {
    return states.get(mailboxKey(mailbox))
  }

  /** Rows by sequence number; none where the index is not up to the mailbox. */
  async function rowsAt(
    mailbox: MailboxRef,
    at: { exists: number; seqs: readonly number[] },
  ): Promise<ListRow[]> {
    if (!stateOf(mailbox)) return []
    const found = await (await index()).rowsAt(mailbox, at)
    return found.length === at.seqs.length ? found.map((row, place) => rowFrom(row, at.seqs[place] ?? 0)) : []
  }

  async function rowsOf(mailbox: MailboxRef, uids: readonly number[]): Promise<ListRow[]> {
    if (!stateOf(mailbox)) return []
    return (await (await index()).rows(mailbox, uids)).map((row) => rowFrom(row, 0))
  }

  /** UIDs that surely match, ascending; `undefined` where there is no index to ask. */
  async function search(mailbox: MailboxRef, criteria: SearchCriteria): Promise<number[] | undefined> {
    if (!stateOf(mailbox)) return undefined
    return [...(await (await index()).search(refFrom(mailbox), criteria))]
  }

  /** The same, with as many rows of the newest. */
  async function look(
    mailbox: MailboxRef,
    criteria: SearchCriteria,
    count: number,
  ): Promise<{ uids: Uint32Array; newest: ListRow[] } | undefined> {
    if (!stateOf(mailbox)) return undefined
    const { uids, newest } = await (await index()).look(refFrom(mailbox), criteria, count)
    return { uids, newest: newest.map((row) => rowFrom(row, 0)) }
  }

  /** Whom what is typed may mean, of all folders that are here but those. */
  async function people({
    not,
    ...request
  }: Omit<PeopleRequest, 'mailboxes'> & { not: readonly (string | undefined)[] }): Promise<Person[]> {
    const mailboxes = [...refs.values()].filter(({ path }) => !not.includes(path)).map(refFrom)
    return mailboxes.length === 0 ? [] : (await index()).people({ ...request, mailboxes })
  }

  /** Whom an address that nobody has written to may be a slip of. */
  async function resembled(address: string, sent: string | undefined): Promise<Person | undefined> {
    const ref = sent === undefined ? undefined : refs.get(sent)
    return ref && (await index()).resembled(address, { mailboxes: [refFrom(ref)], sent })
  }

  /** The UIDs at places counted from the newest message, which is 1; those beyond what is known are `undefined`. */
  async function uidsFromTop(
    mailbox: MailboxRef,
    places: readonly number[],
  ): Promise<(number | undefined)[]> {
    if (places.length === 0 || !stateOf(mailbox)) return []
    return (await index()).uidsFromTop(refFrom(mailbox), places)
  }

  /** Nothing read is to be kept in this browser any more; what other accounts keep comes again by itself. */
  async function forget(): Promise<void> {
    states.clear()
    await Promise.allSettled([
      viewCache().clear(),
      bodyCache().clear(),
      index().then((remote) => remote.forget()),
    ])
  }

  return {
    index,
    forget,
    tell,
    mistrust,
    stateOf,
    refOf,
    isComplete,
    recall,
    take,
    onTaken,
    arrange,
    arrangeSoFar,
    summaries,
    partsOf,
    rowsAt,
    rowsOf,
    search,
    look,
    people,
    resembled,
    uidsFromTop,
  }
}

export type Headers = Store<ReturnType<typeof createHeaders>>

/** One account's, in the page's worker. */
export const useHeaderIndex = defineKeyedStore('headerIndex', (accountId) =>
  createHeaders(async () => (await import('../../index/openIndex.ts')).openIndex(accountId)),
)

/** Reactive objects do not pass between threads. */
function refFrom({ path, uidValidity }: MailboxRef): MailboxRef {
  return { path, uidValidity }
}

/** As far as headers tell; the rest comes with the row itself. */
function rowFrom(header: HeaderRow, seq: number): ListRow {
  const { name, address } = header.from
  const from = name === '' && address === '' ? [] : [header.from]
  const envelope: NonNullable<MessageRow['envelope']> = {
    ...(header.sent > 0 ? { date: new Date(header.sent).toISOString() } : {}),
    subject: header.subject,
    from,
    sender: from,
    replyTo: from,
    to: header.to,
    cc: header.cc,
    bcc: [],
  }
  return {
    seq,
    uid: header.uid,
    flags: flagsOf(header.marks),
    ...(header.received > 0 ? { internalDate: new Date(header.received).toISOString() } : {}),
    size: header.size,
    envelope,
    partial: { files: (header.traits & TRAIT.files) !== 0 },
  }
}
