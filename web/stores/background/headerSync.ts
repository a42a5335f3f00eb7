import { until } from '@vueuse/core'
import { onScopeDispose, watch } from 'vue'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { ListArrangement, Messages } from '../list/index.ts'
import type { Folders } from '../folders/index.ts'
import type { Headers } from '../index/headerIndex.ts'
import { mailboxKey } from '../../mailbox/mailboxKey.ts'
import type { MailboxStore } from '../mailbox/index.ts'
import { statusOfAll } from '../fetch/index.ts'
import type { Search, SearchEverywhere } from '../search/index.ts'
import type { Session } from '../session/index.ts'
import type { SettingsStore } from '../kit/settings.ts'
import { RECALL_DELAY_MS, SYNC_AGAIN_MAX_MS, SYNC_AGAIN_MS, SYNC_DELAY_MS } from './limits.ts'
import { createMailboxSync } from './mailboxSync.ts'
import { figuresFrom, type MailboxFigures } from './mailboxChanges.ts'

interface Companion {
  mailbox: MailboxRef
  /** What STATUS told of it, in short. */
  state: string
  figures: MailboxFigures | undefined
}

export interface HeaderSyncOptions {
  session: Pick<Session, 'client' | 'isOwner'>
  mailboxes: MailboxStore
  messages: Messages
  folders: Folders
  headers: Headers
  arrangement: ListArrangement
  settings: SettingsStore
  search: Search
  everywhere: SearchEverywhere
}

/**
 * Keeps the index of the folder on screen up to its mailbox, newest headers first, on the side lane and behind everything the
 * user does. Broken off, it goes on where it was: what is there is compared with the server, by what changed since where it
 * has CONDSTORE, else by sets of UIDs, which any server can tell; only what is missing is asked for.
 */
export function startHeaderSync({
  session,
  mailboxes,
  messages,
  folders,
  headers,
  arrangement,
  settings,
  search,
  everywhere,
}: HeaderSyncOptions): void {
  const { sync, addNewer } = createMailboxSync({ session, headers, folders, untilFree })
  /** What STATUS told of each folder when it was synced. */
  const synced = new Map<string, string>()
  /** And of those that failed. */
  const failed = new Map<string, string>()
  let running: AbortController | undefined
  /** Whether another folder changed while a sync ran, which may have passed it by. */
  let outdated = false
  /** Whether mail came or went while the server was asked: what it answered may be of before. */
  let disturbed = false
  /** What SELECT told of the folder on screen, as long as nothing was told to have changed. */
  let selected: MailboxFigures | undefined
  /** Syncs in a row after which the index was not right. */
  let setbacks = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let recalling: ReturnType<typeof setTimeout> | undefined
  /** Changes are taken over in the order they were told. */
  let queue: Promise<unknown> = Promise.resolve()

  /** A search runs on the same lane: work in between would cost it a turn for each of its parts, or a SELECT and back. */
  async function untilFree(): Promise<void> {
    await until(() => search.phase.kind === 'searching' || everywhere.phase === 'searching').toBe(false)
  }

  function syncSoon(afterMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      void start()
    }, afterMs)
  }

  async function start(): Promise<void> {
    running?.abort()
    const { mailbox } = messages
    if (!mailbox || messages.phase.kind !== 'open' || !settings.view.keepMail) return
    const own = new AbortController()
    running = own
    disturbed = false
    outdated = false
    try {
      const ask = figuresFrom({ ...mailbox, messages: messages.exists }) !== undefined
      await sync(messages.mailboxRef(), { signal: own.signal, figures: selected, ask })
      await syncCompanions(own.signal)
    } catch {
      // Whatever it was (a lost connection, a full disk): the list works without meanwhile.
      if (!own.signal.aborted) {
        if (isOff()) headers.mistrust(mailbox)
        // Another tab's to put right, which may take long.
        if (!session.isOwner) arrangement.letGo()
        disturbed = true
      }
    } finally {
      if (running === own) {
        running = undefined
        if (disturbed || isOff()) syncAgain()
        else {
          setbacks = 0
          if (outdated) syncSoon(SYNC_DELAY_MS)
        }
      }
    }
  }

  /** Later and later: what a server does not hand out (Outlook has such messages) will not come by asking often. */
  function syncAgain(): void {
    if (timer !== undefined) return
    // The side lane may have seen what the main lane is told of at its next command only.
    if (isOff())
      session.client.call('noop', {}, { lane: 'main', priority: 'background' }).catch(() => undefined)
    syncSoon(Math.min(SYNC_AGAIN_MS * 2 ** setbacks++, SYNC_AGAIN_MAX_MS))
  }

  /** Whether the index holds more or fewer than the folder: it arranges the list, so it is put right soon. */
  function isOff(): boolean {
    const { mailbox, exists } = messages
    const state = mailbox && headers.stateOf(mailbox)
    return state !== undefined && messages.phase.kind === 'open' && state.known !== exists
  }

  /** The other folders a conversation runs through, when they changed. */
  async function syncCompanions(signal: AbortSignal): Promise<void> {
    const paths = settings.personal.conversations
      ? folders.conversationPaths.filter((path) => path !== messages.path)
      : []
    if (paths.length === 0) return
    await untilFree()
    const changed: Companion[] = []
    await statusOfAll(
      session.client,
      {
        paths,
        fields: ['uidValidity', 'uidNext', 'messages', 'highestModSeq'],
        onItem({ path, uidValidity, uidNext, messages: count, highestModSeq }) {
          const state = `${uidValidity} ${uidNext} ${count} ${highestModSeq}`
          const figures = figuresFrom({ messages: count, highestModSeq })
          // An empty one is of no interest, unless it was not empty before.
          const counts = count !== undefined && (count > 0 || headers.refOf(path) !== undefined)
          if (uidValidity !== undefined && counts && synced.get(path) !== state)
            changed.push({ mailbox: { path, uidValidity }, state, figures })
        },
      },
      { lane: 'side', priority: 'background', signal },
    )
    for (const { mailbox, state, figures } of changed) {
      if (signal.aborted) return
      try {
        await sync(mailbox, { signal, figures, ask: false })
        if (!signal.aborted) synced.set(mailbox.path, state)
      } catch {
        if (signal.aborted) return
        // Once more; one that always fails waits until it changes.
        if (failed.get(mailbox.path) !== state) disturbed = true
        failed.set(mailbox.path, state)
      }
    }
  }

  /** Something was told: figures of before prove nothing any more, and a sync under way may have passed it by. */
  function disturb(): void {
    selected = undefined
    if (running) disturbed = true
  }

  /** New messages are fetched one after the other's; an index that was never begun is not kept up. */
  function addArrived(ref: MailboxRef): void {
    disturb()
    if (!settings.view.keepMail || !headers.stateOf(ref)) return
    queue = queue
      .then(async () => {
        const known = await addNewer(ref)
        if (known !== undefined && settings.view.keepMail)
          headers.tell(ref, { known, total: messages.exists })
      })
      .then(lookAgain, () => syncAgain())
  }

  function lookAgain(): void {
    if (isOff() && !running) syncAgain()
  }

  mailboxes.handle({
    sync({ mailbox, why }) {
      if (why === 'arrived') return addArrived(mailbox)
      disturb()
      syncSoon(SYNC_DELAY_MS)
    },
  })
  const stop = headers.onTaken(({ mailbox, departed }) => {
    if (!messages.isCurrent(mailbox)) return
    disturb()
    if (departed.length > 0) mailboxes.apply({ kind: 'departed', mailbox, uids: departed })
    lookAgain()
  })
  watch(
    () => messages.phase.kind === 'open' && messages.mailbox && mailboxKey(messages.mailbox),
    (open) => {
      running?.abort()
      const { mailbox } = messages
      selected = mailbox && figuresFrom({ ...mailbox, messages: messages.exists })
      setbacks = 0
      // A recall that waits would take its count from the folder on screen by then.
      clearTimeout(recalling)
      if (!open || !mailbox) return
      syncSoon(SYNC_DELAY_MS)
      const { exists } = messages
      if (settings.view.keepMail)
        recalling = setTimeout(
          () => void headers.recall(mailbox, exists).catch(() => undefined),
          RECALL_DELAY_MS,
        )
    },
    { immediate: true },
  )
  // A message that was sent, or filed by somebody else; or the folders are known only now.
  watch(
    () => {
      const paths = folders.conversationPaths.filter((path) => path !== messages.path)
      return { paths, counts: paths.map((path) => folders.counts.get(path)?.messages) }
    },
    (now, before) => {
      const more = now.paths.some((path) => !before.paths.includes(path))
      const counted = before.counts.some((count) => count !== undefined)
      const changed = counted && now.counts.join() !== before.counts.join()
      if (!more && !changed) return
      if (running) outdated = true
      else syncSoon(SYNC_DELAY_MS)
    },
  )
  watch(
    () => settings.view.keepMail,
    (keep) => {
      running?.abort()
      if (keep) return syncSoon(0)
      void headers.forget()
    },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    clearTimeout(recalling)
    running?.abort()
    stop()
  })
}
