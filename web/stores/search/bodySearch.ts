import { formatNumberSet, parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { messageKey } from '../../mailbox/mailboxKey.ts'
import type { Headers } from '../index/headerIndex.ts'
import type { Bodies } from '../reading/index.ts'
import { asksBodies, foldBody, foreignLeaves, matchesBody, type ForeignWord } from './bodyMatch.ts'
import { readTexts } from './bodyTexts.ts'
import { MAX_TEXTS_CHARACTERS, READ_CHUNK } from './limits.ts'
import { sharedOut } from './localSearch.ts'
import { conjunction } from './criteria.ts'

export interface BodySearchTools {
  client: Pick<BridgeClient, 'call' | 'on'>
  headers: Pick<Headers, 'search'>
  bodies: Pick<Bodies, 'textsAtHand'>
}

export interface RestProgress {
  done: number
  count: number
}

/**
 * Looks in the texts of messages for words that the server cannot search for: in those that are here without asking anybody
 * but for flags and dates, and on wish in the rest.
 */
export function createBodySearch({ client, headers, bodies }: BodySearchTools) {
  /** Texts that were read for a search, folded, by message: the next search need not read them again. The oldest go first. */
  const texts = new Map<string, string>()
  let characters = 0

  function remember(key: string, text: string): void {
    characters += text.length - (texts.get(key)?.length ?? 0)
    texts.set(key, text)
    for (const [oldest, old] of texts) {
      if (characters <= MAX_TEXTS_CHARACTERS) return
      texts.delete(oldest)
      characters -= old.length
    }
  }

  /** UIDs among those whose text is here. */
  async function atHand(
    mailbox: MailboxRef,
    criteria: SearchCriteria,
    signal: AbortSignal,
  ): Promise<number[]> {
    if (!asksBodies(criteria)) return []
    const isMeant = await judgeOf(mailbox, criteria)
    const found = (await textsOf(mailbox)).flatMap(([uid, text]) => (isMeant(uid, text) ? [uid] : []))
    return found.length === 0 ? [] : judgedByServer(mailbox, criteria, { among: found, signal })
  }

  async function textsOf(mailbox: MailboxRef): Promise<[uid: number, text: string][]> {
    await bodies.textsAtHand(mailbox, (uid, text) => {
      const key = messageKey(mailbox, uid)
      if (!texts.has(key)) remember(key, foldBody(text))
    })
    const end = messageKey(mailbox, 0).slice(1)
    return [...texts].flatMap(([key, text]) =>
      key.endsWith(end) && key === messageKey(mailbox, Number.parseInt(key, 10))
        ? [[Number.parseInt(key, 10), text] as [number, string]]
        : [],
    )
  }

  async function judgeOf(mailbox: MailboxRef, criteria: SearchCriteria) {
    const { page, excluded } = sharedOut(criteria)
    const wanted: SearchCriteria = {
      key: 'and',
      criteria: [...page, ...excluded.map((one): SearchCriteria => ({ key: 'not', criteria: one }))],
    }
    const byHeaders = new Map<ForeignWord, ReadonlySet<number>>()
    for (const word of foreignLeaves(wanted))
      byHeaders.set(word, new Set(await headers.search(mailbox, word)))
    return (uid: number, text: string): boolean =>
      matchesBody(wanted, text, (word) => byHeaders.get(word)?.has(uid) ?? false)
  }

  /** Which of these, or of all, are meant by what the server can judge. */
  async function judgedByServer(
    mailbox: MailboxRef,
    criteria: SearchCriteria,
    { among, signal }: { among?: readonly number[]; signal: AbortSignal },
  ): Promise<number[]> {
    const { server } = sharedOut(criteria)
    if (among && server.length === 0) return [...among]
    const within: SearchCriteria[] = among
      ? [{ key: 'uid', set: formatNumberSet([...among].sort((a, b) => a - b)) }]
      : []
    const asked = [...within, ...server]
    const { set } = await client.call(
      'search',
      { mailbox, criteria: asked.length === 0 ? { key: 'all' } : conjunction(asked) },
      { lane: 'side', signal, priority: 'user' },
    )
    return parseNumberSet(set)
  }

  /**
   * Reads what nobody has read yet and looks in it, of all these mailboxes newest first, some messages of each in turn.
   *
   * @throws {PonteError} when the way to the server is lost
   */
  async function readRest(
    mailboxes: readonly MailboxRef[],
    criteria: SearchCriteria,
    {
      signal,
      onFound,
      onProgress,
    }: {
      signal: AbortSignal
      onFound(mailbox: MailboxRef, uids: readonly number[]): unknown
      onProgress(progress: RestProgress): void
    },
  ): Promise<void> {
    let slow = false
    const stop = client.on('throttled', () => (slow = true))
    try {
      const rest = []
      for (const mailbox of mailboxes) {
        const uids = (await judgedByServer(mailbox, criteria, { signal }))
          .filter((uid) => !texts.has(messageKey(mailbox, uid)))
          .sort((a, b) => b - a)
        rest.push({ mailbox, uids, isMeant: await judgeOf(mailbox, criteria) })
      }
      const count = rest.reduce((sum, { uids }) => sum + uids.length, 0)
      let done = 0
      onProgress({ done, count })
      while (rest.some(({ uids }) => uids.length > 0))
        for (const { mailbox, uids, isMeant } of rest) {
          const next = uids.splice(0, READ_CHUNK)
          if (next.length === 0) continue
          const joining: unknown[] = []
          await readTexts({
            ...{ client, mailbox, uids: next, signal },
            isSlow: () => slow,
            onText(uid, text) {
              onProgress({ done: ++done, count })
              if (text === undefined) return
              const folded = foldBody(text)
              remember(messageKey(mailbox, uid), folded)
              if (isMeant(uid, folded)) joining.push(onFound(mailbox, [uid]))
            },
          })
          await Promise.all(joining)
          if (signal.aborted) return
        }
    } finally {
      stop()
    }
  }

  return { atHand, readRest }
}

export type BodySearch = ReturnType<typeof createBodySearch>
