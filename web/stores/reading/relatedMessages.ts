import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { threadIdsOf, timeOf } from '../../mime/conversation.ts'
import { loadRows } from '../fetch/index.ts'
import type { ListRow, OpenMessage } from '../../mailbox/row.ts'
import { CONVERSATION_DAYS, CONVERSATION_FETCHED, CONVERSATION_IDS, CONVERSATION_UIDS } from './limits.ts'

const ASCII = /^[\x21-\x7e]+$/

export interface RelatedOptions {
  message: OpenMessage
  mailbox: MailboxRef
  /** Whole rows of that mailbox that need not be asked for, by UID. */
  known: ReadonlyMap<number, ListRow>
  signal: AbortSignal
}

/**
 * Messages of one mailbox that name the open one, or that it names, by SEARCH HEADER on the side lane: never in the way
 * of what the user does.
 */
export async function findRelated(client: BridgeClient, options: RelatedOptions): Promise<OpenMessage[]> {
  const { message, mailbox, known, signal } = options
  const criteria = criteriaFor(message, mailbox)
  if (!criteria) return []
  const background = { lane: 'side', priority: 'background', signal } as const
  const { set } = await client.call('search', { mailbox, criteria }, background)
  return loadMembers(client, { mailbox, uids: parseNumberSet(set), known, signal })
}

/** Their rows, of the newest: those at hand, and the others in one FETCH. @param options.uids Ascending. */
export async function loadMembers(
  client: BridgeClient,
  { mailbox, uids: told, known, signal }: Omit<RelatedOptions, 'message'> & { uids: readonly number[] },
): Promise<OpenMessage[]> {
  const all = told.slice(-CONVERSATION_FETCHED)
  const rows = all.flatMap((uid) => known.get(uid) ?? [])
  const uids = all.filter((uid) => !known.has(uid))
  if (uids.length === 0) return inMailbox(rows, mailbox)
  await loadRows(client, {
    mailbox,
    by: 'uid',
    numbers: uids,
    lane: 'side',
    priority: 'background',
    signal,
    onRows: (more) => void rows.push(...more),
  })
  return inMailbox(rows, mailbox)
}

function inMailbox(rows: readonly ListRow[], mailbox: MailboxRef): OpenMessage[] {
  return rows.map((row) => ({ row, mailbox }))
}

function criteriaFor({ row, mailbox }: OpenMessage, searched: MailboxRef): SearchCriteria | undefined {
  const { own, ancestors } = threadIdsOf(row)
  const chain = ancestors.filter((id) => ASCII.test(id))
  const root = chain[0] ?? own
  if (root === undefined || !ASCII.test(root)) return undefined
  const wanted = [...new Set([root, ...chain.slice(1 - CONVERSATION_IDS)])]
  const header = (field: string, value: string): SearchCriteria => ({ key: 'header', field, value })
  const answered = own === undefined || !ASCII.test(own) ? [] : [own]
  const names = [
    ...wanted.filter((id) => id !== own).map((id) => header('Message-ID', id)),
    // An answer may name no more than what it answers.
    ...[...new Set([root, ...answered])].map((id) => header('References', id)),
    ...answered.map((id) => header('In-Reply-To', id)),
  ]
  const same = mailbox.path === searched.path
  return { key: 'and', criteria: [...(same ? nearUid(row.uid) : nearDate(timeOf(row))), anyOf(names)] }
}

function nearUid(uid: number): SearchCriteria[] {
  return [{ key: 'uid', set: `${Math.max(1, uid - CONVERSATION_UIDS)}:${uid + CONVERSATION_UIDS}` }]
}

function nearDate(time: number): SearchCriteria[] {
  if (time === 0) return []
  const day = (by: number): string => new Date(time + by * 86_400_000).toISOString().slice(0, 10)
  return [
    { key: 'since', day: day(-CONVERSATION_DAYS) },
    { key: 'before', day: day(CONVERSATION_DAYS) },
  ]
}

function anyOf(all: SearchCriteria[]): SearchCriteria {
  return all.reduce((one, other) => ({ key: 'or', criteria: [one, other] }))
}
