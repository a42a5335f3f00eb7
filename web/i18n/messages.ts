import type { en } from './en/index.ts'
import type { guide } from './en/guide.ts'
import type { mailboxes } from './en/mailboxes.ts'
import type { missing } from './en/missing.ts'

type Texts<T> = { [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> }

/** What every language must have: the shape of the English one. A missing or extra key does not compile. */
export type Messages = Texts<typeof en>

/** The same for the texts that come with what shows them, by part. */
export interface LazyTexts {
  guide: Texts<typeof guide>
  mailboxes: Texts<typeof mailboxes>
  missing: Texts<typeof missing>
}
