import { computed, onScopeDispose, shallowReactive, watch } from 'vue'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { relatedTo, timeOf } from '../../mime/conversation.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import { useFolders, type Folders } from '../folders/index.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { hasFlag, type ListRow, type OpenMessage } from '../../mailbox/row.ts'
import { messageKey } from '../../mailbox/mailboxKey.ts'
import { useMessageActions, type MessageActions } from '../actions/index.ts'
import { useMessages, type Messages } from '../list/index.ts'
import { leavingFrom } from '../../mailbox/wishes.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useHeaderIndex, type Headers } from '../index/headerIndex.ts'
import { useSettings, type SettingsStore } from '../kit/settings.ts'
import { useSession, type Session } from '../session/index.ts'
import { stillThere } from '../fetch/index.ts'
import { CONVERSATION_CHECK_MS, CONVERSATION_DELAY_MS } from './limits.ts'
import { useReading, type Reading } from './reading.ts'
import type { MessageBody } from './messageBody.ts'
import { createMemberSearch, type FoundMembers } from './conversationMembers.ts'
import { useBodyCache, type Bodies } from './bodyCache.ts'

/** What an opened line of the conversation shows. */
export type MemberState =
  | { kind: 'loading'; abort: AbortController }
  | { kind: 'shown'; body: MessageBody }
  | { kind: 'failed'; error: PonteError }

export interface ConversationOptions {
  session: Pick<Session, 'client'>
  folders: Folders
  headers: Headers
  messages: Messages
  reading: Reading
  actions: MessageActions
  bodies: Bodies
  mailbox: MailboxStore
  settings: SettingsStore
}

/** The rest of the open message's conversation: of the rows at hand, and what the server finds near it. */
export function createConversation({
  session,
  folders,
  headers,
  messages,
  reading,
  actions,
  bodies,
  mailbox,
  settings,
}: ConversationOptions) {
  /** By the path of the folder they lie in. */
  const found = shallowReactive(new Map<string, readonly OpenMessage[]>())
  /** UIDs of those that surely belong, by path: also where no Message-ID says so. */
  const belonging = shallowReactive(new Map<string, ReadonlySet<number>>())
  const members = createMemberSearch({ session, folders, headers, messages })
  const states = shallowReactive(new Map<string, MemberState>())
  let search: AbortController | undefined

  const opened = computed<OpenMessage | undefined>(() => {
    const now = reading.state
    return now.kind === 'none' ? undefined : { row: now.row, mailbox: now.mailbox }
  })

  /** All but the open one, oldest first. */
  const others = computed<OpenMessage[]>(() => {
    const open = opened.value
    if (!open || !settings.personal.conversations) return []
    const homes = new Map<ListRow, MailboxRef>()
    const here = messages.mailbox && messages.mailboxRef()
    if (here) for (const row of messages.allRows()) homes.set(row, here)
    for (const one of [...found.values()].flat()) {
      if (leavingFrom(mailbox.model.wishes, one.mailbox).has(one.row.uid)) continue
      const current = here?.path === one.mailbox.path ? messages.rowOf(one.row.uid) : undefined
      if (!current) homes.set(one.row, one.mailbox)
    }
    const belongs = (row: ListRow): boolean =>
      belonging.get(homes.get(row)?.path ?? '')?.has(row.uid) ?? false
    return relatedTo(open.row, homes.keys(), belongs).flatMap((row) => {
      const home = homes.get(row)
      return home && keyOf({ row, mailbox: home }) !== keyOf(open) ? [{ row, mailbox: home }] : []
    })
  })
  const before = computed(() => others.value.filter((one) => !isAfter(one)))
  const after = computed(() => others.value.filter(isAfter))

  function isAfter(one: OpenMessage): boolean {
    return opened.value !== undefined && timeOf(one.row) > timeOf(opened.value.row)
  }

  function keyOf({ row, mailbox }: OpenMessage): string {
    return messageKey(mailbox, row.uid)
  }

  function stateOf(one: OpenMessage): MemberState | undefined {
    return states.get(keyOf(one))
  }

  async function expand(message: OpenMessage): Promise<void> {
    const key = keyOf(message)
    if (states.get(key)?.kind === 'shown' || states.get(key)?.kind === 'loading') return
    const abort = new AbortController()
    states.set(key, { kind: 'loading', abort })
    const here = message.mailbox.path === messages.path
    const call = { lane: here ? 'main' : 'side', priority: 'user', signal: abort.signal } as const
    try {
      const { body } = await bodies.load(message, call)
      if (abort.signal.aborted) return body.release()
      states.set(key, { kind: 'shown', body })
      const row = here ? messages.rowOf(message.row.uid) : undefined
      if (row && !hasFlag(row, '\\Seen') && !messages.mailbox?.readOnly)
        void actions.setFlag(row, '\\Seen', { on: true, quiet: true })
    } catch (error) {
      if (abort.signal.aborted || isCancelled(error)) return
      states.set(key, { kind: 'failed', error: toPonteError(error) })
    }
  }

  /** The other form of an opened member. @throws PonteError */
  async function changeForm(message: OpenMessage): Promise<void> {
    const key = keyOf(message)
    const now = states.get(key)
    if (now?.kind !== 'shown') return
    const form = now.body.form === 'plain' ? 'html' : 'plain'
    const lane = message.mailbox.path === messages.path ? 'main' : 'side'
    const { signal } = new AbortController()
    const { body } = await bodies.load(message, { lane, priority: 'user', signal, form })
    if (states.get(key) !== now) return body.release()
    states.set(key, { kind: 'shown', body })
    now.body.release()
  }

  function collapse(message: OpenMessage): void {
    const state = states.get(keyOf(message))
    if (state?.kind === 'loading') state.abort.abort()
    if (state?.kind === 'shown') state.body.release()
    states.delete(keyOf(message))
  }

  function expandAll(): void {
    for (const one of others.value) void expand(one)
  }

  function collapseAll(): void {
    for (const one of others.value) collapse(one)
  }

  function reset(): void {
    search?.abort()
    search = undefined
    for (const state of states.values()) {
      if (state.kind === 'loading') state.abort.abort()
      if (state.kind === 'shown') state.body.release()
    }
    states.clear()
    found.clear()
    belonging.clear()
  }

  watch(
    () => opened.value && keyOf(opened.value),
    () => {
      reset()
      const message = opened.value
      if (message && settings.personal.conversations) void showKnown(message)
    },
    { flush: 'sync' },
  )
  watch(
    () =>
      reading.state.kind === 'shown' &&
      settings.personal.conversations &&
      opened.value &&
      // Where the answers lie may be known later than the message.
      `${keyOf(opened.value)} ${folders.pathFor('sent')}`,
    (shown) => {
      const message = opened.value
      if (!shown || !message) return
      search?.abort()
      const own = new AbortController()
      search = own
      const onFound = ({ path, rows, belonging: sure }: FoundMembers): void => {
        if (sure) belonging.set(path, sure)
        found.set(path, rows)
      }
      const find = (): void => void members.find(message, { signal: own.signal, onFound })
      const timer = setTimeout(find, CONVERSATION_DELAY_MS)
      own.signal.addEventListener('abort', () => clearTimeout(timer))
    },
  )

  /** At once and whole, so that the conversation does not grow under the reader's eyes. */
  async function showKnown(message: OpenMessage): Promise<void> {
    const all = await members.known(message).catch(() => [])
    if (opened.value?.row.uid !== message.row.uid || opened.value.mailbox !== message.mailbox) return
    for (const { path, rows, belonging: sure } of all) {
      if (found.has(path)) continue
      if (sure) belonging.set(path, sure)
      found.set(path, rows)
    }
  }

  /** Another program took something away; most servers tell a number only, which says nothing of a message without a row. */
  async function checkFound(path: string): Promise<void> {
    const here = found.get(path) ?? []
    const mailbox = here[0]?.mailbox
    if (!mailbox) return
    const behind = { lane: 'side', priority: 'background' } as const
    // That lane may not have been told yet.
    await session.client.call('noop', {}, behind)
    const left = await stillThere(session.client, { mailbox, uids: here.map(({ row }) => row.uid) }, behind)
    if (found.get(path) === here)
      found.set(
        path,
        here.filter(({ row }) => left.has(row.uid)),
      )
  }

  const checks = new Map<string, ReturnType<typeof setTimeout>>()
  const stopListening = session.client.on('expunge', ({ mailbox: path, uid }) => {
    const here = found.get(path) ?? []
    if (uid !== undefined && !here.some(({ row }) => row.uid === uid)) return
    if (here.length === 0 || checks.has(path)) return
    const check = (): void => {
      checks.delete(path)
      // What cannot be asked is still shown.
      checkFound(path).catch(() => undefined)
    }
    checks.set(path, setTimeout(check, CONVERSATION_CHECK_MS))
  })
  onScopeDispose(() => {
    stopListening()
    for (const timer of checks.values()) clearTimeout(timer)
  })

  return { others, before, after, keyOf, stateOf, expand, changeForm, collapse, expandAll, collapseAll }
}

export type Conversation = Store<ReturnType<typeof createConversation>>

/** One account's. */
export const useConversation = defineKeyedStore('conversation', (accountId) =>
  createConversation({
    session: useSession(accountId),
    folders: useFolders(accountId),
    headers: useHeaderIndex(accountId),
    messages: useMessages(accountId),
    reading: useReading(accountId),
    actions: useMessageActions(accountId),
    bodies: useBodyCache(accountId),
    mailbox: useMailbox(accountId),
    settings: useSettings(),
  }),
)
