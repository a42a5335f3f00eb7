import { reactive, watch } from 'vue'
import { LIGHT_FILES_BYTES, SAVE_DELAY_MS, SAVE_DELAY_WITH_FILES_MS } from './composeLimits.ts'
import { draftPrint, isEmptyDraft, type ComposerDraft } from './draft.ts'
import { uploadBytes } from './draftFiles.ts'
import { toPonteError } from '../kit/failure.ts'
import type { ServerDrafts } from './serverDrafts.ts'

export type SaveState =
  { name: 'saving' } | { name: 'saved' } | { name: 'failed'; message: string; server?: string }

export interface ComposeSavingOptions {
  drafts: () => readonly ComposerDraft[]
  server: ServerDrafts
  /** There is a connection to save over. */
  isReady: () => boolean
  /** It is the writer's to change: not under way. */
  isWriting: (draft: ComposerDraft) => boolean
}

/** Saves drafts to the server after a pause of typing; what is saved already is not saved again. */
export function createComposeSaving({ drafts, server, isReady, isWriting }: ComposeSavingOptions) {
  const states = reactive(new Map<string, SaveState>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const seen = new Map<string, string>()

  function isSaved(draft: ComposerDraft): boolean {
    return draft.serverCopy?.print === draftPrint(draft)
  }

  /** @returns whether the server has it as it is now. */
  async function save(draft: ComposerDraft): Promise<boolean> {
    clearTimeout(timers.get(draft.messageId))
    if (isSaved(draft)) return true
    if (!isReady() || !isWriting(draft) || !server.available()) return false
    states.set(draft.messageId, { name: 'saving' })
    try {
      await server.save(draft)
      states.set(draft.messageId, { name: 'saved' })
      return true
    } catch (error) {
      const { message, server: words } = toPonteError(error)
      states.set(draft.messageId, {
        name: 'failed',
        message,
        ...(words === undefined ? {} : { server: words }),
      })
      return false
    }
  }

  function schedule(): void {
    for (const draft of drafts()) {
      const print = draftPrint(draft)
      if (seen.get(draft.messageId) === print) continue
      const first = !seen.has(draft.messageId)
      seen.set(draft.messageId, print)
      clearTimeout(timers.get(draft.messageId))
      // What the page itself filled in (an answer's quote, a draft that was opened) is not yet worth keeping.
      if (first || isSaved(draft) || isEmptyDraft(draft)) continue
      states.delete(draft.messageId)
      const heavy = uploadBytes(draft.files) > LIGHT_FILES_BYTES
      const delay = heavy ? SAVE_DELAY_WITH_FILES_MS : SAVE_DELAY_MS
      timers.set(
        draft.messageId,
        setTimeout(() => void save(draft), delay),
      )
    }
  }

  watch(drafts, schedule, { deep: true })

  function forget(messageId: string): void {
    clearTimeout(timers.get(messageId))
    timers.delete(messageId)
    seen.delete(messageId)
    states.delete(messageId)
  }

  return { states, save, isSaved, forget, settled: server.settled }
}

export type ComposeSaving = ReturnType<typeof createComposeSaving>
