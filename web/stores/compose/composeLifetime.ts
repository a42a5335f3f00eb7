import { ref, watch } from 'vue'
import type { ComposeSaving } from './composeSaving.ts'
import { isEmptyDraft, type ComposerDraft } from './draft.ts'
import type { DraftKeeper, Kept } from './draftKeeper.ts'
import type { Session } from '../session/session.ts'

/** What to do with unsaved drafts when the account signs out. */
export type LeaveChoice = 'save' | 'discard' | 'stay'

export interface ComposeLifetimeOptions {
  session: Session
  keeper: DraftKeeper
  saving: ComposeSaving
  drafts: () => readonly ComposerDraft[]
  /** Those under way. */
  outgoing: () => readonly ComposerDraft[]
  /** The server's folders have been listed, or cannot be. */
  foldersKnown: () => boolean
  /** A draft comes out of the browser's storage. */
  restored: (kept: Kept) => void
  /** Was a message whose end nobody saw sent? */
  look: (draft: ComposerDraft) => Promise<void>
  /** A message was sent, and not all done that comes after. */
  finish: (draft: ComposerDraft) => Promise<void>
  /** Tells the writer; a key of the texts. */
  failed: (text: string) => void
}

/** From taking up what this browser kept to signing out: nothing that was typed goes without a word. */
export function createComposeLifetime(options: ComposeLifetimeOptions) {
  const { session, keeper, saving, drafts, outgoing } = options
  /** The question is on screen: what becomes of unsaved drafts? */
  const leaving = ref<(choice: LeaveChoice) => void>()
  const restoring = keeper.restore(options.restored)

  function whenFoldersKnown(): Promise<void> {
    return new Promise((resolve) => {
      const stop = watch(
        options.foldersKnown,
        (known) => {
          if (!known) return
          resolve()
          queueMicrotask(() => stop())
        },
        { immediate: true },
      )
    })
  }

  /** After each connection. */
  session.onReady(async () => {
    await restoring
    await whenFoldersKnown()
    for (const one of [...drafts()]) {
      if (one.phase === 'unknown') void options.look(one)
      if (one.phase === 'filing') void options.finish(one)
    }
  })

  /** @returns whether to go on */
  async function letGo(): Promise<boolean> {
    await restoring
    const unsaved = drafts().filter((one) => isUnsaved(one, saving))
    if (unsaved.length > 0) {
      const choice = await new Promise<LeaveChoice>((resolve) => (leaving.value = resolve))
      leaving.value = undefined
      if (choice === 'stay') return false
      const saved = choice === 'save' ? await Promise.all(unsaved.map(saving.save)) : []
      if (saved.includes(false)) {
        options.failed('compose.toast.notSaved')
        return false
      }
    }
    await keeper.wipe()
    return true
  }
  session.beforeSignOut(letGo)

  addEventListener('beforeunload', (event) => {
    if (outgoing().length > 0) event.preventDefault()
  })

  return { leaving }
}

/** Only this browser has it as it is now. */
export function isUnsaved(draft: ComposerDraft, saving: Pick<ComposeSaving, 'isSaved'>): boolean {
  return !isEmptyDraft(draft) && draft.phase !== 'filing' && !saving.isSaved(draft)
}
