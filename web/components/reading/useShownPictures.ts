import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import type { Drawn } from '../../reader/draw.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { useRemotePictures } from '../../stores/reading/index.ts'
import { useSession } from '../../stores/session/index.ts'
import { PICTURES_AT_ONCE } from './limits.ts'
import type { SenderTrust } from './useSenderTrust.ts'

/** How far the remote pictures of the message on screen have come. */
export type PicturesState =
  | { kind: 'blocked' }
  | { kind: 'loading'; left: number }
  | { kind: 'shown'; missing: number; offline: boolean }

/** What can be done about them, and is offered. */
export interface PicturesOffer {
  /** The host fetches none, or the person wants none. */
  closed: 'off' | 'never' | undefined
  /** Whose pictures could be shown from now on: only of a sender whom the mail server has verified. */
  always: string | undefined
}

/**
 * The remote pictures of one message: asked for through the bridge once the person wants them, or at once from people whom
 * they allowed and whom the mail server has verified. They go with the message.
 */
export function useShownPictures(
  accountId: string,
  message: () => {
    /** Which message it is. */
    key: string
    row: ListRow
    drawn: Drawn | undefined
    trust: SenderTrust
  },
) {
  const pictures = useRemotePictures(accountId)
  const { provider } = useSession(accountId)
  const state = ref<PicturesState>({ kind: 'blocked' })
  /** Where each that is here can be loaded from, by URL. */
  const shown = shallowRef<ReadonlyMap<string, string>>(new Map())
  let stop = new AbortController()
  let running: Promise<void> | undefined

  const offer = computed((): PicturesOffer => {
    const { row, trust } = message()
    const from = row.envelope?.from ?? []
    const address = from.length === 1 ? from[0]?.address : undefined
    return {
      closed: provider.images ?? (pictures.rule === 'never' ? 'never' : undefined),
      always: trust.verdict.kind === 'verified' && pictures.rule === 'allowed' ? address : undefined,
    }
  })

  function show(): Promise<void> {
    if (running) return running
    const own = load(stop).finally(() => {
      // Another message may be on screen, with pictures of its own.
      if (running === own) running = undefined
    })
    running = own
    return own
  }

  async function load({ signal }: AbortController): Promise<void> {
    const waiting = (message().drawn?.remote.urls ?? []).filter((url) => !shown.value.has(url))
    let left = waiting.length
    let missing = 0
    let offline = false
    state.value = { kind: 'loading', left }
    const next = async (): Promise<void> => {
      for (let url = waiting.shift(); url !== undefined && !signal.aborted; url = waiting.shift()) {
        const found = await pictures.fetch(url, signal)
        if ('address' in found) {
          if (signal.aborted) return URL.revokeObjectURL(found.address)
          shown.value = new Map(shown.value).set(url, found.address)
          message().drawn?.remote.show(url, found.address)
        } else {
          missing++
          offline ||= found.reason === 'offline'
        }
        if (!signal.aborted) state.value = { kind: 'loading', left: --left }
      }
    }
    await Promise.all(Array.from({ length: PICTURES_AT_ONCE }, next))
    if (!signal.aborted) state.value = { kind: 'shown', missing, offline }
  }

  function release(): void {
    stop.abort()
    stop = new AbortController()
    running = undefined
    for (const address of shown.value.values()) URL.revokeObjectURL(address)
    shown.value = new Map()
    state.value = { kind: 'blocked' }
  }

  watch(() => message().key, release)
  watch(
    () => {
      const { drawn } = message()
      const { always, closed } = offer.value
      const wanted = always !== undefined && closed === undefined && pictures.isAllowed(always)
      return wanted && (drawn?.remote.urls.length ?? 0) > 0 ? drawn : undefined
    },
    (drawn) => void (drawn && state.value.kind === 'blocked' && show()),
    { flush: 'post' },
  )
  onBeforeUnmount(release)

  return {
    state,
    offer,
    shown,
    show,
    /** This one and those to come. */
    showAlways(): void {
      const { always } = offer.value
      if (always !== undefined) pictures.allow(always)
      void show()
    },
    /** Resolves when none is on its way. */
    settled: (): Promise<void> | undefined => running,
  }
}

export type ShownPictures = ReturnType<typeof useShownPictures>
