import type { LazyTexts } from './messages.ts'

/** Texts that few people need, by part: `loadTexts` brings them with what shows them, not with the first load. */
export const LAZY_PARTS = {
  guide: {
    en: async () => (await import('./en/guide.ts')).guide,
    it: async () => (await import('./it/guide.ts')).guide,
  },
  mailboxes: {
    en: async () => (await import('./en/mailboxes.ts')).mailboxes,
    it: async () => (await import('./it/mailboxes.ts')).mailboxes,
  },
  missing: {
    en: async () => (await import('./en/missing.ts')).missing,
    it: async () => (await import('./it/missing.ts')).missing,
  },
} satisfies { [Part in keyof LazyTexts]: Record<string, () => Promise<LazyTexts[Part]>> }

export type LazyPart = keyof typeof LAZY_PARTS
