import { computed, ref, watch } from 'vue'
import { type ComposerDraft, useComposer } from '../../stores/compose/index.ts'
import { useToasts } from '../../stores/kit/toasts.ts'
import { useConversation, useReading } from '../../stores/reading/index.ts'
import { usePanes } from '../shell/usePanes.ts'
import { popOutWindow } from './popOut.ts'

/** How the form stands on the page: below the message, at the bottom, over everything, or in a window of its own. */
export type ComposeForm = 'beside' | 'docked' | 'full' | 'window'

/** Where the open draft is written, and how it goes from one place to another. */
export function useComposePlace(accountId: string) {
  const composer = useComposer(accountId)
  const reading = useReading(accountId)
  const conversation = useConversation(accountId)
  const toasts = useToasts(accountId)
  const { panes } = usePanes()
  const full = ref(false)

  /** Keys of the messages in the reading pane. */
  const open = computed(() => {
    const { state } = reading
    if (state.kind === 'none') return new Set<string>()
    return new Set([state, ...conversation.others].map((one) => conversation.keyOf(one)))
  })
  function isBeside({ about }: ComposerDraft): boolean {
    if (!about || panes.value === 1) return false
    return open.value.has(conversation.keyOf({ mailbox: about.mailbox, row: { seq: 0, uid: about.uid } }))
  }
  const canBeBeside = computed(() => composer.draft !== undefined && isBeside(composer.draft))
  const form = computed<ComposeForm>(() => {
    if (full.value) return 'full'
    return canBeBeside.value && composer.draft?.place === 'beside' ? 'beside' : 'docked'
  })

  /** The draft that stands, or stood last, below its message. */
  let beside: string | undefined
  watch(
    () => (form.value === 'beside' ? composer.draft?.messageId : undefined),
    (id) => (beside = id ?? beside),
    { immediate: true, flush: 'sync' },
  )
  const openKey = computed(() => (reading.state.kind === 'none' ? '' : conversation.keyOf(reading.state)))
  watch(openKey, () => {
    const { draft } = composer
    if (draft && draft.messageId === beside && !isBeside(draft)) composer.putAside(draft.messageId)
    beside = undefined
  })
  // Another message: its own answer is shown again.
  watch(open, () => {
    if (composer.draft) return
    const back = composer.minimised.find((draft) => draft.place === 'beside' && isBeside(draft))
    if (back) composer.open(back.messageId)
  })
  watch(
    () => composer.draft?.messageId,
    () => (full.value = false),
  )

  function put(next: Exclude<ComposeForm, 'window'>): void {
    full.value = next === 'full'
    if (next !== 'full' && composer.draft) composer.draft.place = next
  }

  /** To be called in the click itself: later a browser blocks it. */
  function popOut(): void {
    const { draft } = composer
    if (!draft) return
    const taken = popOutWindow(draft.messageId)
    if (taken) void composer.handOver(draft.messageId, taken)
    else {
      put('docked')
      toasts.show({ text: 'compose.place.blocked', failed: true })
    }
  }

  return { form, canBeBeside, put, popOut }
}
