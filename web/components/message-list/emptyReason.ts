import type { ListFilter } from '../../stores/search/index.ts'

/** Why the list has no rows. */
export type EmptyReason =
  | { kind: 'offline' }
  | { kind: 'failed'; error: { message: string; server?: string | undefined } }
  | { kind: 'search' }
  | { kind: 'filter'; filter: Exclude<ListFilter, 'all'> }
  | { kind: 'empty' }
