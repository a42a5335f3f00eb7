import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { decodeText } from '../../mime/charset.ts'
import { choosePartsToShow } from '../../mime/choosePartsToShow.ts'
import { ANSWERS, readInvitation, type Answer } from '../../mime/invitation.ts'
import { invitationIn } from '../../mime/invitationPart.ts'
import { isAmong } from '../../mime/reply.ts'
import { loadRows, loadSection, mailboxAt } from '../fetch/index.ts'
import { partSection } from '../reading/index.ts'
import { MAX_ANSWER_BYTES, MAX_ANSWERS_READ } from './limits.ts'

export interface AnswerRequest {
  /** The Sent folder. */
  path: string
  /** The invitation's Message-ID, and the event it is about. */
  messageId: string
  key: string
  own: readonly string[]
  signal: AbortSignal
}

/**
 * How an invitation was answered, perhaps on another device: what the newest answer to it in Sent says. Behind everything
 * else, and nothing where the server does not find it.
 */
export async function findGivenAnswer(
  client: BridgeClient,
  { path, messageId, key, own, signal }: AnswerRequest,
): Promise<Answer | undefined> {
  const behind = { lane: 'side', priority: 'background', signal } as const
  const mailbox = await mailboxAt(client, path, behind)
  const value = messageId.replace(/^<|>$/g, '')
  const criteria = { key: 'header', field: 'In-Reply-To', value } as const
  const { set } = await client.call('search', { mailbox, criteria }, behind)
  const numbers = set === '' ? [] : parseNumberSet(set).slice(-MAX_ANSWERS_READ)
  if (numbers.length === 0) return undefined
  const rows: ListRow[] = []
  await loadRows(client, {
    mailbox,
    by: 'uid',
    numbers,
    ...behind,
    onRows: (some) => void rows.push(...some),
  })
  for (const { uid, bodyStructure } of rows.sort((a, b) => b.uid - a.uid)) {
    const part = bodyStructure && invitationIn(choosePartsToShow(bodyStructure).attachments)
    if (!part) continue
    const section = partSection(part)
    const { bytes } = await loadSection(client, { mailbox, uid, section, bound: MAX_ANSWER_BYTES, signal })
    const answer = readInvitation(decodeText(bytes, part.parameters['charset']))
    const guest = answer?.guests.find(({ address }) => isAmong(address, own))
    const given = ANSWERS.find((one) => one === guest?.status)
    if (answer?.method === 'REPLY' && answer.key === key && given) return given
  }
  return undefined
}
