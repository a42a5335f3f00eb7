import type { CompactRow } from '../../../../shared/mail/message.ts'

/** A row as the bridge sends it in bulk. */
export const compact = (
  uid: number,
  more: Partial<Record<'subject' | 'id' | 'references' | 'name' | 'address', string>> = {},
): CompactRow => [
  uid,
  uid % 2 ? ['\\Seen'] : [],
  uid * 1_000,
  uid * 10,
  more.subject ?? `Subject ${uid}`,
  more.name ?? `Name ${uid % 7}`,
  more.address ?? `a${uid % 7}@example.org`,
  0,
  more.id ?? `<${uid}@example.org>`,
  more.references ?? '',
  'Giulia',
  0,
]
