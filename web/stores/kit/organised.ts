import { computed, type ComputedRef } from 'vue'
import type { SettingsStore } from './settings.ts'

export interface OrganisedOptions {
  accountId: string
  settings: Pick<SettingsStore, 'personal' | 'changeOrganising'>
}

/** What an account's settings keep under one name: read by `from`, which takes anything. */
export function organisedBy<Value>(
  { accountId, settings }: OrganisedOptions,
  name: 'labels' | 'orders' | 'blocked',
  from: (stored: unknown) => Value,
): { stored: ComputedRef<Value>; change(next: (now: Value) => Value): void } {
  const partOf = (all: unknown): Partial<Record<string, unknown>> =>
    typeof all === 'object' && all !== null ? all : {}
  return {
    stored: computed(() => from(partOf(settings.personal.organising[accountId])[name])),
    change: (next) =>
      settings.changeOrganising(accountId, (now) => {
        const all = partOf(now)
        return { ...all, [name]: next(from(all[name])) }
      }),
  }
}
