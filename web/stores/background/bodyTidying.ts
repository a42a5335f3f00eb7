import { onScopeDispose, watch } from 'vue'
import { formatNumberSet } from '../../../shared/mail/numberSet.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BodyKey } from '../../cache/bodyCache.ts'
import type { Bodies } from '../reading/index.ts'
import type { Folders } from '../folders/index.ts'
import type { Headers } from '../index/headerIndex.ts'
import { mailboxKey } from '../../mailbox/mailboxKey.ts'
import type { Messages } from '../list/index.ts'
import type { Session } from '../session/index.ts'
import type { SettingsStore } from '../kit/settings.ts'
import { TIDY_DELAY_MS } from './limits.ts'

export interface BodyTidyingOptions {
  session: Pick<Session, 'isOwner'>
  folders: Folders
  messages: Messages
  headers: Headers
  settings: SettingsStore
  bodies: Bodies
}

/**
 * Drops kept bodies of messages that are no more: expunged here or elsewhere, now or while nobody looked, or gone with their
 * mailbox. Goes by what has been learnt anyway (folders, UIDVALIDITY, the index) and asks the server nothing.
 */
export function startBodyTidying({
  session,
  folders,
  messages,
  headers,
  settings,
  bodies,
}: BodyTidyingOptions): void {
  let timer: ReturnType<typeof setTimeout> | undefined

  async function tidy(): Promise<void> {
    if (!session.isOwner || !settings.view.keepMail) return
    const mailboxes = new Map<string, BodyKey[]>()
    for (const key of await bodies.keysOnDisk()) {
      const [, path, uidValidity] = key
      const name = mailboxKey({ path, uidValidity })
      mailboxes.set(name, [...(mailboxes.get(name) ?? []), key])
    }
    for (const keys of mailboxes.values()) {
      const gone = await goneOf(keys)
      if (gone.length > 0) await bodies.dropFromDisk(gone)
    }
  }

  /** @param keys Of one mailbox and UIDVALIDITY. */
  async function goneOf(keys: readonly BodyKey[]): Promise<readonly BodyKey[]> {
    const [, path = '', uidValidity = ''] = keys[0] ?? []
    if (folders.state.kind === 'loaded' && !folders.entryOf(path)) return keys
    if (isReplaced(path, uidValidity) || isEmpty(path)) return keys
    const mailbox = currentOf(path)
    if (mailbox?.uidValidity !== uidValidity || !isWhole(mailbox)) return []
    const set = formatNumberSet(keys.map(([, , , uid]) => uid))
    const there = new Set(await headers.search(mailbox, { key: 'uid', set }))
    // What came to a mailbox since it was on screen, the index does not know yet.
    const newest = isOpen(path) ? Infinity : await (await headers.index()).newest(mailbox)
    // What was learnt of it may have been forgotten meanwhile.
    return isWhole(mailbox) ? keys.filter(([, , , uid]) => uid <= newest && !there.has(uid)) : []
  }

  function isOpen(path: string): boolean {
    return messages.path === path && messages.phase.kind === 'open'
  }

  function currentOf(path: string): MailboxRef | undefined {
    return isOpen(path) ? messages.mailbox : headers.refOf(path)
  }

  function isReplaced(path: string, uidValidity: string): boolean {
    const current = currentOf(path)
    if (!current || isOpen(path)) return current !== undefined && current.uidValidity !== uidValidity
    // It may have been made anew since it was synced: UIDVALIDITY only grows (RFC 3501 section 2.3.1.1).
    return Number(current.uidValidity) > Number(uidValidity)
  }

  /** Whether the index has all messages there are, what has just arrived included. */
  function isWhole(mailbox: MailboxRef): boolean {
    const known = headers.stateOf(mailbox)?.known
    return headers.isComplete(mailbox) && (!isOpen(mailbox.path) || known === messages.exists)
  }

  function isEmpty(path: string): boolean {
    if (isOpen(path)) return messages.exists === 0
    return (
      folders.state.kind === 'loaded' && messages.path !== path && folders.counts.get(path)?.messages === 0
    )
  }

  /** All there is to go by, so that nothing is looked through when none of it changed. */
  function whatIsKnown(): string {
    const paths = [messages.path ?? '', ...folders.conversationPaths]
    const states = paths.map((path) => {
      const mailbox = currentOf(path)
      const state = mailbox && headers.stateOf(mailbox)
      return `${mailbox?.uidValidity} ${state?.known} ${state?.total}`
    })
    const { state, entries, counts } = folders
    const folderPaths = entries.map(({ path }) => `${path} ${counts.get(path)?.messages === 0}`)
    return [messages.phase.kind, messages.exists, ...states, state.kind, ...folderPaths].join('\n')
  }

  watch(
    whatIsKnown,
    () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void tidy().catch(() => undefined)
      }, TIDY_DELAY_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
}
