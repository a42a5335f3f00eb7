import type { compose } from './en/compose.ts'
import type { en } from './en/index.ts'

type Texts<T> = { [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> }

/** What every language must have: the shape of the English one. A missing or extra key does not compile. */
export type FirstMessages = Texts<typeof en>

/** Texts that come with what shows them. */
export interface LaterMessages {
  compose: Texts<typeof compose>
}

export type Messages = FirstMessages & LaterMessages
