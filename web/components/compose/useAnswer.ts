import { useI18n } from 'vue-i18n'
import { dateLocale } from '../../i18n/dateLocale.ts'
import { formatAddress, formatAddressList } from '../../mime/addressList.ts'
import type { ReplyKind } from '../../mime/reply.ts'
import { answerDraft } from '../../stores/compose/answerDraft.ts'
import { useComposer } from '../../stores/compose/composer.ts'
import type { ListRow, OpenMessage } from '../../mailbox/row.ts'
import type { MessageBody } from '../../stores/reading/messageBody.ts'
import { useSettings } from '../../stores/kit/settings.ts'
import { useMessages } from '../../stores/list/messages.ts'
import { useSession } from '../../stores/session/session.ts'
import { letterDate } from '../message-list/listDates.ts'

/** Begins a reply, a reply to all or a forward of a message that is shown. */
export function useAnswer(accountId: string) {
  const { t, locale } = useI18n()
  const composer = useComposer(accountId)
  const session = useSession(accountId)
  const messages = useMessages(accountId)
  const settings = useSettings()

  /** The line above what is quoted; for a forward, the original's header. */
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

  async function answer(kind: ReplyKind, message: OpenMessage, body: MessageBody): Promise<void> {
    const { row, mailbox } = message
    const { quoteOriginal } = await import('../../stores/compose/composeQuote.ts')
    const { text, html, files } = await quoteOriginal({ kind, message, body })
    const { permanentFlags } = messages.mailbox ?? {}
    const open = messages.mailbox?.path === mailbox.path
    const { format } = settings.personal
    composer.add(
      answerDraft({
        kind,
        row,
        mailbox,
        own: session.user,
        format,
        intro: introOf(kind, row),
        original: { text, html },
        // In plain text nothing names the pictures of the HTML: they would be files nobody asked for.
        files: format === 'plain' && kind !== 'forward' ? [] : files,
        canMarkForwarded:
          open && (permanentFlags?.some((flag) => flag === '\\*' || flag === '$Forwarded') ?? true),
      }),
    )
  }

  return answer
}
