import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { Folders } from '../folders/index.ts'
import type { Headers } from '../index/headerIndex.ts'
import type { ListRow, OpenMessage } from '../../mailbox/row.ts'
import { mailboxAt } from '../fetch/index.ts'
import type { Messages } from '../list/index.ts'
import type { Session } from '../session/index.ts'
import { findRelated, loadMembers } from './relatedMessages.ts'

/** What was found in one mailbox: rows that may belong, and the UIDs the index says do. */
export interface FoundMembers {
  path: string
  rows: OpenMessage[]
  belonging?: ReadonlySet<number>
}

export interface MemberSearchOptions {
  session: Pick<Session, 'client'>
  folders: Folders
  headers: Headers
  messages: Messages
}

/**
 * Where the rest of a conversation is: the index knows the list's own, in Inbox, Sent and Archive, and only rows that are not at
 * hand are fetched. What it has not seen is searched for on the server: the message's folder, and the one where the answers lie.
 * All on the side lane, behind everything the user does.
 */
export function createMemberSearch({ session, folders, headers, messages }: MemberSearchOptions) {
  const { client } = session
  const uidValidities = new Map<string, string>()

  /** The conversation as the index has it, by the headers here: nothing is asked of the server. */
  async function known({ mailbox: home, row }: OpenMessage): Promise<FoundMembers[]> {
    if (isApart(home.path)) return []
    const parts = (await headers.partsOf(home, row.uid)) ?? []
    return Promise.all(
      parts.map(async ({ mailbox, uids }) => {
        const others = mailbox.path === home.path ? uids.filter((uid) => uid !== row.uid) : uids
        const rows = (await headers.rowsOf(mailbox, others)).map((one) => ({ row: one, mailbox }))
        return { path: mailbox.path, rows, belonging: new Set(others) }
      }),
    )
  }

  /** Whether messages there stand alone. */
  function isApart(path: string): boolean {
    return [folders.pathFor('junk'), folders.pathFor('drafts'), folders.pathFor('trash')].includes(path)
  }

  /** Tells what it finds mailbox by mailbox; what cannot be had is just not there. */
  async function find(
    message: OpenMessage,
    { signal, onFound }: { signal: AbortSignal; onFound: (found: FoundMembers) => void },
  ): Promise<void> {
    const { path } = message.mailbox
    if (isApart(path)) return
    const parts = await headers.partsOf(message.mailbox, message.row.uid).catch(() => undefined)
    for (const { mailbox, uids } of parts ?? []) {
      const others = mailbox.path === path ? uids.filter((uid) => uid !== message.row.uid) : uids
      if (others.length === 0 || signal.aborted) continue
      const rows = await loadMembers(client, { ...near(mailbox, signal), uids: others }).catch(
        () => undefined,
      )
      if (rows && !signal.aborted) onFound({ path: mailbox.path, rows, belonging: new Set(others) })
    }
    const seen = new Set(parts?.map(({ mailbox }) => mailbox.path))
    const sent = folders.pathFor('sent')
    const searched = [path, path === sent ? folders.pathFor('inbox') : sent]
    for (const one of searched) {
      if (one === undefined || seen.has(one) || signal.aborted) continue
      const mailbox = one === path ? message.mailbox : await refOf(one, signal)
      if (!mailbox || signal.aborted) continue
      const rows = await findRelated(client, { ...near(mailbox, signal), message }).catch(() => {
        uidValidities.delete(one)
        return undefined
      })
      if (rows && !signal.aborted) onFound({ path: one, rows })
    }
  }

  /** Keeps the list's rows: once regrouped, a message may no longer have a row of its own. */
  function near(mailbox: MailboxRef, signal: AbortSignal) {
    const rows = messages.isCurrent(mailbox) ? messages.allRows() : []
    const known = new Map<number, ListRow>(rows.filter((row) => !row.partial).map((row) => [row.uid, row]))
    return { mailbox, known, signal }
  }

  async function refOf(path: string, signal: AbortSignal): Promise<MailboxRef | undefined> {
    const known = uidValidities.get(path)
    if (known !== undefined) return { path, uidValidity: known }
    const how = { lane: 'side', priority: 'background', signal } as const
    const found = await mailboxAt(client, path, how).catch(() => undefined)
    if (found) uidValidities.set(path, found.uidValidity)
    return found
  }

  return { known, find }
}
