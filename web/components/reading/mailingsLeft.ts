import { reactive } from 'vue'
import type { ListRow } from '../../mailbox/row.ts'
import { fieldValues, type HeaderField } from '../../mime/headerFields.ts'

/** Mailings left since the page was loaded: their other messages need not offer it again. */
export const mailingsLeft = reactive(new Set<string>())

/** One mailing of one account: by its List-Id where it has one (RFC 2919), else by who sends it. */
export function mailingKey(accountId: string, row: ListRow, header: readonly HeaderField[]): string {
  const list = fieldValues(header, 'List-Id')[0]
  const from = row.envelope?.from[0]?.address ?? ''
  return `${accountId} ${(list ?? from).toLowerCase()}`
}
