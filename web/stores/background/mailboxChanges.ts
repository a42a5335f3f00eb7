import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { marksOf } from '../../index/marks.ts'
import type { ServerChanges, ServerSets } from '../../index/reconcile.ts'
import { statusOfAll } from '../fetch/index.ts'
import { toPonteError } from '../kit/failure.ts'

/** What a mailbox was like at one moment. */
export interface MailboxFigures {
  messages: number
  /** Where the server has CONDSTORE (RFC 7162). */
  highestModSeq: string
}

export interface MailboxQuestion {
  mailbox: MailboxRef
  signal: AbortSignal
  /** Resolves when nothing the user waits for is under way on the side lane. */
  untilFree(): Promise<void>
}

export interface MailboxChangesOptions {
  client: Pick<BridgeClient, 'call'>
  /** As last counted: which of two flags fewer messages have. */
  countsOf(path: string): { messages: number; unseen: number } | undefined
}

/** Refusals after which there is another way to ask. */
const OTHER_WAY = ['unsupported', 'serverNo', 'serverBad', 'tooLarge']

/** What the server is asked about a mailbox to bring its index up to it: on the side lane, behind everything the user does. */
export function createMailboxChanges({ client, countsOf }: MailboxChangesOptions) {
  const background = (signal: AbortSignal) => ({ lane: 'side', priority: 'background', signal }) as const

  /** STATUS, before anything else is asked: what it tells is surely in what comes then. `undefined` without CONDSTORE. */
  async function figures({
    mailbox,
    signal,
    untilFree,
  }: MailboxQuestion): Promise<MailboxFigures | undefined> {
    await untilFree()
    let found: MailboxFigures | undefined
    await statusOfAll(
      client,
      {
        paths: [mailbox.path],
        fields: ['uidValidity', 'messages', 'highestModSeq'],
        onItem({ uidValidity, messages, highestModSeq }) {
          if (uidValidity === mailbox.uidValidity) found = figuresFrom({ messages, highestModSeq })
        },
      },
      background(signal),
    )
    return found
  }

  /** What changed since, by QRESYNC, else by CONDSTORE; `undefined` where the server has neither for this mailbox. */
  async function since(question: MailboxQuestion, modSeq: string): Promise<ServerChanges | undefined> {
    for (const vanished of [true, false]) {
      try {
        return await ask(question, { changedSince: modSeq, ...(vanished && { vanished }) })
      } catch (error) {
        if (!OTHER_WAY.includes(toPonteError(error).code)) throw error
      }
    }
    return undefined
  }

  async function ask(
    { mailbox, signal, untilFree }: MailboxQuestion,
    how: { changedSince: string; vanished?: boolean },
  ): Promise<ServerChanges> {
    const uids: number[] = []
    const marks: number[] = []
    await untilFree()
    const { vanished = [] } = await client.call(
      'fetch',
      { mailbox, messages: { by: 'uid', set: '1:*' }, fields: ['flags'], ...how },
      {
        ...background(signal),
        onItem(row) {
          if (Array.isArray(row) || row.uid === undefined || !row.flags) return
          uids.push(row.uid)
          marks.push(marksOf(row.flags))
        },
        onRestart: () => void (uids.length = marks.length = 0),
      },
    )
    return { uids, marks, vanished }
  }

  /** UIDs of all messages and, where there are headers whose flags may be old, of those with a flag: any server can tell. */
  async function sets(
    question: MailboxQuestion,
    flags: { none: boolean; keywords: boolean },
  ): Promise<ServerSets> {
    const { path } = question.mailbox
    const all = await search(question, { key: 'all' })
    if (flags.none || all === '') return { all }
    // Of these alone, so that no search asks for what came meanwhile.
    const within = { key: 'uid', set: `1:${lastOf(all)}` } as const
    const having = (criteria: SearchCriteria): Promise<string> =>
      search(question, { key: 'and', criteria: [within, criteria] })
    const { unseen = 0, messages: count = 0 } = countsOf(path) ?? {}
    // The smaller of the two says the same.
    const seen =
      unseen * 2 > count
        ? { seen: await having({ key: 'seen' }) }
        : { unseen: await having({ key: 'unseen' }) }
    return {
      all,
      ...seen,
      flagged: await having({ key: 'flagged' }),
      answered: await having({ key: 'answered' }),
      deleted: await having({ key: 'deleted' }),
      draft: await having({ key: 'draft' }),
      ...(flags.keywords && {
        forwarded: await having({ key: 'keyword', flag: '$Forwarded' }),
      }),
    }
  }

  /** UIDs, as one set, however long. */
  async function search(
    { mailbox, signal, untilFree }: MailboxQuestion,
    criteria: SearchCriteria,
  ): Promise<string> {
    let parts: string[] = []
    await untilFree()
    const { set } = await client.call(
      'search',
      { mailbox, criteria },
      {
        ...background(signal),
        onItem: (part) => void parts.push(part.set),
        onRestart: () => void (parts = []),
      },
    )
    return [...parts, set].filter((part) => part !== '').join()
  }

  return { figures, since, sets, search }
}

/** The highest UID of an ascending set. */
function lastOf(set: string): string {
  return /\d+$/.exec(set)?.[0] ?? '*'
}

/** @returns `undefined` where the server has no CONDSTORE, or not for this mailbox: then it tells 0 (RFC 7162 section 3.1.7). */
export function figuresFrom(told: {
  messages?: number | undefined
  highestModSeq?: string | undefined
}): MailboxFigures | undefined {
  const { messages, highestModSeq = '0' } = told
  return messages === undefined || /^0+$/.test(highestModSeq) ? undefined : { messages, highestModSeq }
}
