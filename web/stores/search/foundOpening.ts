import { computed, ref, shallowRef, watch } from 'vue'
import { messageKey } from '../../mailbox/mailboxKey.ts'
import type { Messages } from '../list/index.ts'
import type { MailboxStore } from '../mailbox/index.ts'
import type { Reading } from '../reading/index.ts'
import type { FoundMessage } from './foundMessage.ts'
import type { SearchEverywhere } from './searchEverywhere.ts'

export interface FoundOpeningOptions {
  mailbox: MailboxStore
  messages: Messages
  reading: Reading
  everywhere: SearchEverywhere
}

/**
 * Opens what a search over folders has found. Its folder comes on screen behind the results, so that all that can be done to
 * an open message can be done to this one; the folder that was there before is remembered.
 */
export function createFoundOpening({ mailbox, messages, reading, everywhere }: FoundOpeningOptions) {
  /** The folder that was on screen before a result of another one was opened. */
  const home = ref<string>()
  let following = false
  let turn = 0
  const opened = shallowRef<{ key: string; index: number }>()
  /** On its way, before its folder has answered. */
  const awaited = shallowRef<string>()
  const openKey = computed(() => {
    const { state } = reading
    return state.kind === 'none' ? awaited.value : messageKey(state.mailbox, state.row.uid)
  })

  async function follow(path: string): Promise<void> {
    if (path === messages.path) return
    following = true
    try {
      await messages.open(path)
    } finally {
      following = false
    }
  }

  async function open(found: FoundMessage): Promise<void> {
    const { list } = everywhere
    if (!list) return
    const own = ++turn
    const { key, mailbox: target, uid } = found
    list.cursor = key
    awaited.value = key
    const row = list.rowOf(found) ?? (await list.rowWhenHere(found))
    if (own !== turn) return
    if (!row || everywhere.list !== list) return void (awaited.value = undefined)
    const before = messages.path
    if (target.path !== before) {
      home.value ??= before
      await follow(target.path)
    }
    if (own !== turn) return
    awaited.value = undefined
    if (everywhere.list !== list || !messages.isCurrent(target) || messages.phase.kind !== 'open') return
    mailbox.apply({ kind: 'recalled', mailbox: target, rows: [row], asked: mailbox.model.revision })
    // No neighbour in the folder is opened in place of one that goes: the next result is.
    messages.showFound([uid])
    reading.open(row)
    // A draft is written on instead, and what becomes of it opens nothing else.
    opened.value = openKey.value === key ? { key, index: list.places.get(key) ?? 0 } : undefined
  }

  /** The one the keyboard is on. @returns whether there is one */
  function openCursor(): boolean {
    const { list } = everywhere
    const at = list?.places.get(list.cursor ?? openKey.value ?? '')
    const found = at === undefined ? undefined : list?.list[at]
    if (found) void open(found)
    return found !== undefined
  }

  /** To the next result, or the one before. @returns whether there is one */
  function step(by: 1 | -1): boolean {
    const { list } = everywhere
    const next = list?.list[neighbour(by)]
    if (next) void open(next)
    return next !== undefined
  }

  /** Where the result beside the open one stands; −1 without any. */
  function neighbour(by: 1 | -1): number {
    const { list } = everywhere
    const at = list?.places.get(list.cursor ?? openKey.value ?? '')
    return at === undefined ? (by === 1 ? 0 : -1) : at + by
  }

  watch(
    () => everywhere.list?.list,
    (list) => {
      const before = opened.value
      const places = everywhere.list?.places
      if (!before || !list || !places) return void (opened.value = undefined)
      const index = places.get(before.key)
      if (index !== undefined) return void (opened.value = { ...before, index })
      opened.value = undefined
      const next = list[Math.min(before.index, list.length - 1)]
      if (next) void open(next)
      else reading.close()
    },
  )
  watch(
    () => reading.state.kind,
    (kind) => {
      if (kind === 'none' && opened.value && everywhere.list?.places.has(opened.value.key))
        opened.value = undefined
    },
  )

  return {
    home,
    openKey,
    isFollowing: () => following,
    follow,
    open,
    openCursor,
    step,
    neighbours: computed(() => {
      const count = everywhere.list?.list.length ?? 0
      return { previous: neighbour(-1) >= 0, next: neighbour(1) < count }
    }),
  }
}
