import { defineStore, getActivePinia } from 'pinia'

/** How to take an account's stores down, by account. */
const open = new Map<string, Set<() => void>>()

/** A setup store for each account: `useX(accountId)`. Made on first use, gone after `closeStores(accountId)`. */
export function defineKeyedStore<Setup extends object>(name: string, setup: (accountId: string) => Setup) {
  const define = (accountId: string) => defineStore(`${name}/${accountId}`, () => setup(accountId))
  const definitions = new Map<string, ReturnType<typeof define>>()
  return (accountId: string) => {
    const known = definitions.get(accountId)
    if (known) return known()
    const definition = define(accountId)
    definitions.set(accountId, definition)
    const closers = open.get(accountId) ?? new Set()
    open.set(accountId, closers)
    closers.add(() => {
      const pinia = getActivePinia()
      definition().$dispose()
      if (pinia) delete pinia.state.value[`${name}/${accountId}`]
      definitions.delete(accountId)
    })
    return definition()
  }
}

/** Ends an account's stores and forgets what they hold: its mail must not outlive the session. */
export function closeStores(accountId: string): void {
  for (const close of open.get(accountId) ?? []) close()
  open.delete(accountId)
}
