import { useI18n } from 'petite-vue-i18n'
import { dateLocale } from '../../i18n/dateLocale.ts'
import { formatAddressList } from '../../mime/addressList.ts'
import type { LeafPart } from '../../mime/choosePartsToShow.ts'
import { fileNameOf } from '../../mime/fileName.ts'
import type { ListRow } from '../../mailbox/row.ts'
import { exactDate } from '../message-list/listDates.ts'
import { printMessage } from './printMessage.ts'

/** Prints one message alone, with the lines of its header that a reader on paper needs. */
export function usePrint(): (drawn: Document, message: { row: ListRow; files: readonly LeafPart[] }) => void {
  const { t, locale } = useI18n()
  return (drawn, { row, files }) => {
    const { envelope } = row
    const lines = [
      { label: t('mail.read.from'), value: formatAddressList(envelope?.from ?? []) },
      { label: t('mail.read.to'), value: formatAddressList(envelope?.to ?? []) },
      { label: t('mail.read.cc'), value: formatAddressList(envelope?.cc ?? []) },
      {
        label: t('mail.read.date'),
        value: exactDate(envelope?.date ?? row.internalDate, dateLocale(locale.value)),
      },
    ].filter(({ value }) => value !== '')
    const header = {
      subject: envelope?.subject.trim() || t('mail.list.noSubject'),
      lines,
      files: files.map((part) => fileNameOf(part)),
      filesLabel: t('reading.print.attachments'),
    }
    printMessage(drawn, header, t('reading.print.frame'))
  }
}
