import type { MailboxEntry } from '../../../shared/mail/mailbox.ts'
import type { Locale } from '../../i18n/index.ts'

/** What mail is put into by what a person does; a server may lack any of them. */
export type NeededFolder = 'drafts' | 'sent' | 'archive' | 'junk' | 'trash'

type Names = Readonly<Record<NeededFolder, string>>

/** What families of mail servers call these folders. Each name is one that `bridge/imap/specialUse.ts` knows again. */
const FAMILIES = {
  en: { drafts: 'Drafts', sent: 'Sent', archive: 'Archive', junk: 'Junk', trash: 'Trash' },
  enWork: {
    drafts: 'Drafts',
    sent: 'Sent Items',
    archive: 'Archive',
    junk: 'Junk Email',
    trash: 'Deleted Items',
  },
  it: {
    drafts: 'Bozze',
    sent: 'Posta inviata',
    archive: 'Archivio',
    junk: 'Posta indesiderata',
    trash: 'Cestino',
  },
  de: { drafts: 'Entwürfe', sent: 'Gesendet', archive: 'Archiv', junk: 'Spam', trash: 'Papierkorb' },
  fr: {
    drafts: 'Brouillons',
    sent: 'Envoyés',
    archive: 'Archives',
    junk: 'Indésirables',
    trash: 'Corbeille',
  },
  es: { drafts: 'Borradores', sent: 'Enviados', archive: 'Archivo', junk: 'Spam', trash: 'Papelera' },
} as const satisfies Record<string, Names>

/** For a mailbox that has none of them: the language of the page. */
const BY_LOCALE: Readonly<Record<Locale, Names>> = { en: FAMILIES.en, it: FAMILIES.it }

/** What a missing folder is to be called: as the ones that are there are, or else in the language of the page. */
export function missingFolderName(
  use: NeededFolder,
  { entries, locale }: { entries: readonly MailboxEntry[]; locale: Locale },
): string {
  const own = BY_LOCALE[locale]
  let best: { names: Names; matches: number } = { names: own, matches: 0 }
  for (const names of [own, ...Object.values(FAMILIES)]) {
    const matches = entries.filter(
      ({ name, specialUse }) =>
        specialUse !== undefined && specialUse in names && names[specialUse as NeededFolder] === name,
    ).length
    if (matches > best.matches) best = { names, matches }
  }
  return best.names[use]
}
