import { computed, reactive, ref } from 'vue'
import { isEmptyDraft, isSaved, isUntouched, type ComposerDraft } from './draft.ts'
import { isMereDraft, isOnItsWay, isUnderWay } from './outgoing.ts'

interface DeskOptions {
  /** A draft has left the desk: nothing keeps it any more. */
  forget: (messageId: string) => Promise<void>
}

/** The drafts of this page: at most one is on screen, the others are tabs or on their way. */
export function createDesk({ forget }: DeskOptions) {
  const drafts = ref<ComposerDraft[]>([])
  const openId = ref<string>()
  /** Drafts that came out of the browser's storage and are untouched since, by Message-ID. */
  const restored = reactive(new Set<string>())

  const draft = computed(() => find(openId.value))
  /** Neither on screen nor under way: one press opens them. */
  const minimised = computed(() =>
    drafts.value.filter((other) => other !== draft.value && !isUnderWay(other.state)),
  )
  const outgoing = computed(() => drafts.value.filter(({ state }) => isOnItsWay(state)))
  /** Drafts that only this browser has as they are now, or that only it would send. */
  const unsaved = computed(() =>
    drafts.value.filter(
      (other) =>
        !isEmptyDraft(other) && other.state.kind !== 'sent' && (isOnItsWay(other.state) || !isSaved(other)),
    ),
  )

  function find(id: string | undefined): ComposerDraft | undefined {
    return drafts.value.find(({ messageId }) => messageId === id)
  }

  /** Opens a new draft; the one on screen goes aside. */
  function add(added: ComposerDraft): void {
    closeUntouched()
    drafts.value.push(added)
    open(added.messageId)
  }

  function open(id: string): void {
    const opened = find(id)
    if (!opened || isUnderWay(opened.state)) return
    if (openId.value !== id) closeUntouched()
    opened.changedAt = Date.now()
    openId.value = id
  }

  /** An empty form, or a draft of the server that was only looked at, needs no tab. */
  function closeUntouched(): void {
    const current = draft.value
    if (!current) return
    if (isEmptyDraft(current) || isUntouched(current) || (isMereDraft(current.state) && isSaved(current)))
      void remove(current)
  }

  function minimise(id: string): void {
    if (openId.value === id) openId.value = undefined
  }

  async function remove({ messageId }: ComposerDraft): Promise<void> {
    minimise(messageId)
    drafts.value = drafts.value.filter((other) => other.messageId !== messageId)
    restored.delete(messageId)
    await forget(messageId)
  }

  /** It is another tab's from now on. */
  function letGo({ messageId }: ComposerDraft): void {
    minimise(messageId)
    drafts.value = drafts.value.filter((other) => other.messageId !== messageId)
    restored.delete(messageId)
  }

  /** A draft out of the browser's storage. What needs the writer comes on screen, as does what was there. */
  function takeUp(stored: ComposerDraft, wasOpen: boolean): void {
    const { messageId, state } = stored
    if (find(messageId)) return
    drafts.value.push(stored)
    if (state.kind === 'writing') restored.add(messageId)
    if ((wasOpen || state.kind === 'unknown') && openId.value === undefined) open(messageId)
  }

  return {
    drafts,
    openId,
    restored,
    draft,
    minimised,
    outgoing,
    unsaved,
    find,
    add,
    open,
    minimise,
    remove,
    letGo,
    takeUp,
  }
}
