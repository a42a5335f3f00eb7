import { reactive, watch } from 'vue'
import { toPonteError } from '../kit/failure.ts'
import { draftPrint, isEmptyDraft, isSaved, type ComposerDraft } from './draft.ts'
import { uploadBytes } from './draftFiles.ts'
import { LIGHT_FILES_BYTES, SAVE_DELAY_MS, SAVE_DELAY_WITH_FILES_MS } from './limits.ts'
import { isMereDraft } from './outgoing.ts'
import type { ServerDrafts } from './serverDrafts.ts'

type SaveState = { kind: 'saving' } | { kind: 'saved' } | { kind: 'failed'; message: string; server?: string }

interface AutosaveOptions {
  drafts: () => readonly ComposerDraft[]
  server: ServerDrafts
  /** There is a connection. */
  isReady: () => boolean
}

/** Saves drafts to the server after a pause in typing, unless the copy there is up to date. */
export function createAutosave({ drafts, server, isReady }: AutosaveOptions) {
  /** By Message-ID; none while the draft has changed since. */
  const states = reactive(new Map<string, SaveState>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const prints = new Map<string, string>()

  /** @returns whether the server's copy is up to date afterwards */
  async function save(draft: ComposerDraft): Promise<boolean> {
    const { messageId } = draft
    clearTimeout(timers.get(messageId))
    if (isSaved(draft)) return true
    if (!isReady() || !isMereDraft(draft.state) || !server.available(draft)) return false
    states.set(messageId, { kind: 'saving' })
    try {
      await server.save(draft)
      // The writer may have gone on while it was saved.
      const upToDate = isSaved(draft)
      if (upToDate) states.set(messageId, { kind: 'saved' })
      else states.delete(messageId)
      return upToDate
    } catch (error) {
      const { message, server: words } = toPonteError(error)
      states.set(messageId, {
        kind: 'failed',
        message,
        ...(words === undefined ? {} : { server: words }),
      })
      return false
    }
  }

  function schedule(): void {
    for (const draft of drafts()) {
      const { messageId } = draft
      if (!isMereDraft(draft.state)) {
        // Not to be saved now. Once it is called back, it counts as changed.
        clearTimeout(timers.get(messageId))
        if (prints.has(messageId)) prints.set(messageId, '')
        continue
      }
      const print = draftPrint(draft)
      const before = prints.get(messageId)
      if (before === print) continue
      prints.set(messageId, print)
      clearTimeout(timers.get(messageId))
      // The page itself filled in a new draft: an answer's quote, or a draft of the server. The writer has added nothing.
      if (before === undefined || isSaved(draft) || isEmptyDraft(draft)) continue
      states.delete(messageId)
      const heavy = uploadBytes(draft.files) > LIGHT_FILES_BYTES
      timers.set(
        messageId,
        setTimeout(() => void save(draft), heavy ? SAVE_DELAY_WITH_FILES_MS : SAVE_DELAY_MS),
      )
    }
  }

  watch(drafts, schedule, { deep: true })

  function forget(messageId: string): void {
    clearTimeout(timers.get(messageId))
    timers.delete(messageId)
    prints.delete(messageId)
    states.delete(messageId)
  }

  return { states, save, forget }
}
