import { describe, expect, it } from 'vitest'
import type { MailboxEntry } from '../../../../shared/mail/mailbox.ts'
import { resolveSpecialUse } from '../../../../bridge/imap/specialUse.ts'

const entry = (path: string, flags: string[] = [], more: Partial<MailboxEntry> = {}): MailboxEntry => ({
  path,
  name: path.slice(path.lastIndexOf('/') + 1),
  delimiter: '/',
  flags,
  selectable: true,
  ...more,
})
const uses = (...entries: MailboxEntry[]): Record<string, string> =>
  Object.fromEntries(
    resolveSpecialUse(entries)
      .filter((one) => one.specialUse)
      .map((one) => [one.specialUse, `${one.path} (${one.specialUseSource})`]),
  )

describe('resolveSpecialUse', () => {
  it('reads the flags, whoever advertises them', () => {
    expect(
      uses(
        entry('INBOX'),
        entry('a', ['\\Sent']),
        entry('b', ['\\HasNoChildren', '\\TRASH']),
        entry('c', ['\\Junk']),
        entry('d', ['\\Drafts']),
        entry('e', ['\\Archive']),
        entry('f', ['\\All']),
        entry('g', ['\\Flagged']),
      ),
    ).toEqual({
      inbox: 'INBOX (name)',
      sent: 'a (flag)',
      trash: 'b (flag)',
      junk: 'c (flag)',
      drafts: 'd (flag)',
      archive: 'e (flag)',
      all: 'f (flag)',
      flagged: 'g (flag)',
    })
  })

  it('believes a flag before a name, and the first of two', () => {
    expect(uses(entry('Sent'), entry('Elsewhere', ['\\Sent']), entry('More', ['\\Sent']))).toEqual({
      sent: 'Elsewhere (flag)',
    })
  })

  it.each([
    ['personal Outlook', ['Sent', 'Deleted', 'Junk', 'Drafts', 'Archive']],
    ['work Outlook', ['Sent Items', 'Deleted Items', 'Junk Email', 'Drafts', 'Archive']],
    ['Italian Outlook', ['Posta inviata', 'Posta eliminata', 'Posta indesiderata', 'Bozze', 'Archivio']],
    [
      'German Outlook',
      ['Gesendete Elemente', 'Gel\u00f6schte Elemente', 'Junk-E-Mail', 'Entw\u00fcrfe', 'Archiv'],
    ],
    [
      'French Outlook',
      [
        '\u00c9l\u00e9ments envoy\u00e9s',
        '\u00c9l\u00e9ments supprim\u00e9s',
        'Courrier ind\u00e9sirable',
        'Brouillons',
        'Archive',
      ],
    ],
    [
      'Spanish Outlook',
      ['Elementos enviados', 'Elementos eliminados', 'Correo no deseado', 'Borradores', 'Archivo'],
    ],
    [
      'Japanese Outlook',
      [
        '\u9001\u4fe1\u6e08\u307f\u30a2\u30a4\u30c6\u30e0',
        '\u524a\u9664\u6e08\u307f\u30a2\u30a4\u30c6\u30e0',
        '\u8ff7\u60d1\u30e1\u30fc\u30eb',
        '\u4e0b\u66f8\u304d',
        '\u30a2\u30fc\u30ab\u30a4\u30d6',
      ],
    ],
  ])('knows the names of %s', (_where, [sent = '', trash = '', junk = '', drafts = '', archive = '']) => {
    expect(uses(...[sent, trash, junk, drafts, archive].map((name) => entry(name)))).toEqual({
      sent: `${sent} (name)`,
      trash: `${trash} (name)`,
      junk: `${junk} (name)`,
      drafts: `${drafts} (name)`,
      archive: `${archive} (name)`,
    })
  })

  it('takes names in any case, at the top or right under INBOX, the shallowest first', () => {
    expect(uses(entry('INBOX/SENT'), entry('Old/Sent'), entry('Old/Deep/Drafts'))).toEqual({
      sent: 'INBOX/SENT (name)',
    })
    expect(uses(entry('Old/Sent'), entry('sent'))).toEqual({ sent: 'sent (name)' })
  })

  it('gives nothing to what cannot be selected, and one use to one mailbox', () => {
    expect(uses(entry('Sent', ['\\Noselect', '\\Sent'], { selectable: false }))).toEqual({})
    expect(uses(entry('Both', ['\\Sent', '\\Trash']))).toEqual({ sent: 'Both (flag)' })
  })

  it('is not misled by names that only look alike', () => {
    expect(uses(entry('Sentinel'), entry('My Sent'), entry('__proto__'), entry('constructor'))).toEqual({})
  })

  it('keeps order and everything else', () => {
    const entries = [entry('b', ['\\Sent']), entry('a', ['\\Marked'], { subscribed: true })]
    expect(resolveSpecialUse(entries)).toEqual([
      { ...entries[0], specialUse: 'sent', specialUseSource: 'flag' },
      entries[1],
    ])
  })
})
