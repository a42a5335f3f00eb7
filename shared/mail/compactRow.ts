import * as v from 'valibot'

/** Columns of a `CompactRow` by name. */
export const COLUMN = {
  uid: 0,
  /** As the server tells them. */
  flags: 1,
  /** INTERNALDATE, in milliseconds. */
  received: 2,
  /** RFC822.SIZE, in bytes. */
  size: 3,
  subject: 4,
  fromName: 5,
  fromAddress: 6,
  /** The Date header, in milliseconds. */
  sent: 7,
  messageId: 8,
  /** In-Reply-To where there are no References. */
  references: 9,
  /** The first eight recipients, a name and an address each, one after the other: those of To … */
  to: 10,
  /** … and, as far as there is room, those of Cc. */
  cc: 11,
  /** Bits of `TRAIT`. */
  traits: 12,
  /** What List-Id has in angle brackets, in lower case. */
  listId: 13,
} as const

/**
 * One message as an array, for bulk: about half the bytes of objects. Columns are read by `COLUMN`. Unknown numbers are 0,
 * unknown text is ''.
 */
export type CompactRow = [
  uid: number,
  flags: string[],
  received: number,
  size: number,
  subject: string,
  fromName: string,
  fromAddress: string,
  sent: number,
  messageId: string,
  references: string,
  to: string[],
  cc: string[],
  traits: number,
  listId: string,
]

export const compactRow = v.tuple([
  v.number(),
  v.array(v.string()),
  v.number(),
  v.number(),
  v.string(),
  v.string(),
  v.string(),
  v.number(),
  v.string(),
  v.string(),
  v.array(v.string()),
  v.array(v.string()),
  v.number(),
  v.string(),
]) satisfies v.GenericSchema<CompactRow>

/** A row of which nothing is known. */
export const emptyCompactRow = (): CompactRow => [0, [], 0, 0, '', '', '', 0, '', '', [], [], 0, '']
