import type { Language } from '../person.ts'

export type Story = readonly [title: string, text: string]

/** A publisher of newsletters: how its letters look, and what they tell. */
export type Brand = {
  name: string
  address: string
  language: Language
  /** CSS colour of its header and buttons. */
  colour: string
  tagline: string
  /** `{n}` is the number of the issue, `{title}` the title of the first story. */
  subjects: readonly string[]
  intros: readonly string[]
  stories: readonly Story[]
  button: string
  footer: string
  unsubscribe: string
}
