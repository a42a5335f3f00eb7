import type { Mailbox } from './types.ts'

export type Language = 'en' | 'it' | 'ar' | 'ja'

/** Someone the user exchanges mail with. All are invented. */
export type Person = Mailbox & {
  name: string
  /** What the user calls them. */
  first: string
  language: Language
  /** Minutes east of UTC; Rome, with its summer time, when absent. */
  zone?: number
  mailer?: string
  /** Lines under the name in the signature. */
  role?: string
  /** Name in their own script, for mail in their own language. */
  native?: string
}

export const person = (first: string, name: string, more: Omit<Person, 'first' | 'name'>): Person => ({
  first,
  name,
  ...more,
})
