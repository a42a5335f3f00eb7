import {
  Code,
  FileText,
  Forward,
  List,
  Mail,
  MailOpen,
  Printer,
  Reply,
  ReplyAll,
  Save,
  Star,
  Trash2,
} from '@lucide/vue'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { hasFlag, type ListRow } from '../../mailbox/row.ts'
import type { MessageBody } from '../../stores/reading/messageBody.ts'
import type { MenuItem } from '../ui/menu.ts'

export type MessageDeed =
  | 'reply'
  | 'replyAll'
  | 'forward'
  | 'flag'
  | 'seen'
  | 'delete'
  | 'form'
  | 'print'
  | 'save'
  | 'source'
  | 'headers'

/** What can be done to one message, as lines of a menu. Answers wait for the text, which they quote. */
export function useMessageMenu(
  message: () => { row: ListRow; body: MessageBody | undefined; gone: boolean },
): ComputedRef<MenuItem<MessageDeed>[]> {
  const { t } = useI18n()
  return computed(() => {
    const { row, body, gone } = message()
    const waiting = body === undefined
    const seen = hasFlag(row, '\\Seen')
    const answers: MenuItem<MessageDeed>[] = [
      { id: 'reply', label: t('reading.menu.reply'), icon: Reply, disabled: waiting },
      { id: 'replyAll', label: t('reading.menu.replyAll'), icon: ReplyAll, disabled: waiting },
      { id: 'forward', label: t('reading.menu.forward'), icon: Forward, disabled: waiting },
    ]
    const marks: MenuItem<MessageDeed>[] = [
      {
        id: 'flag',
        label: t('reading.menu.flag'),
        icon: Star,
        checked: hasFlag(row, '\\Flagged'),
        separated: true,
        disabled: gone,
      },
      {
        id: 'seen',
        label: seen ? t('reading.menu.unread') : t('reading.menu.read'),
        icon: seen ? Mail : MailOpen,
        disabled: gone,
      },
      { id: 'delete', label: t('reading.menu.delete'), icon: Trash2, disabled: gone },
    ]
    return [...answers, ...marks, ...lookItems(body, { gone, separated: true, t })]
  })
}

/** Ways of looking at it, which the toolbar offers as well. */
export function lookItems(
  body: MessageBody | undefined,
  { gone, separated, t }: { gone: boolean; separated: boolean; t: (key: string) => string },
): MenuItem<'form' | 'print' | 'save' | 'source' | 'headers'>[] {
  const other = body?.form === 'plain' ? 'html' : 'plain'
  return [
    ...(body?.choice
      ? [
          {
            id: 'form' as const,
            label: t(`reading.menu.${other}`),
            icon: FileText,
            separated,
            disabled: gone,
          },
        ]
      : []),
    {
      id: 'print',
      label: t('reading.menu.print'),
      icon: Printer,
      separated: separated && !body?.choice,
      disabled: body === undefined,
    },
    { id: 'save', label: t('reading.menu.save'), icon: Save, disabled: gone },
    { id: 'source', label: t('reading.menu.source'), icon: Code, disabled: gone },
    { id: 'headers', label: t('reading.menu.headers'), icon: List, disabled: body === undefined },
  ]
}
