import { computed } from 'vue'
import { isAmong } from '../../mime/reply.ts'
import { organisedBy } from '../kit/organised.ts'
import type { SettingsStore } from '../kit/settings.ts'

/** How far the inbox was looked through for mail of those who are blocked; what lies before stays where it is. */
export interface LookedThrough {
  uidValidity: string
  uidNext: number
}

interface Stored {
  /** Addresses, in small letters. */
  senders: readonly string[]
  lookedThrough?: LookedThrough
}

export interface BlockedListOptions {
  accountId: string
  settings: Pick<SettingsStore, 'personal' | 'changeOrganising'>
}

/** Senders of whom one account hears nothing more, as its settings keep them. */
export function createBlockedList(options: BlockedListOptions) {
  const { stored, change } = organisedBy(options, 'blocked', blockedFrom)

  function add(addresses: readonly string[]): void {
    change(({ senders, lookedThrough }) => {
      const added = addresses.filter((one) => !isAmong(one, senders)).map((one) => one.toLowerCase())
      // With the first one, the looking begins anew.
      return {
        senders: [...senders, ...added],
        ...(senders.length > 0 && lookedThrough && { lookedThrough }),
      }
    })
  }

  function remove(addresses: readonly string[]): void {
    change((now) => ({ ...now, senders: now.senders.filter((one) => !isAmong(one, addresses)) }))
  }

  return {
    senders: computed(() => stored.value.senders),
    add,
    remove,
    lookedThrough: computed(() => stored.value.lookedThrough),
    lookThrough: (lookedThrough: LookedThrough) => change((now) => ({ ...now, lookedThrough })),
  }
}

/** Whatever was stored, by whatever version. */
export function blockedFrom(stored: unknown): Stored {
  const { senders, lookedThrough } = (stored ?? {}) as { senders?: unknown; lookedThrough?: unknown }
  const { uidValidity, uidNext } = (lookedThrough ?? {}) as { uidValidity?: unknown; uidNext?: unknown }
  return {
    senders: Array.isArray(senders) ? senders.filter((one) => typeof one === 'string') : [],
    ...(typeof uidValidity === 'string' && typeof uidNext === 'number'
      ? { lookedThrough: { uidValidity, uidNext } }
      : {}),
  }
}

export type BlockedList = ReturnType<typeof createBlockedList>
