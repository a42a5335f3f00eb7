import { computed } from 'vue'
import { defineKeyedStore } from '../kit/keyed.ts'
import { useSettings, type SettingsStore } from '../kit/settings.ts'
import { templatesFrom, type Template } from './templates.ts'
import { signatureFrom, type Signature } from './signature.ts'

/** What an account's composer keeps in this browser, until signing out. */
export interface WritingSettings {
  /** Lower-case addresses that are suggested no more. */
  forgotten: readonly string[]
  /** By lower-case address of the sender. */
  signatures: Readonly<Record<string, Signature>>
  templates: readonly Template[]
}

/** Reads it from anything: what is no longer understood is left out. */
export function parseWriting(stored: unknown): WritingSettings {
  const fields = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>
  const forgotten = Array.isArray(fields['forgotten']) ? fields['forgotten'] : []
  const signatures: Record<string, Signature> = {}
  for (const [address, one] of Object.entries(fields['signatures'] ?? {})) {
    const signature = signatureFrom(one)
    if (signature) signatures[address] = signature
  }
  return {
    forgotten: forgotten.filter((one) => typeof one === 'string'),
    signatures,
    templates: templatesFrom(fields['templates']),
  }
}

export interface WritingStore {
  readonly now: WritingSettings
  change(next: (now: WritingSettings) => Partial<WritingSettings>): void
}

export function createWriting(account: string, settings: Pick<SettingsStore, 'personal' | 'changeWriting'>) {
  return {
    now: computed(() => parseWriting(settings.personal.writing[account])),
    change(next: (now: WritingSettings) => Partial<WritingSettings>): void {
      settings.changeWriting(account, (stored) => {
        const now = parseWriting(stored)
        return { ...now, ...next(now) }
      })
    },
  }
}

/** One account's. */
export const useWritingSettings = defineKeyedStore('writing', (accountId) =>
  createWriting(accountId, useSettings()),
)
