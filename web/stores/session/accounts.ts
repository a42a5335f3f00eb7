import { defineStore } from 'pinia'

/** Someone who is signed in in this tab. */
export interface Account {
  /** The key of every store: `<provider id>:<mail address>`. */
  id: string
  providerId: string
  /** The mail address signed in with. */
  user: string
  /** What the provider calls the person, if it told. */
  name?: string
  /** Its mail has been reached from this tab. */
  wasIn?: boolean
}

/** As long as the tab, like the tokens: MSAL keeps those in sessionStorage too. Holds no secret. */
const STORAGE_KEY = 'ponte.accounts'

export function accountId(providerId: string, user: string): string {
  return `${providerId}:${user.toLowerCase()}`
}

function isAccount(value: unknown): value is Account {
  const fields = value as Partial<Record<keyof Account, unknown>> | null
  return [fields?.id, fields?.providerId, fields?.user].every((field) => typeof field === 'string')
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
    /** Signing in again to the same mailbox is the same account. */
    add(providerId: string, user: string, name?: string): Account {
      const id = accountId(providerId, user)
      const known = this.accounts.find((account) => account.id === id)
      if (known) return known
      const account: Account = { id, providerId, user, ...(name ? { name } : {}) }
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
