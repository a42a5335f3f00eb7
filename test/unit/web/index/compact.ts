import { COLUMN, emptyCompactRow, type CompactRow } from '../../../../shared/mail/compactRow.ts'

/** A row as the bridge sends it in bulk. */
export function compact(
  uid: number,
  more: Partial<Record<'subject' | 'id' | 'references' | 'name' | 'address', string>> = {},
): CompactRow {
  const row = emptyCompactRow()
  row[COLUMN.uid] = uid
  row[COLUMN.flags] = uid % 2 ? ['\\Seen'] : []
  row[COLUMN.received] = uid * 1_000
  row[COLUMN.size] = uid * 10
  row[COLUMN.subject] = more.subject ?? `Subject ${uid}`
  row[COLUMN.fromName] = more.name ?? `Name ${uid % 7}`
  row[COLUMN.fromAddress] = more.address ?? `a${uid % 7}@example.org`
  row[COLUMN.messageId] = more.id ?? `<${uid}@example.org>`
  row[COLUMN.references] = more.references ?? ''
  row[COLUMN.to] = 'Giulia'
  return row
}
