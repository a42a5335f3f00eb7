import { shallowReactive } from 'vue'
import type { MessageRow } from '../../shared/mail/message.ts'
import type { SearchCriteria } from '../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import { viewCache } from '../cache/viewCache.ts'
import type { HeaderRow, Person } from '../index/headerBlock.ts'
import type { RemoteIndex } from '../index/openIndex.ts'
import { flagsOf, MARK } from '../index/marks.ts'
import { defineKeyedStore } from './keyed.ts'
import type { ListRow } from './listRow.ts'

/** How much of a mailbox the index holds. */
export interface IndexState {
  known: number
  total: number
}

/** The headers this browser keeps: a worker's, asked only once it has been started, and never waited for by anything that shows. */
export const useHeaderIndex = defineKeyedStore('headerIndex', (accountId) => {
  let remote: Promise<RemoteIndex> | undefined
  /** By path and UIDVALIDITY. */
  const states = shallowReactive(new Map<string, IndexState>())

  /** The worker, started when first needed. */
  function index(): Promise<RemoteIndex> {
    remote ??= import('../index/openIndex.ts').then(({ openIndex }) => openIndex(accountId))
    return remote
  }

  function tell(mailbox: MailboxRef, state: IndexState): void {
    states.set(keyOf(mailbox), state)
  }

  function stateOf(mailbox: MailboxRef): IndexState | undefined {
    return states.get(keyOf(mailbox))
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
    const ref = { path: mailbox.path, uidValidity: mailbox.uidValidity }
    return [...(await (await index()).search(ref, criteria))]
  }

  /** The UIDs at places counted from the newest message, which is 1; those beyond what is known are `undefined`. */
  async function uidsFromTop(
    mailbox: MailboxRef,
    places: readonly number[],
  ): Promise<(number | undefined)[]> {
    if (places.length === 0 || !stateOf(mailbox)) return []
    const ref = { path: mailbox.path, uidValidity: mailbox.uidValidity }
    return (await index()).uidsFromTop(ref, places)
  }

  /** Nothing read is to be kept in this browser any more; what other accounts keep comes again by itself. */
  async function forget(): Promise<void> {
    states.clear()
    await Promise.allSettled([viewCache().clear(), index().then((remote) => remote.forget())])
  }

  return { index, forget, tell, stateOf, rowsAt, rowsOf, search, uidsFromTop }
})

function keyOf({ path, uidValidity }: MailboxRef): string {
  return `${uidValidity} ${path}`
}

/** As far as headers tell; the rest comes with the row itself. */
function rowFrom(header: HeaderRow, seq: number): ListRow {
  const people = (one: Person): { name: string; address: string }[] =>
    one.name === '' && one.address === '' ? [] : [one]
  const from = people(header.from)
  const envelope: NonNullable<MessageRow['envelope']> = {
    ...(header.sent > 0 ? { date: new Date(header.sent).toISOString() } : {}),
    subject: header.subject,
    from,
    sender: from,
    replyTo: from,
    to: people(header.to),
    cc: [],
    bcc: [],
  }
  return {
    seq,
    uid: header.uid,
    flags: flagsOf(header.marks),
    ...(header.received > 0 ? { internalDate: new Date(header.received).toISOString() } : {}),
    size: header.size,
    envelope,
    partial: { files: (header.marks & MARK.files) !== 0 },
  }
}
