/** Whether anybody looks at this page. */
export interface Sight {
  isVisible(): boolean
  /** Calls back when somebody looks at it again; returns how to stop. */
  onSeen(listener: () => void): () => void
}

export const PAGE_SIGHT: Sight = {
  isVisible: () => document.visibilityState === 'visible',
  onSeen(listener) {
    const seen = (): void => {
      if (PAGE_SIGHT.isVisible()) listener()
    }
    document.addEventListener('visibilitychange', seen)
    window.addEventListener('focus', seen)
    return () => {
      document.removeEventListener('visibilitychange', seen)
      window.removeEventListener('focus', seen)
    }
  },
}
