import { computed, onBeforeUnmount, ref, shallowRef, triggerRef } from 'vue'
import { useMessages } from '../../stores/list/index.ts'
import { useReading } from '../../stores/reading/index.ts'
import { useSession } from '../../stores/session/index.ts'
import { DRAW_MS, MAX_SHOWN_ENTRIES } from '../../console/limits.ts'
import { summary } from '../../console/exported.ts'
import { createRecorder, type Entry } from '../../console/recorder.ts'
import type { ConsolePlace } from '../../console/startArgs.ts'

export type EntryKind = 'all' | Entry['kind']

/** What passes between this page, the bridge and the mail server, from when the console is opened until it is closed. */
export function useConsole(accountId: string) {
  const session = useSession(accountId)
  const messages = useMessages(accountId)
  const reading = useReading(accountId)
  const isPaused = ref(false)
  const kind = ref<EntryKind>('all')
  const filter = ref('')
  const withMail = ref(false)
  const wantsLines = ref(true)
  const isTracing = ref(false)
  const chosenId = ref<number>()
  let drawing: ReturnType<typeof setTimeout> | undefined

  const recorder = createRecorder({
    now: () => performance.now(),
    isPaused: () => isPaused.value,
    onChange: () => {
      drawing ??= setTimeout(() => {
        drawing = undefined
        triggerRef(entries)
      }, DRAW_MS)
    },
  })
  const entries = shallowRef(recorder.entries)

  const matching = computed(() => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean)
    return entries.value.filter((entry) => {
      if (kind.value !== 'all' && entry.kind !== kind.value) return false
      if (words.length === 0) return true
      const text = summary(entry, withMail.value).toLowerCase()
      return words.every((word) => text.includes(word))
    })
  })
  const shownEntries = computed(() => matching.value.slice(-MAX_SHOWN_ENTRIES))

  /** IMAP lines: for as long as there is a connection, and again with the next. */
  let tracing: AbortController | undefined
  async function trace(): Promise<void> {
    tracing?.abort()
    if (!wantsLines.value) return
    const mine = new AbortController()
    tracing = mine
    isTracing.value = true
    try {
      await session.client.call('trace', {}, { signal: mine.signal, onItem: (line) => recorder.line(line) })
    } catch {
      // Lost with the connection; onReady begins it again.
    }
    if (tracing === mine) isTracing.value = false
  }

  session.watch(recorder.watcher)
  const stopWaiting = session.onReady(() => void trace())

  /** The page's own folder again, where a command run by hand has left it. */
  let hasWandered = false
  onBeforeUnmount(() => {
    clearTimeout(drawing)
    stopWaiting()
    tracing?.abort()
    session.watch(undefined)
    const { path } = messages
    if (hasWandered && path !== undefined) void session.client.call('select', { path }).catch(() => undefined)
  })

  return {
    session,
    entries,
    matching,
    shownEntries,
    isPaused,
    kind,
    filter,
    withMail,
    wantsLines,
    isTracing,
    chosenId,
    chosen: computed(() => entries.value.find(({ id }) => id === chosenId.value)),
    clear: recorder.clear,
    setLines(on: boolean) {
      wantsLines.value = on
      if (on) void trace()
      else tracing?.abort()
    },
    wandered: () => (hasWandered = true),
    place: (): ConsolePlace => ({
      provider: session.provider.id,
      user: session.user,
      address: session.address ?? session.user,
      mailbox:
        messages.phase.kind === 'open' && messages.path !== undefined
          ? messages.mailboxRef()
          : { path: 'INBOX', uidValidity: '1' },
      uid: reading.row?.uid ?? messages.uidAt(0) ?? 1,
      seq: Math.max(messages.exists, 1),
      now: new Date(),
    }),
  }
}
