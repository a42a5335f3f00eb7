import { shallowRef } from 'vue'
import { defineKeyedStore, type Store } from './keyed.ts'
import { TOAST_MS } from './limits.ts'

export interface Toast {
  id: number
  /** A key of the texts, and what it names. */
  text: string
  values?: Record<string, string | number>
  /** The server's own words, shown behind the text. */
  server?: string
  /** A key of a text that says why there is no undo. */
  noUndo?: string
  failed?: boolean
  undo?: () => void
}

/** Short notes on what was done or failed, one at a time on screen. */
export function createToasts() {
  const toast = shallowRef<Toast>()
  let count = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(next: Omit<Toast, 'id'>): void {
    clearTimeout(timer)
    toast.value = { ...next, id: ++count }
    timer = setTimeout(dismiss, TOAST_MS)
  }

  function dismiss(): void {
    clearTimeout(timer)
    toast.value = undefined
  }

  /** While someone reads or reaches for it, it stays. */
  function hold(): void {
    clearTimeout(timer)
  }

  function release(): void {
    clearTimeout(timer)
    timer = setTimeout(dismiss, TOAST_MS)
  }

  return { toast, show, dismiss, hold, release }
}

export type Toasts = Store<ReturnType<typeof createToasts>>

/** One account's. */
export const useToasts = defineKeyedStore('toasts', createToasts)
