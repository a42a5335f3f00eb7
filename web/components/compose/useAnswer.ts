import { useI18n } from 'petite-vue-i18n'
import type { AnswerAction } from '../../actions/messageAction.ts'
import { dateLocale } from '../../i18n/dateLocale.ts'
import { formatAddress, formatAddressList } from '../../mime/addressList.ts'
import type { ReplyKind } from '../../mime/reply.ts'
import type { useComposer } from '../../stores/compose/index.ts'
import type { ListRow, OpenMessage } from '../../mailbox/row.ts'
import type { MessageBody } from '../../stores/reading/index.ts'
import { letterDate } from '../message-list/listDates.ts'

/** Begins a reply, a reply to all or a forward of a message on screen, with a composer that may be on its way. */
export function useAnswer(
  loadComposer: () => Promise<Pick<ReturnType<typeof useComposer>, 'answer' | 'editAsNew'>>,
) {
  const { t, locale } = useI18n()

  /** The line above the quote; for a forward, the header of the original. */
  function introOf(kind: ReplyKind, { envelope, internalDate }: ListRow): string {
    const sender = envelope?.from[0]
    const date = letterDate(envelope?.date ?? internalDate, dateLocale(locale.value))
    if (kind !== 'forward') {
      const name = sender ? sender.name || sender.address : t('mail.list.noSender')
      return t('compose.quote.onDate', { date: date || t('mail.list.noDate'), name })
    }
    const lines = [
      [t('mail.read.from'), sender ? formatAddress(sender) : ''],
      [t('mail.read.date'), date],
      [t('compose.subject'), envelope?.subject ?? ''],
      [t('mail.read.to'), formatAddressList(envelope?.to ?? [])],
      [t('mail.read.cc'), formatAddressList(envelope?.cc ?? [])],
    ]
    const header = lines.filter(([, value]) => value !== '').map(([label, value]) => `${label}: ${value}`)
    return [t('compose.quote.forwarded'), ...header, ''].join('\n')
  }

  return async (kind: AnswerAction, message: OpenMessage, body: MessageBody): Promise<void> => {
    const composer = await loadComposer()
    if (kind === 'editAsNew') return composer.editAsNew(message, body)
    await composer.answer({ kind, message, body, intro: introOf(kind, message.row) })
  }
}
