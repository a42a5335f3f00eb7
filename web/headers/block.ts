/**
 * Version of what a block holds, and so of the database of headers. Raise it whenever the columns change, or what they
 * mean: what was cached before is dropped and comes again.
 */
export const HEADER_FORMAT = 3

/**
 * Headers of some messages of one mailbox in columns, ascending by UID. Immutable but for `marks`; made of typed arrays and
 * strings alone, so that it is written to IndexedDB and handed between threads as it is.
 */
export interface HeaderBlock {
  uids: Uint32Array
  /** Bits of `MARK`. */
  marks: Uint8Array
  /** Bits of `TRAIT`. */
  traits: Uint16Array
  /** INTERNALDATE, in milliseconds; 0 when unknown. */
  received: Float64Array
  /** The Date header, else INTERNALDATE, in milliseconds. */
  sent: Float64Array
  /** RFC822.SIZE, in bytes. */
  sizes: Uint32Array
  /** Hash of the Message-ID; 0 without. */
  ids: Float64Array
  /** Hashes of the messages each goes back to, oldest first, all one after the other … */
  references: Float64Array
  /** … and where each one's end. */
  referenceEnds: Uint32Array
  /** A line each. */
  subjects: string
  /** Which line of `people` each is from. */
  from: Uint16Array
  /** Which lines each is to, those of To before those of Cc, all one after the other … */
  recipients: Uint16Array
  /** … where each one's end … */
  recipientEnds: Uint16Array
  /** … and how many of each one's are of To. */
  toCounts: Uint8Array
  /** A line each, no line twice: name, tab, address. */
  people: string
  /** Which line of `listIds` each has. */
  lists: Uint16Array
  /** Identifiers of lists, a line each, no line twice; one line is empty. */
  listIds: string
}
