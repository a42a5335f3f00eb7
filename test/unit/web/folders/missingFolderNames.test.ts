import { describe, expect, it } from 'vitest'
import { resolveSpecialUse } from '../../../../bridge/imap/specialUse.ts'
import type { MailboxEntry } from '../../../../shared/mail/mailbox.ts'
import { missingFolderName } from '../../../../web/stores/actions/missingFolderNames.ts'

/** A server's folders as the bridge tells them. */
const listed = (...names: string[]): MailboxEntry[] =>
  resolveSpecialUse(
    ['INBOX', ...names].map((name) => ({ path: name, name, delimiter: '/', flags: [], selectable: true })),
  )

const USES = ['drafts', 'sent', 'archive', 'junk', 'trash'] as const

describe('a missing folder', () => {
  it.each([
    ['in English where there is nothing to go by', [], 'en', 'Sent', 'Trash'],
    ['in the language of the page', ['Fatture'], 'it', 'Posta inviata', 'Cestino'],
    ['as the others are, whatever the page speaks', ['Drafts', 'Junk'], 'it', 'Sent', 'Trash'],
    ['as at work', ['Drafts', 'Junk Email'], 'en', 'Sent Items', 'Deleted Items'],
    ['in a language that the page does not speak', ['Entwürfe'], 'en', 'Gesendet', 'Papierkorb'],
    ['of two that fit as well, in that of the page', ['Drafts'], 'en', 'Sent', 'Trash'],
  ] as const)('is called %s', (_case, names, locale, sent, trash) => {
    const entries = listed(...names)
    expect(missingFolderName('sent', { entries, locale })).toBe(sent)
    expect(missingFolderName('trash', { entries, locale })).toBe(trash)
  })

  it.each(['Drafts', 'Sent Items', 'Bozze', 'Entwürfe', 'Brouillons', 'Borradores', 'Fatture'])(
    'is known by its name again, on a server that has %s',
    (other) => {
      for (const locale of ['en', 'it'] as const)
        for (const use of USES) {
          const name = missingFolderName(use, { entries: listed(other), locale })
          expect(listed(name).at(-1)?.specialUse, name).toBe(use)
        }
    },
  )
})
