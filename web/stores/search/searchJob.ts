import { formatNumberSet, parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import { PonteError } from '../../../shared/protocol/errors.ts'
import type { LaneName } from '../../../shared/protocol/events.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import type { IndexState } from '../index/headerIndex.ts'
import { asksBodies } from './bodyMatch.ts'
import { asksFlagsAlone } from './flagKeys.ts'
import { LOCAL_HEADERS_CHUNK, MAX_LOCAL_HEADERS } from './limits.ts'
import { foreignWords, matchesHeaders, narrowedToAscii, sharedOut } from './localSearch.ts'
import { conjunction, conjuncts } from './criteria.ts'
import { sliceEnds, sliceMailbox, type SearchSlice } from './searchSlices.ts'

export interface SearchRequest {
  mailbox: MailboxRef
  criteria: SearchCriteria
  /** As SELECT or STATUS told. */
  exists: number
  uidNext?: number | undefined
  lane: LaneName
}

/** What a search is made with. */
export interface SearchTools {
  client: Pick<BridgeClient, 'call'>
  headers: {
    stateOf(mailbox: MailboxRef): IndexState | undefined
    search(mailbox: MailboxRef, criteria: SearchCriteria): Promise<number[] | undefined>
    uidsFromTop(mailbox: MailboxRef, places: readonly number[]): Promise<(number | undefined)[]>
  }
  /** Which messages have the words in their texts, as far as those are here. */
  textsAtHand(mailbox: MailboxRef, criteria: SearchCriteria, signal: AbortSignal): Promise<number[]>
}

/** What the server could not search for, and of how many messages the headers were compared instead. */
export interface Compared {
  text: string
  count: number
  /** With the index of this browser, or with headers asked for: of all that could be meant, or of the newest. */
  by: 'index' | 'headers' | 'newestHeaders'
  /** Texts may have it too; those at hand were looked in. */
  texts: boolean
}

/** A search of one mailbox, newest messages first, a command at a time: it can be left and gone on with. */
export interface SearchJob {
  readonly mailbox: MailboxRef
  /** Messages of the mailbox, and how many of them have been searched. */
  readonly count: number
  readonly done: number
  readonly over: boolean
  readonly compared: Compared | undefined
  /** Searches the next part. @returns what no part before had found, in no order. @throws PonteError; the part can be asked for again */
  next(signal: AbortSignal): Promise<number[]>
}

export async function createSearchJob(tools: SearchTools, request: SearchRequest): Promise<SearchJob> {
  const { client, headers } = tools
  const { mailbox, criteria, exists, uidNext, lane } = request
  const left = asksFlagsAlone(criteria)
    ? [{ messages: exists }]
    : sliceMailbox({
        exists,
        uidNext,
        known: await headers.uidsFromTop(mailbox, sliceEnds(exists).slice(0, -1)),
      })
  /** What the server is asked, once it has refused the characters: less than what is meant. */
  let narrowed: SearchCriteria | undefined
  /** What the index finds of the rest. */
  let byIndex: { found: ReadonlySet<number> | undefined; without: ReadonlySet<number> } | undefined
  /** Found by the narrowed search, newest last, whose headers are still to be compared; of so many messages each. */
  let candidates: { uids: number[]; share: number } = { uids: [], share: 0 }
  let compared: Compared | undefined
  let done = 0

  async function ask(slice: SearchSlice, signal: AbortSignal): Promise<number[]> {
    const asked = conjuncts(narrowed ?? criteria)
    const within: SearchCriteria[] = slice.set === undefined ? [] : [{ key: 'uid', set: slice.set }]
    const { set } = await client.call(
      'search',
      { mailbox, criteria: conjunction([...within, ...asked]) },
      { lane, signal, priority: 'user' },
    )
    return parseNumberSet(set)
  }

  /** The server refuses the characters: headers say what it cannot. @returns what the index has found at once. */
  async function narrow(signal: AbortSignal): Promise<number[]> {
    const text = foreignWords(criteria).join(' ')
    const texts = asksBodies(criteria)
    const inTexts = texts ? tools.textsAtHand(mailbox, criteria, signal).catch(() => []) : []
    const state = headers.stateOf(mailbox)
    if (!state || state.known < state.total) {
      narrowed = narrowedToAscii(criteria)
      compared = { text, count: 0, by: 'headers', texts }
      return inTexts
    }
    const { server, page, excluded } = sharedOut(criteria)
    const find = async (one: SearchCriteria): Promise<number[]> => (await headers.search(mailbox, one)) ?? []
    const found = page.length === 0 ? undefined : new Set(await find(conjunction(page)))
    const without = new Set((await Promise.all(excluded.map(find))).flat())
    narrowed = conjunction(server)
    byIndex = { found, without }
    compared = { text, count: state.total, by: 'index', texts }
    if (!found || server.length > 0) return inTexts
    // There is nothing left that the server should say.
    left.length = 0
    done = exists
    return [...[...found].filter((uid) => !without.has(uid)), ...(await inTexts)]
  }

  async function compare(signal: AbortSignal): Promise<number[]> {
    const { uids, share } = candidates
    const chunk = uids.slice(-LOCAL_HEADERS_CHUNK)
    const found: number[] = []
    await client.call(
      'fetch',
      { mailbox, messages: { by: 'uid', set: formatNumberSet(chunk) }, fields: ['envelope'] },
      {
        lane,
        signal,
        priority: 'user',
        onItem(row) {
          if (Array.isArray(row) || row.uid === undefined || !row.envelope) return
          if (matchesHeaders(criteria, row.envelope)) found.push(row.uid)
        },
      },
    )
    candidates = { uids: uids.slice(0, -chunk.length), share }
    done += chunk.length * share
    if (compared) compared = { ...compared, count: compared.count + chunk.length }
    return found
  }

  /** @param found By the narrowed search, ascending. */
  function toCompare(found: number[], slice: SearchSlice): void {
    const room = MAX_LOCAL_HEADERS - (compared?.count ?? 0)
    candidates = { uids: found.slice(-room), share: slice.messages / Math.max(found.length, 1) }
    if (found.length === 0) done += slice.messages
    if (found.length < room || (found.length === room && left.length === 0)) return
    left.length = 0
    if (compared) compared = { ...compared, by: 'newestHeaders' }
  }

  async function next(signal: AbortSignal): Promise<number[]> {
    if (candidates.uids.length > 0) return compare(signal)
    const [slice] = left
    if (!slice) return []
    try {
      const found = await ask(slice, signal)
      left.shift()
      if (compared?.by === 'headers') {
        toCompare(found, slice)
        return []
      }
      done += slice.messages
      return byIndex ? found.filter((uid) => isMeant(uid)) : found
    } catch (error) {
      if (narrowed || !(error instanceof PonteError) || error.code !== 'badCharset') throw error
      return narrow(signal)
    }
  }

  function isMeant(uid: number): boolean {
    return byIndex !== undefined && (byIndex.found?.has(uid) ?? true) && !byIndex.without.has(uid)
  }

  return {
    mailbox,
    count: exists,
    get done() {
      return Math.min(Math.round(done), exists)
    },
    get over() {
      return left.length === 0 && candidates.uids.length === 0
    },
    get compared() {
      return compared
    },
    next,
  }
}
