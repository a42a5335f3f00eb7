import { defineStore } from 'pinia'
import type { Credentials, Identity, OtherMailbox } from '../../auth/types.ts'
import type { SharedAccount } from '../../tabs/tabMessages.ts'

/** Someone who is signed in in this tab. */
export interface Account {
  /** The key of every store and cache: see `accountId`. Nobody meets what another's sign-in, or another mailbox, left. */
  id: string
  providerId: string
  /** Whose it is, by the provider's own ID: compared with every credential before it is used. */
  identity: Identity
  /** The name signed in with: mostly a mail address. */
  user: string
  /** The mailbox, where it is not the one of that name. */
  mailbox?: OtherMailbox
  /** What the provider calls the person, if it told. */
  name?: string
  /** Its mail has been reached from this tab. */
  wasIn?: boolean
}

/** As long as the tab, like the tokens: MSAL keeps those in sessionStorage too. Holds no secret. */
const STORAGE_KEY = 'ponte.accounts'

/** `<provider id>:<identity>`, and the address of another mailbox behind it: each mailbox has caches and drafts of its own. */
export function accountId({
  providerId,
  identity,
  mailbox,
}: Pick<SharedAccount, 'providerId' | 'identity' | 'mailbox'>): string {
  const own = `${providerId}:${identity}`
  return mailbox ? `${own}:${mailbox.address.toLowerCase()}` : own
}

/** Who has just signed in. */
export function sharedAccount(
  providerId: string,
  credentials: Credentials,
  mailbox: OtherMailbox | undefined,
): SharedAccount {
  const { identity, user } = credentials
  const name = credentials.kind === 'accessToken' ? credentials.name : undefined
  return { providerId, identity, user, ...(name ? { name } : {}), ...(mailbox ? { mailbox } : {}) }
}

/** One without an identity was stored by an older page: whose it is cannot be told, so that its owner signs in again. */
function isAccount(value: unknown): value is Account {
  const fields = value as Partial<Record<keyof Account, unknown>> | null
  const texts = [fields?.id, fields?.providerId, fields?.identity, fields?.user]
  return (
    texts.every((field) => typeof field === 'string' && field !== '') &&
    (fields?.mailbox === undefined || isMailbox(fields.mailbox))
  )
}

function isMailbox(value: unknown): value is OtherMailbox {
  const { address, shared } = value as Partial<Record<keyof OtherMailbox, unknown>>
  return typeof address === 'string' && address !== '' && typeof shared === 'boolean'
}

function restore(): Account[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isAccount) : []
  } catch {
    // Not ours or not readable: the user signs in again.
    return []
  }
}

export const useAccounts = defineStore('accounts', {
  state: () => ({ accounts: restore() }),
  getters: {
    /** The account on screen. */
    current: (state): Account | undefined => state.accounts[0],
  },
  actions: {
    find(id: string): Account | undefined {
      return this.accounts.find((one) => one.id === id)
    },
    /** Signing in again as the same person is the same account, whichever address the provider tells today. */
    add(shared: SharedAccount): Account {
      const id = accountId(shared)
      const known = this.find(id)
      if (known) return known
      const account: Account = { id, ...shared }
      this.accounts.push(account)
      this.persist()
      return account
    },
    /** Its mail has been reached: what fails after a reload is a loss, not a sign-in that failed. */
    noteIn(id: string): void {
      const account = this.find(id)
      if (!account || account.wasIn) return
      account.wasIn = true
      this.persist()
    },
    /** The same person's other mailbox, in its place. */
    replace(id: string, next: SharedAccount): Account {
      const at = this.accounts.findIndex((one) => one.id === id)
      const account: Account = { id: accountId(next), ...next }
      const others = this.accounts.filter((one) => one.id !== account.id && one.id !== id)
      this.accounts = [...others.slice(0, Math.max(at, 0)), account, ...others.slice(Math.max(at, 0))]
      this.persist()
      return account
    },
    remove(id: string): void {
      this.accounts = this.accounts.filter((account) => account.id !== id)
      this.persist()
    },
    persist(): void {
      if (this.accounts.length === 0) sessionStorage.removeItem(STORAGE_KEY)
      else sessionStorage.setItem(STORAGE_KEY, JSON.stringify(this.accounts))
    },
  },
})
