import type { en } from './en/index.ts'
import type { mailboxes } from './en/mailboxes.ts'

type Texts<T> = { [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> }

/** What every language must have: the shape of the English one. A missing or extra key does not compile. */
export type Messages = Texts<typeof en>

/** The same for the texts that come with what shows them, by part. */
export interface LazyTexts {
  mailboxes: Texts<typeof mailboxes>
}
