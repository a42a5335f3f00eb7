import { onScopeDispose, watch } from 'vue'
import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { isAmong } from '../../mime/reply.ts'
import { loadRows, statusOf } from '../fetch/index.ts'
import type { Folders } from '../folders/index.ts'
import type { MailboxStore } from '../mailbox/index.ts'
import type { Blocking } from '../blocking/index.ts'
import type { Session } from '../session/index.ts'
import { JUNK_DELAY_MS, MAX_NAMED_SENDERS } from './limits.ts'

export interface JunkFilingOptions {
  session: Pick<Session, 'client' | 'isOwner'>
  folders: Folders
  mailbox: Pick<MailboxStore, 'wishLeave'>
  blocking: Blocking
}

const BEHIND = { lane: 'side', priority: 'background' } as const

/**
 * Files mail of blocked senders as junk when it comes, or at the next sign-in: no server of ours could do it meanwhile. What
 * somebody took back out of the junk folder stays.
 */
export function startJunkFiling({ session, folders, mailbox, blocking }: JunkFilingOptions): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isBusy = false
  let isLate = false
  /** What was filed here, by Message-ID: what of it comes back was wanted. */
  const filed = new Set<string>()

  async function look(): Promise<void> {
    const inbox = folders.pathFor('inbox') ?? 'INBOX'
    const junk = folders.pathFor('junk')
    const senders = blocking.senders.slice(-MAX_NAMED_SENDERS)
    if (!session.isOwner || junk === undefined || senders.length === 0) return
    const { mailbox: ref, uidNext } = await statusOf(session.client, inbox, BEHIND)
    if (uidNext === undefined) return
    const { lookedThrough } = blocking
    // Nothing was looked at yet, or it is another mailbox: it begins with what comes next.
    const from = lookedThrough?.uidValidity === ref.uidValidity ? lookedThrough.uidNext : uidNext
    if (from < uidNext) {
      const unwanted = await findUnwanted(ref, { from, senders })
      const uids = unwanted.map(({ uid }) => uid)
      if (uids.length > 0) {
        const { refusal } = await mailbox.wishLeave({ mailbox: ref, uids, destination: junk })
        // Looked at again when more mail comes.
        if (refusal) return
      }
      for (const { envelope } of unwanted) if (envelope?.messageId) filed.add(envelope.messageId)
    }
    if (from !== uidNext || !lookedThrough) blocking.lookThrough({ uidValidity: ref.uidValidity, uidNext })
  }

  /** Those among the messages from this UID on whom somebody blocked wrote. */
  async function findUnwanted(
    ref: MailboxRef,
    { from, senders }: { from: number; senders: readonly string[] },
  ): Promise<ListRow[]> {
    const criteria: SearchCriteria = {
      key: 'and',
      criteria: [{ key: 'uid', set: `${from}:*` }, writtenBy(senders)],
    }
    const { set } = await session.client.call('search', { mailbox: ref, criteria }, BEHIND)
    const rows: ListRow[] = []
    if (set === '') return rows
    const question = { mailbox: ref, by: 'uid', numbers: parseNumberSet(set), ...BEHIND } as const
    await loadRows(session.client, { ...question, onRows: (some) => void rows.push(...some) })
    // SEARCH takes a part of an address for it, and `n:*` names the last message whatever its number is.
    return rows.filter(
      ({ uid, envelope }) =>
        uid >= from &&
        envelope?.from?.some(({ address }) => isAmong(address, senders)) &&
        !(envelope.messageId !== undefined && filed.has(envelope.messageId)),
    )
  }

  async function lookNow(): Promise<void> {
    if (isBusy) return void (isLate = true)
    isBusy = true
    try {
      // A lost connection, or a refusal: the next mail, or the next sign-in, asks again.
      await look().catch(() => undefined)
    } finally {
      isBusy = false
    }
    if (isLate) lookSoon()
    isLate = false
  }

  function lookSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void lookNow(), JUNK_DELAY_MS)
  }

  watch(
    () => [
      folders.state.kind,
      folders.counts.get(folders.pathFor('inbox') ?? 'INBOX')?.messages,
      blocking.senders,
    ],
    () => folders.state.kind === 'loaded' && blocking.senders.length > 0 && lookSoon(),
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}

/** Halved again and again: criteria may not be nested as deep as there are senders. */
function writtenBy(senders: readonly string[]): SearchCriteria {
  if (senders.length === 1) return { key: 'from', value: senders[0] ?? '' }
  const half = Math.ceil(senders.length / 2)
  return { key: 'or', criteria: [writtenBy(senders.slice(0, half)), writtenBy(senders.slice(half))] }
}
