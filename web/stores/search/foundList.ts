import { computed, effectScope, proxyRefs, shallowReactive, shallowRef, watch } from 'vue'
import { formatNumberSet } from '../../../shared/mail/numberSet.ts'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { changedFlags, type FlagChange } from '../../mailbox/flagChange.ts'
import { mailboxKey, messageKey } from '../../mailbox/mailboxKey.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { withWishedFlags } from '../../mailbox/view.ts'
import { loadRows } from '../fetch/index.ts'
import type { Headers } from '../index/headerIndex.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import type { NamedMessages } from '../list/index.ts'
import type { MailboxStore } from '../mailbox/index.ts'
import { createFoundChoice } from './foundChoice.ts'
import type { FoundMessage } from './foundMessage.ts'
import { DATES_CHUNK, MAX_FOUND_OF_FOLDER } from './limits.ts'

export interface FoundListOptions {
  client: Pick<BridgeClient, 'call' | 'on'>
  mailbox: MailboxStore
  headers: Headers
}

/** The user waits for it, in a mailbox that is not on screen. */
const AHEAD = { lane: 'side', priority: 'user' } as const

/**
 * What a search has found in many folders, as one list, newest first. Messages on their way out are left out at once, and one
 * that comes back, or goes to another folder that was searched, takes its place again.
 */
export function createFoundList({ client, mailbox, headers }: FoundListOptions) {
  const scope = effectScope(true)
  const ending = new AbortController()
  const all = shallowRef<ReadonlyMap<string, FoundMessage>>(new Map())
  /** By mailbox: results older than those that are listed. */
  const older = shallowReactive(new Map<string, number>())
  const rows = shallowReactive(new Map<string, ListRow>())
  const rowsError = shallowRef<PonteError>()
  /** Where the keyboard is. */
  const cursor = shallowRef<string>()
  /** Mailboxes that are searched: what is filed there shows again. */
  const searched = new Map<string, MailboxRef>()
  let wanted: readonly FoundMessage[] = []
  let isLoading = false

  const stores = scope.run(() => {
    const leaving = computed(() => mailbox.model.wishes.leaving)
    const departed = computed(() => mailbox.model.mailbox?.departed)
    const about = computed(() => mailbox.model.mailbox?.about)
    const hidden = computed(() => {
      const keys = new Set<string>()
      for (const wish of leaving.value.values())
        for (const uid of wish.uids) keys.add(messageKey(wish.mailbox, uid))
      const { value: here } = about
      if (here) for (const uid of departed.value ?? []) keys.add(messageKey(here, uid))
      return keys
    })
    const list = computed(() =>
      [...all.value.values()]
        .filter(({ key }) => !hidden.value.has(key))
        .sort((one, other) => other.received - one.received || other.uid - one.uid),
    )
    const places = computed(() => new Map(list.value.map(({ key }, index) => [key, index])))
    const count = computed(() => [...older.values()].reduce((sum, one) => sum + one, list.value.length))
    watch(() => mailbox.model.filed, takeFiled)
    return { list, places, count, hidden }
  })
  if (!stores) throw new Error('the scope had ended')
  const { list, places, count, hidden } = stores

  function put(found: readonly FoundMessage[]): void {
    if (found.length === 0) return
    const next = new Map(all.value)
    for (const one of found) next.set(one.key, one)
    all.value = next
  }

  function drop(keys: Iterable<string>): void {
    const next = new Map(all.value)
    for (const key of keys) next.delete(key)
    if (next.size < all.value.size) all.value = next
  }

  function foundIn(ref: MailboxRef, uids: readonly number[], received: readonly number[]): FoundMessage[] {
    const { path, uidValidity } = ref
    return uids.map((uid, at) => ({
      key: messageKey(ref, uid),
      mailbox: { path, uidValidity },
      uid,
      received: received[at] ?? 0,
    }))
  }

  /** What headers at hand have, of all these mailboxes in one go. */
  function takeDated(
    dated: readonly { mailbox: MailboxRef; count: number; uids: Uint32Array; received: Float64Array }[],
  ): void {
    for (const { mailbox: ref, count: total, uids } of dated) older.set(mailboxKey(ref), total - uids.length)
    put(dated.flatMap(({ mailbox: ref, uids, received }) => foundIn(ref, [...uids], [...received])))
  }

  /** Adds results of one mailbox: their dates are the index's to tell, else the server's. */
  async function add(ref: MailboxRef, uids: readonly number[], signal: AbortSignal): Promise<void> {
    searched.set(mailboxKey(ref), ref)
    const fresh = uids.filter((uid) => !all.value.has(messageKey(ref, uid))).sort((a, b) => a - b)
    const key = mailboxKey(ref)
    const listed = [...all.value.values()].filter((one) => mailboxKey(one.mailbox) === key).length
    const newest = fresh.slice(Math.max(0, fresh.length - Math.max(0, MAX_FOUND_OF_FOLDER - listed)))
    if (newest.length < fresh.length)
      older.set(key, Math.max(older.get(key) ?? 0, fresh.length - newest.length))
    const received = await headers.receivedOf(ref, newest)
    const known = foundIn(ref, newest, received)
    put(known.filter((one) => one.received > 0))
    const undated = known.flatMap((one) => (one.received > 0 ? [] : [one.uid]))
    for (let end = undated.length; end > 0 && !signal.aborted; end -= DATES_CHUNK)
      await addUndated(ref, undated.slice(Math.max(0, end - DATES_CHUNK), end), signal)
  }

  async function addUndated(ref: MailboxRef, uids: readonly number[], signal: AbortSignal): Promise<void> {
    const found: FoundMessage[] = []
    await client.call(
      'fetch',
      { mailbox: ref, messages: { by: 'uid', set: formatNumberSet(uids) }, fields: ['internalDate'] },
      {
        ...AHEAD,
        signal,
        onItem(row) {
          if (Array.isArray(row) || row.uid === undefined) return
          found.push(...foundIn(ref, [row.uid], [Date.parse(row.internalDate ?? '') || 0]))
        },
      },
    )
    put(found)
  }

  /** A mailbox that is searched, whether or not anything is found there. */
  function searches(ref: MailboxRef): void {
    searched.set(mailboxKey(ref), ref)
  }

  /** These are in sight: the index tells what they are, and the server the rest. */
  async function want(next: readonly FoundMessage[]): Promise<void> {
    wanted = next
    if (isLoading) return
    isLoading = true
    rowsError.value = undefined
    try {
      for (let lacking = nextLacking(); lacking.length > 0; lacking = nextLacking()) {
        await Promise.all(byMailbox(lacking).map(([ref, uids]) => recall(ref, uids)))
        const [first] = byMailbox(lacking)
        if (first) await load(...first)
      }
    } catch (error) {
      if (!isCancelled(error)) rowsError.value = toPonteError(error)
    } finally {
      isLoading = false
    }
  }

  function nextLacking(): FoundMessage[] {
    if (ending.signal.aborted) return []
    return wanted.filter(({ key }) => all.value.has(key) && (rows.get(key)?.partial ?? !rows.has(key)))
  }

  async function recall(ref: MailboxRef, uids: readonly number[]): Promise<void> {
    const unknown = uids.filter((uid) => !rows.has(messageKey(ref, uid)))
    if (unknown.length === 0) return
    for (const row of await headers.rowsOf(ref, unknown)) {
      const key = messageKey(ref, row.uid)
      if (!rows.has(key)) rows.set(key, row)
    }
  }

  async function load(ref: MailboxRef, uids: readonly number[]): Promise<void> {
    const { signal } = ending
    const missing = await loadRows(client, {
      ...AHEAD,
      ...{ mailbox: ref, by: 'uid', numbers: uids, signal },
      onRows: (more) => more.forEach((row) => rows.set(messageKey(ref, row.uid), row)),
    })
    drop([...missing].map((uid) => messageKey(ref, uid)))
  }

  /** As it shows: with the flags the user wants. */
  function rowOf({ key, mailbox: ref }: FoundMessage): ListRow | undefined {
    const row = rows.get(key)
    return row && withWishedFlags(mailbox.model, ref, row)
  }

  /** The same as soon as it is known; nothing where it is gone. */
  async function rowWhenHere(found: FoundMessage): Promise<ListRow | undefined> {
    const { key, mailbox: ref, uid } = found
    if (!rows.has(key)) await recall(ref, [uid])
    if (!rows.has(key))
      await load(ref, [uid]).catch((error: unknown) => (rowsError.value = toPonteError(error)))
    return rowOf(found)
  }

  /** What an action on it is done to. */
  function targetOf(found: FoundMessage): NamedMessages | undefined {
    const row = rowOf(found)
    return row && { mailbox: found.mailbox, uids: [found.uid], row, rows: [row] }
  }

  /** A result that went was put where this search looks: by undo, or into another folder. Its words are the same. */
  function takeFiled(): void {
    const gone = new Set([...all.value.keys()].filter((key) => hidden.value.has(key)).map(identityOf))
    for (const [key, filed] of mailbox.model.filed) {
      const ref = searched.get(key)
      const back = ref ? filed.filter((row) => gone.has(identity(row))) : []
      if (!ref || back.length === 0) continue
      for (const row of back) rows.set(messageKey(ref, row.uid), row)
      put(back.flatMap(({ uid, internalDate = '' }) => foundIn(ref, [uid], [Date.parse(internalDate) || 0])))
    }
  }

  function identityOf(key: string): string | undefined {
    const row = rows.get(key)
    return row && identity(row)
  }

  function changeFlags(ref: MailboxRef, uids: readonly number[], change: FlagChange): void {
    for (const uid of uids) {
      const key = messageKey(ref, uid)
      const row = rows.get(key)
      if (row) rows.set(key, { ...row, flags: changedFlags(row.flags ?? [], change) })
    }
  }

  const stops = [
    client.on('stored', ({ mailbox: path, uidValidity, uids, change }) =>
      changeFlags({ path, uidValidity }, uids, change),
    ),
    client.on('flags', ({ mailbox: path, uidValidity, uid, flags }) => {
      if (uid !== undefined) changeFlags({ path, uidValidity }, [uid], { flags })
    }),
    client.on('expunge', ({ mailbox: path, uidValidity, uid }) => {
      if (uid !== undefined) drop([messageKey({ path, uidValidity }, uid)])
    }),
  ]

  /** The result above or below; the same at the ends. */
  function beside(key: string | undefined, by: 1 | -1): string | undefined {
    const at = places.value.get(key ?? '')
    return list.value[at === undefined ? 0 : at + by]?.key ?? key
  }

  return proxyRefs({
    list,
    places,
    count,
    rowsError,
    cursor,
    choice: createFoundChoice({ list, places, rowOf }),
    takeDated,
    add,
    searches,
    want,
    beside,
    rowOf,
    rowWhenHere,
    targetOf,
    end(): void {
      ending.abort()
      scope.stop()
      for (const stop of stops) stop()
    },
  })
}

export type FoundList = ReturnType<typeof createFoundList>

/** What stays of a message that is moved, where no Message-ID is known. */
function identity({ internalDate, size }: ListRow): string {
  return `${Date.parse(internalDate ?? '') || 0} ${size}`
}

function byMailbox(found: readonly FoundMessage[]): [MailboxRef, number[]][] {
  const groups = new Map<string, [MailboxRef, number[]]>()
  for (const { mailbox, uid } of found) {
    const group = groups.get(mailboxKey(mailbox))
    if (group) group[1].push(uid)
    else groups.set(mailboxKey(mailbox), [mailbox, [uid]])
  }
  return [...groups.values()]
}
