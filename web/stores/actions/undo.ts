import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { reportFailure } from '../kit/reportFailure.ts'
import { useToasts, type Toast, type Toasts } from '../kit/toasts.ts'
import { MAX_UNDO_STEPS } from './limits.ts'

/** What undoes one thing that was done. */
export type UndoStep = () => Promise<void>

export interface UndoOptions {
  toasts: Toasts
}

/** What was done, newest last; each step is offered in a toast and stays within reach of the keyboard afterwards. */
export function createUndo({ toasts }: UndoOptions) {
  const steps: UndoStep[] = []
  /** What is on its way to the server and offers its step when it arrives; the newest. */
  let underway: Promise<unknown> | undefined

  /** An undo asked for before the server has answered waits for this one, instead of undoing what was done before it. */
  async function during<T>(doing: Promise<T>): Promise<T> {
    underway = doing
    try {
      return await doing
    } finally {
      if (underway === doing) underway = undefined
    }
  }

  /** Offers made while one thing is done in several mailboxes. */
  let gathered: { said: Pick<Toast, 'text' | 'values'>; step: UndoStep }[] | undefined

  /** One thing, done in several mailboxes: one toast tells of all of it, and one step undoes it. */
  async function together(doing: () => readonly unknown[]): Promise<void> {
    const all: NonNullable<typeof gathered> = (gathered = [])
    try {
      await Promise.all(doing())
    } finally {
      gathered = undefined
    }
    const [first] = all
    if (!first) return
    const count = all.reduce((sum, { said }) => sum + Number(said.values?.['count'] ?? 0), 0)
    const values = { ...first.said.values, count }
    offer({ ...first.said, values }, async () => {
      await Promise.all(all.map(({ step }) => step()))
    })
  }

  /**
   * Says what was done and offers to undo it; without a step it only says so, and why when `noUndo` is given.
   * @returns how to take the offer back
   */
  function offer(said: Pick<Toast, 'text' | 'values' | 'noUndo'>, step?: UndoStep): () => void {
    if (!step) {
      toasts.show(said)
      return () => undefined
    }
    if (gathered) {
      const all = gathered
      const offered = { said, step }
      all.push(offered)
      return () => void all.splice(all.indexOf(offered), 1)
    }
    steps.push(step)
    if (steps.length > MAX_UNDO_STEPS) steps.shift()
    toasts.show({ ...said, undo: () => void undo(step) })
    return () => {
      const at = steps.indexOf(step)
      if (at !== -1) steps.splice(at, 1)
    }
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

  /** The newest step; says so when there is none. */
  function undoLast(): void {
    if (underway) return void undoWhenDone(underway)
    const step = steps.at(-1)
    if (step) void undo(step)
    else toasts.show({ text: 'list.toast.nothingToUndo' })
  }

  /** Nothing when it was refused: then it offered no step. */
  async function undoWhenDone(doing: Promise<unknown>): Promise<void> {
    const before = steps.at(-1)
    await doing.catch(() => undefined)
    const step = steps.at(-1)
    if (step && step !== before) await undo(step)
  }

  return { offer, together, during, undoLast }
}

export type Undo = Store<ReturnType<typeof createUndo>>

/** One account's. */
export const useUndo = defineKeyedStore('undo', (accountId) => createUndo({ toasts: useToasts(accountId) }))
