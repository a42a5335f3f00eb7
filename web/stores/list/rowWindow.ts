import {
  countAbove,
  fallen,
  inRanges,
  rangesOf,
  sizeOf,
  unionOf,
  without,
  type NumberRanges,
} from '../kit/numberRanges.ts'

/**
 * The rows of a mailbox by sequence number (RFC 3501 section 2.3.1.2), as far as they are known, kept right while the
 * server tells what came and went. Index 0 is the newest message: index i ↔ sequence number `exists − i`, less the
 * rows hidden because the user has just moved them away. Pure: each function returns a new window, or the same one
 * when nothing changed.
 */
export interface RowWindow<Row extends WindowRow> {
  /** Messages in the mailbox. */
  readonly exists: number
  /** Known rows by sequence number. */
  readonly rows: ReadonlyMap<number, Row>
  /** Sequence numbers the user has moved away and the server has not expunged yet. */
  readonly hidden: NumberRanges
  /** Sequence numbers asked for that the server did not hand out (facts: some items of Outlook are unretrievable). */
  readonly missing: ReadonlySet<number>
  /** Grows by one with each change of what a sequence number means: an answer spanning such a change may have gaps. */
  readonly shifts: number
}

export interface WindowRow {
  uid: number
  /** Shown, but still to be asked for. */
  partial?: unknown
}

export function openWindow<Row extends WindowRow>(exists: number): RowWindow<Row> {
  return { exists, rows: new Map(), hidden: [], missing: new Set(), shifts: 0 }
}

/** How many rows the list has. */
export function rowCount(window: RowWindow<WindowRow>): number {
  return window.exists - sizeOf(window.hidden)
}

/** The sequence number shown at an index from the top, 0 … rowCount − 1. */
export function seqAt(window: RowWindow<WindowRow>, index: number): number {
  let seq = window.exists - index
  for (let at = window.hidden.length - 1; at >= 0; at--) {
    const [low, high] = window.hidden[at] ?? [0, 0]
    if (high < seq) break
    seq -= high - low + 1
  }
  return seq
}

/** The index of a sequence number; `undefined` when it is hidden or not in the mailbox. */
export function indexOf(window: RowWindow<WindowRow>, seq: number): number | undefined {
  if (seq < 1 || seq > window.exists || inRanges(window.hidden, seq)) return undefined
  return window.exists - seq - countAbove(window.hidden, seq)
}

export function rowAt<Row extends WindowRow>(window: RowWindow<Row>, index: number): Row | undefined {
  return window.rows.get(seqAt(window, index))
}

export function seqOf(window: RowWindow<WindowRow>, uid: number): number | undefined {
  for (const [seq, row] of window.rows) if (row.uid === uid) return seq
  return undefined
}

/** The sequence numbers of indexes `first` … `last` that are neither known nor known to be unretrievable, descending. */
export function unknownSeqs(window: RowWindow<WindowRow>, first: number, last: number): number[] {
  const unknown: number[] = []
  const end = Math.min(last, rowCount(window) - 1)
  for (let index = Math.max(first, 0); index <= end; index++) {
    const seq = seqAt(window, index)
    const row = window.rows.get(seq)
    if ((!row || row.partial) && !window.missing.has(seq)) unknown.push(seq)
  }
  return unknown
}

/** Rows as fetched. A row known under another number moves: UIDs tell the truth, numbers only where it is now. */
export function withRows<Row extends WindowRow>(
  window: RowWindow<Row>,
  fetched: Iterable<readonly [seq: number, row: Row]>,
): RowWindow<Row> {
  const rows = new Map(window.rows)
  const missing = new Set(window.missing)
  let exists = window.exists
  for (const [seq, row] of fetched) {
    // What is known better stays.
    if (row.partial && rows.has(seq)) continue
    rows.set(seq, row)
    missing.delete(seq)
    exists = Math.max(exists, seq)
  }
  return { ...window, exists, rows, missing }
}

/** Sequence numbers the server answered without data. */
export function withMissing<Row extends WindowRow>(
  window: RowWindow<Row>,
  seqs: Iterable<number>,
): RowWindow<Row> {
  return { ...window, missing: new Set([...window.missing, ...seqs]) }
}

/** More came: a row only the index knew, which this connection had not been told of, may be handed out now. */
export function askedAgain<Row extends WindowRow>(window: RowWindow<Row>): RowWindow<Row> {
  const still = [...window.missing].filter((seq) => !window.rows.get(seq)?.partial)
  return still.length === window.missing.size ? window : { ...window, missing: new Set(still) }
}

/** `* n EXISTS`. Fewer than before without EXPUNGE means that the server lost us: everything is asked anew. */
export function grown<Row extends WindowRow>(window: RowWindow<Row>, exists: number): RowWindow<Row> {
  if (exists === window.exists) return window
  if (exists < window.exists) return { ...openWindow<Row>(exists), shifts: window.shifts + 1 }
  return { ...window, exists }
}

/** `* n EXPUNGE`: the row goes, and every number above it falls by one. */
export function expunged<Row extends WindowRow>(window: RowWindow<Row>, seq: number): RowWindow<Row> {
  if (seq < 1 || seq > window.exists) return window
  const fall = (one: number): number => (one > seq ? one - 1 : one)
  const rows = new Map<number, Row>()
  for (const [one, row] of window.rows) if (one !== seq) rows.set(fall(one), row)
  return {
    exists: window.exists - 1,
    rows,
    hidden: fallen(window.hidden, seq),
    missing: new Set([...window.missing].filter((one) => one !== seq).map(fall)),
    shifts: window.shifts + 1,
  }
}

/** `* VANISHED` (RFC 7162) names a UID: without its row, the known rows around it still tell which numbers fall. */
export function vanished<Row extends WindowRow>(window: RowWindow<Row>, uid: number): RowWindow<Row> {
  const known = seqOf(window, uid)
  if (known !== undefined) return expunged(window, known)
  if (window.exists === 0) return window
  const rows = new Map<number, Row>()
  for (const [seq, row] of window.rows) {
    const now = row.uid > uid ? seq - 1 : seq
    if (now > 0) rows.set(now, row)
  }
  const hiddenUids = new Set<number>()
  for (const [seq, row] of window.rows) if (inRanges(window.hidden, seq)) hiddenUids.add(row.uid)
  const hidden = [...rows].filter(([, row]) => hiddenUids.has(row.uid)).map(([seq]) => seq)
  return {
    exists: window.exists - 1,
    rows,
    hidden: rangesOf(hidden),
    missing: new Set(),
    shifts: window.shifts + 1,
  }
}

/**
 * The mailbox was selected anew. When it grew by exactly as many as UIDNEXT did, nothing was expunged, and the numbers
 * known still mean the same; else nothing is sure and the rows are asked anew.
 */
export function resynced<Row extends WindowRow>(
  window: RowWindow<Row>,
  now: {
    exists: number
    /** `undefined` where the server does not tell UIDNEXT. */ uidNextGrowth: number | undefined
  },
): RowWindow<Row> {
  const growth = now.exists - window.exists
  if (growth >= 0 && now.uidNextGrowth === growth) return grown(window, now.exists)
  return { ...openWindow<Row>(now.exists), shifts: window.shifts + 1 }
}

/** How far UIDNEXT moved; `undefined` when one of the two is not known. */
export function uidNextGrowth(before: number | undefined, now: number | undefined): number | undefined {
  return before === undefined || now === undefined ? undefined : now - before
}

/** Changes one known row, found by UID. */
export function withRow<Row extends WindowRow>(
  window: RowWindow<Row>,
  uid: number,
  change: (row: Row) => Row,
): RowWindow<Row> {
  const seq = seqOf(window, uid)
  const row = seq === undefined ? undefined : window.rows.get(seq)
  if (seq === undefined || row === undefined) return window
  return { ...window, rows: new Map(window.rows).set(seq, change(row)) }
}

/** Changes many known rows at once; `change` answers the same row to leave it. */
export function withRowsChanged<Row extends WindowRow>(
  window: RowWindow<Row>,
  change: (row: Row) => Row,
): RowWindow<Row> {
  return { ...window, rows: new Map([...window.rows].map(([seq, row]) => [seq, change(row)])) }
}

/** Takes rows out of sight before the server has expunged them. */
export function withHidden<Row extends WindowRow>(
  window: RowWindow<Row>,
  uids: Iterable<number>,
): RowWindow<Row> {
  return withHiddenSeqs(window, rangesOf(seqsOf(window, uids)))
}

/** The same by number, for rows that are not known: the numbers must be those of now. */
export function withHiddenSeqs<Row extends WindowRow>(
  window: RowWindow<Row>,
  seqs: NumberRanges,
): RowWindow<Row> {
  return seqs.length === 0 ? window : { ...window, hidden: unionOf(window.hidden, seqs) }
}

/** Puts rows back into sight: the server refused. */
export function withoutHidden<Row extends WindowRow>(
  window: RowWindow<Row>,
  uids: Iterable<number>,
): RowWindow<Row> {
  return { ...window, hidden: without(window.hidden, rangesOf(seqsOf(window, uids))) }
}

/** The numbers of those that are known. */
function seqsOf(window: RowWindow<WindowRow>, uids: Iterable<number>): number[] {
  const wanted = new Set(uids)
  return [...window.rows].filter(([, row]) => wanted.has(row.uid)).map(([seq]) => seq)
}
