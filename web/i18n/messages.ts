import type { first } from './en/first.ts'
import type { en } from './en/index.ts'

type Texts<T> = { [Key in keyof T]: T[Key] extends string ? string : Texts<T[Key]> }

/** What every language must have: the shape of the English one. A missing or extra key does not compile. */
export type Messages = Texts<typeof en>

/** Of these, what is there from the start. */
export type FirstMessages = Texts<typeof first>

/** Texts that come with the part of the page that shows them. */
export type LatePart = Exclude<keyof Messages, keyof FirstMessages>
