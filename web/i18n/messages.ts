import type { hands } from './en/hands.ts'
import type { en } from './en/index.ts'

type Texts<T> = { [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> }

/** What every language must have: the shape of the English one. A missing or extra key does not compile. */
export type Messages = Texts<typeof en>

/** The same of what is loaded later. */
export type HandsTexts = Texts<typeof hands>
