import type { Channel } from './mailSlot.ts'
import { accountChannel, ownedAccounts } from './names.ts'
import type { AccountMessage, SharedAccount } from './tabMessages.ts'

/** How long a tab that was just opened waits for the one that is signed in, in milliseconds: it answers within a few. */
const VOUCH_MS = 500

/** The accounts that other tabs are signed in to and share with this one. */
export async function vouchedAccounts(from: {
  locks: Pick<LockManager, 'query'>
  openChannel: (name: string) => Channel
}): Promise<SharedAccount[]> {
  const ids = await ownedAccounts(from.locks)
  const found = await Promise.all(ids.map((id) => ask(from.openChannel(accountChannel(id)))))
  return found.filter((account) => account !== undefined)
}

function ask(channel: Channel): Promise<SharedAccount | undefined> {
  return new Promise((resolve) => {
    const settle = (account?: SharedAccount): void => {
      clearTimeout(timer)
      channel.close()
      resolve(account)
    }
    const timer = setTimeout(settle, VOUCH_MS)
    channel.onmessage = ({ data }: MessageEvent<AccountMessage>) => {
      // An older page tells no identity: nobody knows whose account it is.
      if (data.kind === 'here') settle(data.account.identity ? data.account : undefined)
    }
    channel.postMessage({ kind: 'who' } satisfies AccountMessage)
  })
}
