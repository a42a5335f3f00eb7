import type { LazyTexts } from './messages.ts'

/** Texts that few people need, by part: `loadTexts` brings them with what shows them, not with the first load. */
export const LAZY_PARTS = {
  mailboxes: {
    en: async () => (await import('./en/mailboxes.ts')).mailboxes,
    it: async () => (await import('./it/mailboxes.ts')).mailboxes,
  },
} satisfies { [Part in keyof LazyTexts]: Record<string, () => Promise<LazyTexts[Part]>> }

export type LazyPart = keyof typeof LAZY_PARTS
