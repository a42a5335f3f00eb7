import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import { PonteError } from '../../../shared/protocol/errors.ts'
import type { Result } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { chunked } from '../../../shared/mail/setPieces.ts'
import { MAX_SET_CHARACTERS } from '../../mailbox/limits.ts'
import { mailboxAt } from '../fetch/index.ts'
import { MAX_MESSAGE_ID_SEARCHES } from './limits.ts'

type Moved = Result<Commands['move']>

/** Where messages went, as far as somebody told. */
export interface Departure {
  destination: string
  /** An answer for each command. */
  moved: readonly Moved[]
  /** Of all that went; fewer when some were not known. */
  messageIds: readonly string[]
  count: number
}

/** Whether there is a way to find all of them again. */
export function canComeBack({ moved, messageIds, count }: Departure): boolean {
  return moved.every(isTold) || (messageIds.length === count && count <= MAX_MESSAGE_ID_SEARCHES)
}

/** COPYUID told (RFC 4315); Outlook may send an empty one. */
export function isTold({ uidValidity, to }: Pick<Moved, 'uidValidity' | 'to'>): boolean {
  return uidValidity !== undefined && to !== undefined && to !== ''
}

/**
 * Moves them back: by the UIDs they got, or found by Message-ID where the server did not tell.
 *
 * @returns MOVE's answers
 * @throws {PonteError} `messageGone` when one of them is not there any more
 */
export async function moveBack(
  client: Pick<BridgeClient, 'call'>,
  departure: Departure,
  home: string,
): Promise<Moved[]> {
  const answers: Moved[] = []
  const places = departure.moved.every(isTold)
    ? departure.moved.map(({ uidValidity = '', to = '' }) => ({
        mailbox: { path: departure.destination, uidValidity },
        uids: parseNumberSet(to),
      }))
    : [await findAgain(client, departure)]
  for (const { mailbox, uids } of places) {
    for (const chunk of chunked(uids, MAX_SET_CHARACTERS)) {
      const messages = { by: 'uid' as const, set: chunk.join(',') }
      answers.push(await client.call('move', { mailbox, messages, destination: home }))
    }
  }
  // A server without IDLE tells of the messages that came back only when asked.
  await client.call('noop', {}).catch(() => undefined)
  return answers
}

async function findAgain(
  client: Pick<BridgeClient, 'call'>,
  { destination, messageIds }: Departure,
): Promise<{ mailbox: MailboxRef; uids: number[] }> {
  const mailbox = await mailboxAt(client, destination)
  const uids: number[] = []
  for (const value of messageIds) {
    const criteria = { key: 'header' as const, field: 'Message-ID', value }
    const { set } = await client.call('search', { mailbox, criteria })
    // The newest copy: an older one may have been there before.
    const found = parseNumberSet(set).at(-1)
    if (found === undefined) throw new PonteError('messageGone')
    uids.push(found)
  }
  return { mailbox, uids }
}
