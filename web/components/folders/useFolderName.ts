import { useI18n } from 'petite-vue-i18n'
import type { SpecialUse } from '../../../shared/mail/mailbox.ts'

interface Named {
  name: string
  specialUse?: SpecialUse | undefined
}

/** What a folder is called on screen: special ones in the user's language, others as the server has them. */
export function useFolderName(): (folder: Named) => string {
  const { t } = useI18n()
  return ({ name, specialUse }) => (specialUse === undefined ? name : t(`mail.folders.${specialUse}`))
}
