import { useI18n } from 'vue-i18n'
import { dateLocale } from '../../i18n/dateLocale.ts'
import { formatAddress, formatAddressList } from '../../mime/addressList.ts'
import { quoteText, type ReplyKind } from '../../mime/reply.ts'
import type { ListRow } from '../../stores/listRow.ts'
import { exactDate } from '../message-list/listDates.ts'

/** The original, as it stands below an answer: quoted for a reply, with its header lines for a forward. */
export function useQuote(): (kind: ReplyKind, row: ListRow, text: string) => string {
  const { t, locale } = useI18n()
  return (kind, row, text) => {
    const { envelope } = row
    const sender = envelope?.from[0]
    const date = exactDate(envelope?.date ?? row.internalDate, dateLocale(locale.value))
    if (kind !== 'forward') {
      const name = sender ? sender.name || sender.address : t('mail.list.noSender')
      return `${t('mail.compose.onDate', { date: date || t('mail.list.noDate'), name })}\n${quoteText(text)}`
    }
    const lines = [
      [t('mail.read.from'), sender ? formatAddress(sender) : ''],
      [t('mail.read.date'), date],
      [t('mail.compose.subject'), envelope?.subject ?? ''],
      [t('mail.read.to'), formatAddressList(envelope?.to ?? [])],
      [t('mail.read.cc'), formatAddressList(envelope?.cc ?? [])],
    ]
    const header = lines.filter(([, value]) => value !== '').map(([label, value]) => `${label}: ${value}`)
    return [t('mail.compose.forwarded'), ...header, '', text.replace(/\r\n?/g, '\n').trim()].join('\n')
  }
}
