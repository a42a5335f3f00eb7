import { ref } from 'vue'
import { formatNumberSet, parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { Result } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { useDepartures } from './departures.ts'
import { useArrangement } from '../list/arrangement.ts'
import { useFolders } from '../folders/folders.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { MAX_RECENT_FOLDERS, MAX_SET_CHARACTERS } from '../list/listLimits.ts'
import { useMessages } from '../list/messages.ts'
import { canComeBack, moveBack, type Departure } from './movedBack.ts'
import { chunked } from '../list/pendingFlags.ts'
import { reportFailure } from '../kit/reportFailure.ts'
import { useSelection } from '../list/selection.ts'
import { useSession } from '../session/session.ts'
import { nameTarget, type NamedMessages, type Target } from '../list/target.ts'
import { useToasts } from '../kit/toasts.ts'
import { useUndo } from './undo.ts'

/** Where to, and what is said when it is done; the count is added. */
export interface Destination {
  path: string
  said: { text: string; values?: Record<string, string> }
}

/** Messages going from folder to folder, or for good: out of sight at once, back with the server's words when it refuses. */
export const useMoveActions = defineKeyedStore('moveActions', (accountId) => {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const selection = useSelection(accountId)
  const arrangement = useArrangement(accountId)
  const departures = useDepartures(accountId)
  const toasts = useToasts(accountId)
  const undo = useUndo(accountId)
  /** Paths messages were moved to by name, newest first. */
  const recent = ref<readonly string[]>([])

  function remember(path: string): void {
    recent.value = [path, ...recent.value.filter((one) => one !== path)].slice(0, MAX_RECENT_FOLDERS)
  }

  const move = (target: Target, to: Destination): Promise<void> => undo.during(moveNow(target, to))
  const copy = (target: Target, to: Destination): Promise<void> => undo.during(copyNow(target, to))

  async function moveNow(target: Target, { path, said }: Destination): Promise<void> {
    const named = await nameOrReport(target)
    if (!named || named.uids.length === 0 || named.mailbox.path === path) return
    const messageIds = messageIdsOf(named)
    const moved: Result<Commands['move']>[] = []
    const done = await takeAway(named, async (set, mailbox) => {
      moved.push(
        await session.client.call('move', { mailbox, messages: { by: 'uid', set }, destination: path }),
      )
    })
    if (done === 0) return
    folders.countSoon(path)
    const departure: Departure = { destination: path, moved, messageIds, count: done }
    const home = named.mailbox.path
    const back = async (): Promise<void> => {
      await moveBack(session.client, departure, home)
      folders.countSoon(path)
      folders.countSoon(home)
    }
    undo.offer(
      { text: said.text, values: { ...said.values, count: done } },
      canComeBack(departure) ? back : undefined,
    )
  }

  async function copyNow(target: Target, { path, said }: Destination): Promise<void> {
    const named = await nameOrReport(target)
    if (!named || named.uids.length === 0) return
    const { mailbox } = named
    const copies: Result<Commands['copy']>[] = []
    try {
      for (const chunk of chunked(named.uids, MAX_SET_CHARACTERS)) {
        const set = { by: 'uid' as const, set: formatNumberSet(chunk) }
        copies.push(await session.client.call('copy', { mailbox, messages: set, destination: path }))
      }
    } catch (error) {
      return reportFailure(toasts, 'list.toast.copyFailed', error)
    }
    folders.countSoon(path)
    const told = copies.every(
      ({ uidValidity, to }) => uidValidity !== undefined && to !== undefined && to !== '',
    )
    undo.offer(
      { text: said.text, values: { ...said.values, count: named.uids.length } },
      told && session.capabilities.includes('UIDPLUS')
        ? async () => {
            for (const { uidValidity = '', to = '' } of copies) await erase({ path, uidValidity }, to)
            folders.countSoon(path)
          }
        : undefined,
    )
  }

  /** For good. The page asks the user before. */
  async function removeForGood(target: Target): Promise<void> {
    const named = await nameOrReport(target)
    if (!named || named.uids.length === 0) return
    const done = await takeAway(named, (set, mailbox) => erase(mailbox, set))
    if (done > 0) toasts.show({ text: 'list.toast.deletedForGood', values: { count: done } })
  }

  async function erase(mailbox: MailboxRef, set: string): Promise<void> {
    const change = { action: 'add' as const, flags: ['\\Deleted'] }
    await session.client.call('store', { mailbox, messages: { by: 'uid', set }, change, silent: true })
    if (session.capabilities.includes('UIDPLUS')) {
      await session.client.call('expunge', { mailbox, uids: set })
      return
    }
    // A bare EXPUNGE takes all that is marked: only when that is nothing but these.
    const marked = await session.client.call('search', { mailbox, criteria: { key: 'deleted' } })
    const own = new Set(parseNumberSet(set))
    if (parseNumberSet(marked.set).every((uid) => own.has(uid)))
      await session.client.call('expunge', { mailbox })
  }

  /** Chunk by chunk; what did not go comes back. @returns how many went */
  async function takeAway(
    { mailbox, uids }: NamedMessages,
    work: (set: string, mailbox: MailboxRef) => Promise<void>,
  ): Promise<number> {
    departures.leave({ mailbox, uids })
    let done = 0
    for (const chunk of chunked(uids, MAX_SET_CHARACTERS)) {
      try {
        await work(formatNumberSet(chunk), mailbox)
        done += chunk.length
      } catch (error) {
        const sorted = [...uids].sort((a, b) => a - b)
        departures.comeBack({ mailbox, uids: sorted.slice(done) })
        reportFailure(toasts, 'mail.toast.moveFailed', error)
        break
      }
    }
    departures.gone({ mailbox, uids: [...uids].sort((a, b) => a - b).slice(0, done) })
    return done
  }

  /** Of the rows that are known; they find messages again where the server does not tell where they went. */
  function messageIdsOf({ mailbox, uids }: NamedMessages): string[] {
    if (!messages.isCurrent(mailbox)) return []
    const wanted = new Set(uids)
    return [...messages.window.rows.values()].flatMap((row) =>
      wanted.has(row.uid) ? (row.envelope?.messageId ?? []) : [],
    )
  }

  async function nameOrReport(target: Target): Promise<NamedMessages | undefined> {
    try {
      return await nameTarget(target, { messages, selection, arrangement })
    } catch (error) {
      reportFailure(toasts, 'mail.toast.moveFailed', error)
      return undefined
    }
  }

  return { recent, remember, move, copy, removeForGood }
})
