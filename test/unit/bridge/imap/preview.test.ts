import { describe, expect, it } from 'vitest'
import type { BodyPart } from '../../../../shared/mail/bodyStructure.ts'
import { previewText } from '../../../../bridge/imap/preview.ts'

const part = (fields: Partial<BodyPart>): BodyPart => ({
  part: '1',
  type: 'text/plain',
  parameters: {},
  dispositionParameters: {},
  ...fields,
})
const plain = (text: string): string =>
  previewText(Buffer.from(text), part({ parameters: { charset: 'utf-8' } }))
const html = (text: string): string =>
  previewText(Buffer.from(text), part({ type: 'text/html', parameters: { charset: 'utf-8' } }))

describe('previewText', () => {
  it('folds white space, controls and what cannot be seen', () => {
    expect(plain('\r\n  a\tb\u00a0\u00a0c\u0007d \u200b\u200c\u200d\ufeff\u00ad\u2060e\r\n')).toBe(
      'a b c d e',
    )
  })

  it('keeps 200 characters, none cut in half', () => {
    const text = plain('\ud83d\ude00'.repeat(300))
    expect([...text]).toHaveLength(200)
    expect(text.endsWith('\ud83d\ude00')).toBe(true)
  })

  it('leaves out a character whose bytes broke off', () => {
    expect(
      previewText(Buffer.from('Caff\u00e8').subarray(0, 5), part({ parameters: { charset: 'utf-8' } })),
    ).toBe('Caff')
  })

  it('shows HTML as text: no tags, styles, scripts, titles or comments', () => {
    expect(
      html(
        '<!doctype html><html><head><title>T</title><style>p { color: red }</style></head><body><!-- no -->' +
          '<script>alert(1)</script><p>One<br>two &lt;b&gt; &amp;amp; &#8364; &#x20ac; &egrave;&nbsp;&hellip; &bogus;</p>',
      ),
    ).toBe('One two <b> &amp; \u20ac \u20ac \u00e8 \u2026 &bogus;')
  })

  it('shows nothing of HTML that breaks off in its head', () => {
    expect(html('<html><head><style>@media screen { body { margin: 0')).toBe('')
    expect(html('<div>Hi<img src="x')).toBe('Hi')
  })

  it('ignores character references outside Unicode', () => {
    expect(html('a&#0;b&#xd800;c&#1114112;d')).toBe('abcd')
  })

  it('decodes by the structure: base64, quoted-printable, charset', () => {
    const base64 = Buffer.from(Buffer.from('Caff\u00e8 \u65e5\u672c').toString('base64').slice(0, 14))
    expect(previewText(base64, part({ encoding: 'base64', parameters: { charset: 'UTF-8' } }))).toBe(
      'Caff\u00e8 \u65e5',
    )
    const latin1 = Buffer.from('Perch=E9=\r\n no?')
    expect(
      previewText(latin1, part({ encoding: 'quoted-printable', parameters: { charset: 'iso-8859-1' } })),
    ).toBe('Perch\u00e9 no?')
    const jp = Buffer.from('\x1b$BF|K\\8l\x1b(B', 'latin1')
    expect(previewText(jp, part({ parameters: { charset: 'ISO-2022-JP' } }))).toBe('\u65e5\u672c\u8a9e')
    expect(previewText(Buffer.from('Caff\u00e8'), part({ parameters: { charset: 'x-unknown' } }))).toBe(
      'Caff\u00e8',
    )
  })

  it('reads into the multiparts that part 1 is made of', () => {
    const nested = Buffer.from(
      '--a\r\nContent-Type: multipart/alternative;\r\n\tboundary="b"\r\n\r\n--b\r\n' +
        'Content-Type: text/plain;\r\n charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
        `${Buffer.from('Ciao \u00e8').toString('base64')}\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>no</p>`,
    )
    const structure = part({ type: 'multipart/mixed', children: [part({ type: 'multipart/related' })] })
    expect(previewText(nested, structure)).toBe('Ciao \u00e8')
  })

  it('shows nothing where part 1 is no text', () => {
    expect(previewText(Buffer.from('%PDF'), part({ type: 'application/pdf' }))).toBe('')
    expect(previewText(Buffer.from('Subject: x'), part({ type: 'message/rfc822' }))).toBe('')
    expect(
      previewText(
        Buffer.from('--b\r\nContent-Type: image/png\r\n\r\nabc'),
        part({ type: 'multipart/mixed' }),
      ),
    ).toBe('')
  })

  it.each<[string, string, string]>([
    ['English', 'Fine with me.\r\n\r\nOn 18/11/2026, Marco wrote:\r\n> Shall we?\r\n> Yes', 'Fine with me.'],
    [
      'Italian',
      'Va bene.\n\nIl giorno mer 18 nov 2026 alle 15:44 Marco <m@x.it> ha scritto:\n>\n> Sì',
      'Va bene.',
    ],
    ['German', 'Gern.\n\nAm 18.11.2026 um 15:44 schrieb Jörg:\n> Gut', 'Gern.'],
    ['French', 'Oui.\nLe 18 nov. 2026 à 15:44, Zoé <z@x.fr> a écrit :\n> Bien', 'Oui.'],
    ['Japanese', 'はい。\n\n2026年11月18日(水) 15:44 渡辺 <w@x.jp>:\n> いいえ', 'はい。'],
    [
      'wrapped',
      'Yes.\n\nOn Wed, Nov 18, 2026 at 3:44 PM Marco Rossi <marco@example.com>\nwrote:\n\n> No',
      'Yes.',
    ],
    ['Outlook', 'Yes.\n\n________________________________\nFrom: Marco\nSent: Monday', 'Yes.'],
    ['with a divider', 'Sì.\n-----Messaggio originale-----\nDa: Marco', 'Sì.'],
    ['above the answer', 'On 18/11/2026, Marco wrote:\n> Shall we?\n\nFine with me.', 'Fine with me.'],
    [
      'between answers',
      'See below.\nMarco wrote 3 things:\n> One\nNo.\n> Two\nYes.',
      'See below. Marco wrote 3 things: No. Yes.',
    ],
    ['alone', 'On 18/11/2026, Marco wrote:\n> Shall we?\n> Yes', ''],
    ['of a forward', '> From: Marco\n> Hello', 'From: Marco Hello'],
    ['before a signature', 'Bye\n-- \nGiulia Moretti', 'Bye'],
    ['not at all, as an mbox writes From', '>From here on it is easy', 'From here on it is easy'],
  ])('leaves out what is quoted: %s', (_name, text, expected) => {
    expect(plain(text)).toBe(expected)
  })

  it.each<[string, string, string]>([
    [
      'Gmail',
      '<div dir="ltr">Fine with me.</div><br><div class="gmail_quote"><div class="gmail_attr">On Wed, Nov 18, 2026 at 3:44\u202fPM Marco &lt;<a href="mailto:m@x.y">m@x.y</a>&gt; wrote:<br></div><blockquote class="gmail_quote"><div>Shall we?</div>Yes</blockquote></div>',
      'Fine with me.',
    ],
    [
      'Outlook',
      '<div>Va bene</div><hr><div id="divRplyFwdMsg" dir="ltr"><b>Da:</b> Marco<br><b>Inviato:</b> oggi</div>',
      'Va bene',
    ],
    [
      'above the answer',
      '<blockquote><p>Shall we?<blockquote>No</blockquote></blockquote><p>Fine with me.',
      'Fine with me.',
    ],
  ])('leaves out what HTML quotes: %s', (_name, text, expected) => {
    expect(html(text)).toBe(expected)
  })

  it('leaves out an attribution and a character reference that break off', () => {
    const pad = (start: string, end: string) => start + ' '.repeat(512 - Buffer.byteLength(start + end)) + end
    expect(plain(pad('Fine.', '\n\nOn Wed, Nov 18, 2026 at 3:44 PM Marco <mar'))).toBe('Fine.')
    for (const end of ['&nbsp', '&nb', '&', '&#x20'])
      expect(html(pad('<p>A weekend in Trieste', end))).toBe('A weekend in Trieste')
    expect(html('A weekend&nbsp in Trieste &ampere')).toBe('A weekend in Trieste &ampere')
  })

  it('does without a structure', () => {
    expect(previewText(Buffer.from('Just text'), undefined)).toBe('Just text')
    expect(previewText(Buffer.alloc(0), undefined)).toBe('')
  })
})
