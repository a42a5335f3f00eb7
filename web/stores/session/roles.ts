import { standForOwner } from '../../tabs/election.ts'
import { ownerLock } from '../../tabs/names.ts'
import { createGuestRole } from './guestRole.ts'
import { createOwnerRole } from './ownerRole.ts'
import type { Role, RoleOptions, Tabs } from './role.ts'

/** Without a secure context there are no locks: each tab is on its own. */
const ALONE: Tabs = {
  locks: { request: () => new Promise<never>(() => undefined) },
  openChannel: () => ({ postMessage: () => undefined, close: () => undefined, onmessage: null }),
}

export const THIS_BROWSER: (Tabs & { locks: LockManager }) | undefined =
  // Tests import this without a browser.
  typeof window !== 'undefined' && 'locks' in navigator && 'BroadcastChannel' in window
    ? { locks: navigator.locks, openChannel: (name) => new BroadcastChannel(name) }
    : undefined

/**
 * Plays the part that falls to this tab: `enter` is called with the first, and again when a guest takes over from an
 * owner that is gone. @returns how to leave the line of those who would.
 */
export function takeRole(
  options: Omit<RoleOptions, 'tabs' | 'wasReady'> & { wasReady: () => boolean },
  enter: (role: Role) => void,
): () => void {
  const { account, wasReady } = options
  const tabs = THIS_BROWSER
  if (!tabs) {
    enter(createOwnerRole({ ...options, tabs: ALONE, wasReady: false }))
    return () => undefined
  }
  let guest: Role | undefined
  return standForOwner({
    name: ownerLock(account.id),
    locks: tabs.locks,
    onElected: () => {
      void guest?.close()
      enter(createOwnerRole({ ...options, tabs, wasReady: wasReady() }))
    },
    onWaiting: () => {
      guest = createGuestRole({ ...options, tabs, wasReady: false })
      enter(guest)
    },
  })
}
