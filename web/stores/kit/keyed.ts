import { defineStore } from 'pinia'
import type { ShallowUnwrapRef } from 'vue'

/** A store as others see it: what its refs hold, never the refs. */
export type Store<Setup> = ShallowUnwrapRef<Setup>

/** A setup store for each account: `useX(accountId)`, made on first use. Signing out reloads the page, which ends them all. */
export function defineKeyedStore<Setup extends object>(name: string, setup: (accountId: string) => Setup) {
  const define = (accountId: string) => defineStore(`${name}/${accountId}`, () => setup(accountId))
  const definitions = new Map<string, ReturnType<typeof define>>()
  return (accountId: string) => {
    const definition = definitions.get(accountId) ?? define(accountId)
    definitions.set(accountId, definition)
    return definition()
  }
}
