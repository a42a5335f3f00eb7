/**
 * A subject people write about, as a conversation of `beats`: the first message, the answer, the answer to that, each in
 * several wordings. Words in braces are filled in once per conversation (`phrases/slots.ts`), so they agree throughout.
 */
export type Topic = {
  subjects: readonly string[]
  beats: readonly (readonly string[])[]
  /** True when the user writes first. */
  mine?: boolean
  /** First names of those whose matter it is; anyone's when absent. */
  by?: readonly string[]
  /** What is attached to the first message. */
  file?: 'drawing' | 'report' | 'table' | 'photos' | 'thesis' | 'text'
}
