import { defineStore } from 'pinia'

/** Someone who is signed in in this tab. */
export interface Account {
  /** The key of every store: `<provider id>:<mail address>`. */
  id: string
  providerId: string
  /** The mail address signed in with. */
  user: string
}

export const useAccounts = defineStore('accounts', {
  state: () => ({ accounts: [] as Account[] }),
})
