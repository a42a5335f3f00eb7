import { formatNumberSet, parseNumberSet } from '../../shared/mail/numberSet.ts'
import type { SearchCriteria } from '../../shared/mail/searchCriteria.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import type { LaneName } from '../../shared/protocol/events.ts'
import type { MailboxRef } from '../../shared/protocol/values.ts'
import type { BridgeClient } from '../bridge/types.ts'
import { LOCAL_HEADERS_CHUNK, MAX_LOCAL_HEADERS } from './listLimits.ts'
import { foreignWords, matchesHeaders, narrowedToAscii } from './localSearch.ts'

export interface SearchRequest {
  mailbox: MailboxRef
  criteria: SearchCriteria
  lane: LaneName
  signal: AbortSignal
  /** Headers compared in the page so far, of so many. */
  onProgress(done: number, count: number): void
}

export interface Found {
  /** Ascending. */
  uids: number[]
  /** What the server could not search for, and of how many messages the headers were compared instead. */
  compared?: { text: string; count: number; all: boolean }
}

/** Searches on the server; where it refuses the characters, headers of what it can narrow down to are compared here. */
export async function runSearch(client: BridgeClient, request: SearchRequest): Promise<Found> {
  const { mailbox, criteria, lane, signal } = request
  try {
    const { set } = await client.call('search', { mailbox, criteria }, { lane, signal, priority: 'user' })
    return { uids: parseNumberSet(set) }
  } catch (error) {
    if (error instanceof PonteError && error.code === 'badCharset') return compareHeaders(client, request)
    throw error
  }
}

async function compareHeaders(client: BridgeClient, request: SearchRequest): Promise<Found> {
  const { mailbox, criteria, lane, signal, onProgress } = request
  const options = { lane, signal, priority: 'user' } as const
  const { set } = await client.call('search', { mailbox, criteria: narrowedToAscii(criteria) }, options)
  const candidates = parseNumberSet(set)
  const newest = candidates.slice(-MAX_LOCAL_HEADERS).reverse()
  const uids: number[] = []
  for (let at = 0; at < newest.length; at += LOCAL_HEADERS_CHUNK) {
    onProgress(at, newest.length)
    const messages = { by: 'uid' as const, set: formatNumberSet(newest.slice(at, at + LOCAL_HEADERS_CHUNK)) }
    await client.call(
      'fetch',
      { mailbox, messages, fields: ['envelope'] },
      {
        ...options,
        onItem(row) {
          if (Array.isArray(row) || row.uid === undefined || !row.envelope) return
          if (matchesHeaders(criteria, row.envelope)) uids.push(row.uid)
        },
      },
    )
  }
  return {
    uids: uids.sort((a, b) => a - b),
    compared: {
      text: foreignWords(criteria).join(' '),
      count: newest.length,
      all: newest.length === candidates.length,
    },
  }
}
