import { WINDOW_LOOK_MS } from './limits.ts'
import type { SignInWindow } from './types.ts'

/** What is looked at, from outside: a test has its own. */
export interface WatchedPage {
  hasFocus(): boolean
}

/**
 * Calls back once when the window seems to be gone: the browser calls it closed and the person is back on this page.
 * It may be there all the same: with a `Cross-Origin-Opener-Policy` on the provider's page `closed` is true at once, while
 * the person types. So whoever is called goes on waiting for the answer. @returns how to stop looking
 */
export function watchWindow(
  popup: Pick<SignInWindow, 'closed'>,
  onSeemsClosed: () => void,
  page: WatchedPage = document,
): () => void {
  const timer = setInterval(() => {
    if (!popup.closed || !page.hasFocus()) return
    clearInterval(timer)
    onSeemsClosed()
  }, WINDOW_LOOK_MS)
  return () => clearInterval(timer)
}
