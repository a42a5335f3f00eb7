import { defineKeyedStore } from './keyed.ts'
import { MAX_UNDO_STEPS } from './listLimits.ts'
import { reportFailure } from './reportFailure.ts'
import { useToasts, type Toast } from './toasts.ts'

/** What undoes one thing that was done. */
export type UndoStep = () => Promise<void>

/** What was done, newest last; each step is offered in a toast and stays within reach of the keyboard afterwards. */
export const useUndo = defineKeyedStore('undo', (accountId) => {
  const toasts = useToasts(accountId)
  const steps: UndoStep[] = []

  /** Says what was done and offers to undo it; without a step it only says so. */
  function offer(said: Pick<Toast, 'text' | 'values'>, step?: UndoStep): void {
    if (!step) {
      toasts.show(said)
      return
    }
    steps.push(step)
    if (steps.length > MAX_UNDO_STEPS) steps.shift()
    toasts.show({ ...said, undo: () => void undo(step) })
  }

  async function undo(step: UndoStep): Promise<void> {
    const at = steps.indexOf(step)
    if (at === -1) return
    steps.splice(at, 1)
    toasts.dismiss()
    try {
      await step()
      toasts.show({ text: 'mail.toast.undone' })
    } catch (error) {
      reportFailure(toasts, 'mail.toast.undoFailed', error)
    }
  }

  /** The newest step; `false` when there is none. */
  function undoLast(): boolean {
    const step = steps.at(-1)
    if (step) void undo(step)
    return step !== undefined
  }

  return { offer, undoLast }
})
