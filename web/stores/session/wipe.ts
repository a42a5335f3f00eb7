import { DRAFTS_DATABASE } from '../../cache/database.ts'
import { forgetPersonal, SETTINGS_KEY } from '../kit/settings.ts'

/** What this page and MSAL name what they keep; other pages of the same origin keep theirs. */
const OURS = /^(?:ponte|msal)\b/i

function clearStorage(storage: Storage): void {
  for (const key of Object.keys(storage)) if (OURS.test(key) && key !== SETTINGS_KEY) storage.removeItem(key)
}

/**
 * Removes everything of ours that the browser keeps, but for how the page looks: storage, databases, caches.
 * @param options.keepsDrafts Somebody else writes in another tab; those of who leaves are gone already.
 */
export async function wipe({ keepsDrafts = false } = {}): Promise<void> {
  clearStorage(sessionStorage)
  clearStorage(localStorage)
  forgetPersonal(localStorage)
  for (const { name } of await indexedDB.databases())
    if (name && OURS.test(name) && !(keepsDrafts && name === DRAFTS_DATABASE)) indexedDB.deleteDatabase(name)
  // Only where the page is a secure context.
  if ('caches' in window)
    for (const name of await caches.keys()) if (OURS.test(name)) await caches.delete(name)
}

/**
 * Mail that was read is still in this page's memory; a fresh page has none. It shows the sign-in page, not this one: whoever
 * sees that may trust that nothing is left.
 */
export function startAfresh(signedOutOf: string | undefined, address: string): void {
  // All that goes over: which provider it was. It is gone with the next reload, and in no storage.
  history.replaceState({ [SIGNED_OUT_OF]: signedOutOf }, '', address)
  location.reload()
}

const SIGNED_OUT_OF = 'ponteSignedOutOf'

/** The id of the provider that was just signed out of, once. Before the router, which takes the history's state for its own. */
export function takeSignedOutOf(): string | undefined {
  const state = history.state as Record<string, unknown> | null
  const id = state?.[SIGNED_OUT_OF]
  if (typeof id !== 'string') return undefined
  history.replaceState(null, '')
  return id
}
