import { formatNumberSet, parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import type { Uids } from '../../mailbox/order.ts'
import { MAX_SET_CHARACTERS } from '../../mailbox/limits.ts'
import { asksFlagsAlone } from './flagKeys.ts'
import { conjunction } from './criteria.ts'

export interface SearchAgainOptions {
  client: Pick<BridgeClient, 'call'>
  messages: {
    readonly found: { readonly uids: Uids } | undefined
    readonly mailbox: { readonly uidNext?: number | undefined } | undefined
    mailboxRef(): MailboxRef
    isCurrent(mailbox: MailboxRef): boolean
    showFound(uids: readonly number[], again: boolean): void
  }
}

/**
 * Makes the results on screen right again when messages came or went, in one command: which of them are still there, and which
 * of the new ones are meant. Words of a message never change (RFC 3501 section 2.3.1.1), so that only flags are searched for
 * anew.
 */
export function createSearchAgain({ client, messages }: SearchAgainOptions) {
  /** UIDNEXT when what is shown was searched; `undefined` where the server does not tell. */
  let searchedTo: number | undefined
  let isDue = false
  let running: AbortController | undefined

  async function run(wanted: SearchCriteria): Promise<void> {
    running?.abort()
    const own = new AbortController()
    running = own
    isDue = false
    const mailbox = messages.mailboxRef()
    const before = messages.found?.uids ?? []
    const next = messages.mailbox?.uidNext
    const flagsAlone = asksFlagsAlone(wanted)
    const anew: SearchCriteria =
      flagsAlone || searchedTo === undefined
        ? wanted
        : conjunction([{ key: 'uid', set: `${searchedTo}:*` }, wanted])
    const set = formatNumberSet(before)
    const named = set !== '' && set.length <= MAX_SET_CHARACTERS
    try {
      const found = await client.call(
        'search',
        {
          mailbox,
          // What was read meanwhile stays among the unread, until the filter is chosen anew.
          criteria: named ? { key: 'or', criteria: [anew, { key: 'uid', set }] } : anew,
        },
        { lane: flagsAlone ? 'main' : 'side', signal: own.signal, priority: 'user' },
      )
      if (own.signal.aborted || !messages.isCurrent(mailbox)) return
      const uids = parseNumberSet(found.set)
      // Too many to be named: those that went show as rows that are not there.
      const kept = named || flagsAlone ? [] : before
      messages.showFound(kept.length === 0 ? uids : union(kept, uids), true)
      if (searchedTo !== undefined) searchedTo = next
    } catch {
      // What is shown may be old: the next change tries again.
    } finally {
      if (running === own) running = undefined
    }
  }

  return {
    run,
    /** A search begins, which finds all there is by now. */
    from(uidNext: number | undefined) {
      searchedTo = uidNext
      isDue = false
    },
    due: () => void (isDue = true),
    isDue: () => isDue,
    cancel: () => running?.abort(),
  }
}

function union(some: Uids, others: Uids): number[] {
  return [...new Set([...some, ...others])].sort((a, b) => a - b)
}
