/**
 * What the tabs of one browser call each other by. Locks and channels are of this origin only, and hold nothing but the
 * account's id.
 */

const OWNER_LOCK = 'ponte.owner/'

/** Held by the tab that owns the account's connection, for as long as it lives. */
export const ownerLock = (accountId: string): string => OWNER_LOCK + accountId

/** Held by a tab that uses another's connection: its end is the tab's end. */
export const tabLock = (tabId: string): string => `ponte.tab/${tabId}`

/** All tabs of an account: who owns, who comes, signing out. */
export const accountChannel = (accountId: string): string => `ponte.account/${accountId}`

/** One tab and the owner, in private: what one tab reads is not copied to the others. */
export const tabChannel = (tabId: string): string => `ponte.tab/${tabId}`

/** The accounts that some tab of this browser is signed in to. */
export async function ownedAccounts(locks: Pick<LockManager, 'query'>): Promise<string[]> {
  const { held = [] } = await locks.query()
  return held.flatMap(({ name }) => (name?.startsWith(OWNER_LOCK) ? [name.slice(OWNER_LOCK.length)] : []))
}
