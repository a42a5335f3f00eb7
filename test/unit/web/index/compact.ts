import { COLUMN, emptyCompactRow, type CompactRow } from '../../../../shared/mail/compactRow.ts'

/** A row as the bridge sends it in bulk. */
export function compact(
  uid: number,
  more: Partial<Record<'subject' | 'id' | 'references' | 'name' | 'address' | 'listId', string>> & {
    to?: string[]
    cc?: string[]
    traits?: number
    /** In milliseconds. */
    received?: number
  } = {},
): CompactRow {
  const row = emptyCompactRow()
  row[COLUMN.uid] = uid
  row[COLUMN.flags] = uid % 2 ? ['\\Seen'] : []
  row[COLUMN.received] = more.received ?? uid * 1_000
  row[COLUMN.size] = uid * 10
  row[COLUMN.subject] = more.subject ?? `Subject ${uid}`
  row[COLUMN.fromName] = more.name ?? `Name ${uid % 7}`
  row[COLUMN.fromAddress] = more.address ?? `a${uid % 7}@example.org`
  row[COLUMN.messageId] = more.id ?? `<${uid}@example.org>`
  row[COLUMN.references] = more.references ?? ''
  row[COLUMN.to] = more.to ?? ['Giulia', 'giulia@example.org']
  row[COLUMN.cc] = more.cc ?? []
  row[COLUMN.traits] = more.traits ?? 0
  row[COLUMN.listId] = more.listId ?? ''
  return row
}
