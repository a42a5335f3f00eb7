/** Messages that readers stumble over, with what a good one makes of them. */
import { base64Lines, lines, mail, multipart, onePart, part, withEntity } from './mail.ts'

const PLAIN = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit']
const HTML = ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable']
const base64 = (text: string): string => base64Lines(Buffer.from(text))

/** ISO-2022-JP of 日本語のメール, as mailers in Japan still send it. */
const ISO_2022_JP = Buffer.from('\x1b$BF|K\\8l$N%a!<%k\x1b(B', 'latin1').toString('latin1')

/** Text whose beginning a list shows: the message, and its preview. */
export const PREVIEWS: { name: string; raw: string; preview: string }[] = [
  {
    name: 'plain text',
    raw: mail({ body: 'Hello  there,\r\n\r\n\tfriend.' }),
    preview: 'Hello there, friend.',
  },
  {
    name: 'plain text in base64',
    raw: onePart('text/plain; charset=utf-8', 'base64', base64('Caff\u00e8 alle tre? \u65e5\u672c\u8a9e')),
    preview: 'Caff\u00e8 alle tre? \u65e5\u672c\u8a9e',
  },
  {
    name: 'plain text in quoted-printable and Latin-1',
    raw: onePart('text/plain; charset="iso-8859-1"', 'quoted-printable', 'Perch=E9 =\r\nno? a=3Db'),
    preview: 'Perch\u00e9 no? a=b',
  },
  {
    name: 'plain text in ISO-2022-JP',
    raw: onePart('text/plain; charset=iso-2022-jp', '7bit', ISO_2022_JP),
    preview: '\u65e5\u672c\u8a9e\u306e\u30e1\u30fc\u30eb',
  },
  {
    name: 'HTML alone, in base64',
    raw: onePart(
      'text/html; charset=utf-8',
      'base64',
      base64(
        '<html><head><title>No</title><style>p{color:red}</style></head><body><p>Ciao &amp; <b>grazie</b></p></body>',
      ),
    ),
    preview: 'Ciao & grazie',
  },
  {
    name: 'text beside HTML',
    raw: withEntity(
      'Two ways',
      multipart('alternative', 'b1', part(PLAIN, 'The plain way'), part(HTML, '<p>The other</p>')),
    ),
    preview: 'The plain way',
  },
  {
    name: 'text in a multipart in a multipart in a multipart',
    raw: withEntity(
      'Nested',
      multipart(
        'mixed',
        'outer',
        multipart(
          'related',
          'middle',
          multipart(
            'alternative',
            'inner',
            part(
              ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'],
              base64('Deep \u00e8 bello'),
            ),
            part(HTML, '<p>Not this</p>'),
          ),
        ),
        part(['Content-Type: application/pdf', 'Content-Transfer-Encoding: base64'], base64('%PDF')),
      ),
    ),
    preview: 'Deep \u00e8 bello',
  },
  { name: 'an empty body', raw: mail({ body: '' }), preview: '' },
  {
    name: 'a picture and no text',
    raw: onePart('image/png', 'base64', base64('\x89PNG not really')),
    preview: '',
  },
  {
    name: 'text longer than what is read of it',
    raw: onePart('text/plain; charset=utf-8', 'base64', base64('\u00e8 '.repeat(2000))),
    preview: '\u00e8 '.repeat(100),
  },
]

/** Messages that lack what others have. */
export const DEFECTIVE = {
  noSubject: lines('From: a@example.org', 'Date: Sun, 22 Nov 2026 09:58:00 +0000', '', 'Body', ''),
  noDate: lines('From: a@example.org', 'Subject: Undated', '', 'Body', ''),
  badDate: lines(
    'From: a@example.org',
    'Subject: Badly dated',
    'Date: the day before yesterday',
    '',
    'Body',
    '',
  ),
  noSender: lines('Subject: From nobody', 'Date: Sun, 22 Nov 2026 09:58:00 +0000', '', 'Body', ''),
  noBody: lines('From: a@example.org', 'Subject: Nothing follows', ''),
  noHeader: lines('', 'Only a body', ''),
  unclosed: lines(
    'From: a@example.org',
    'Subject: Unclosed',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="never"',
    '',
    '--never',
    'Content-Type: text/plain',
    '',
    'no end',
    '',
  ),
  noBoundary: lines(
    'From: a@example.org',
    'Subject: No boundary',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed',
    '',
    'what is this',
    '',
  ),
  nonsense: lines(
    'From: <<>@',
    'To: undisclosed-recipients:;',
    'Subject: =?bogus?Q?x?= =?utf-8?B?4pyTIOKckw==?=',
    'MIME-Version: 1.0',
    'Content-Type: <img src=x onerror=alert(1)>',
    'Content-Transfer-Encoding: rot13',
    'Content-Disposition: ;;;',
    '',
    'body',
    '',
  ),
} as const
