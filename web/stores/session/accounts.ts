import { defineStore } from 'pinia'
import type { Credentials, Identity } from '../../auth/types.ts'
import type { SharedAccount } from '../../tabs/tabMessages.ts'

/** Someone who is signed in in this tab. */
export interface Account {
  /** The key of every store and cache: `<provider id>:<identity>`, so that nobody meets what another's sign-in left. */
  id: string
  providerId: string
  /** Whose it is, by the provider's own ID: compared with every credential before it is used. */
  identity: Identity
  /** The mail address signed in with. */
  user: string
  /** What the provider calls the person, if it told. */
  name?: string
  /** Its mail has been reached from this tab. */
  wasIn?: boolean
}

/** As long as the tab, like the tokens: MSAL keeps those in sessionStorage too. Holds no secret. */
const STORAGE_KEY = 'ponte.accounts'

export function accountId(providerId: string, identity: Identity): string {
  return `${providerId}:${identity}`
}

/** Who has just signed in. */
export function sharedAccount(providerId: string, credentials: Credentials): SharedAccount {
  const { identity, user } = credentials
  const name = credentials.kind === 'accessToken' ? credentials.name : undefined
  return { providerId, identity, user, ...(name ? { name } : {}) }
}

/** One without an identity was stored by an older page: whose it is cannot be told, so that its owner signs in again. */
function isAccount(value: unknown): value is Account {
  const fields = value as Partial<Record<keyof Account, unknown>> | null
  return [fields?.id, fields?.providerId, fields?.identity, fields?.user].every(
    (field) => typeof field === 'string' && field !== '',
  )
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
    find(providerId: string, identity: Identity | undefined): Account | undefined {
      return this.accounts.find((one) => one.providerId === providerId && one.identity === identity)
    },
    /** Signing in again as the same person is the same account, whichever address the provider tells today. */
    add({ providerId, identity, user, name }: SharedAccount): Account {
      const id = accountId(providerId, identity)
      const known = this.accounts.find((account) => account.id === id)
      if (known) return known
      const account: Account = { id, providerId, identity, user, ...(name ? { name } : {}) }
      this.accounts.push(account)
      this.persist()
      return account
    },
    /** Its mail has been reached: what fails after a reload is a loss, not a sign-in that failed. */
    noteIn(id: string): void {
      const account = this.accounts.find((one) => one.id === id)
      if (!account || account.wasIn) return
      account.wasIn = true
      this.persist()
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
