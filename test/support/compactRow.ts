import { COLUMN, type CompactRow } from '../../shared/mail/compactRow.ts'

/** A row in bulk by the names of its columns, for expectations. */
export const named = (row: CompactRow | undefined): Record<string, unknown> =>
  row ? Object.fromEntries(Object.entries(COLUMN).map(([name, at]) => [name, row[at]])) : {}
