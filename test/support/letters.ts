/** Raw messages for the tests of reading. */
import { giulia, marco } from '../../demo/identity/users.ts'

export interface LetterOptions {
  subject: string
  id?: string
  references?: string[]
  from?: string
  to?: string
  /** Minutes after a fixed morning. */
  minute?: number
  headers?: string[]
  /** A body of one part. */
  type?: string
  body?: string
  /** Or several parts, each with its own header lines. */
  parts?: string[]
  subtype?: string
}

/** RFC 5322 with CRLF. */
export function letter(options: LetterOptions): string {
  const { subject, id, references = [], from, to, minute = 0, headers = [], parts } = options
  const date = new Date(Date.UTC(2026, 10, 20, 9, minute)).toUTCString().replace('GMT', '+0000')
  const head = [
    ...headers,
    `From: ${from ?? `${marco.name} <${marco.username}>`}`,
    `To: ${to ?? `${giulia.name} <${giulia.username}>`}`,
    `Subject: ${subject}`,
    `Date: ${date}`,
    `Message-ID: <${id ?? subject.replace(/\W/g, '')}@ponte.example>`,
    ...(references.length > 0
      ? [
          `References: ${references.map((one) => `<${one}@ponte.example>`).join(' ')}`,
          `In-Reply-To: <${references.at(-1)}@ponte.example>`,
        ]
      : []),
    'MIME-Version: 1.0',
  ]
  if (!parts) {
    return [
      ...head,
      `Content-Type: ${options.type ?? 'text/plain'}; charset=utf-8`,
      '',
      options.body ?? '',
      '',
    ].join('\r\n')
  }
  const body = parts.flatMap((one) => ['--cut', one])
  return [
    ...head,
    `Content-Type: multipart/${options.subtype ?? 'mixed'}; boundary=cut`,
    '',
    ...body,
    '--cut--',
    '',
  ].join('\r\n')
}

/** One part: its type, its name where it is a file, its text. */
export function part(type: string, body: string, name?: string): string {
  const file = name === undefined ? [] : [`Content-Disposition: attachment; filename="${name}"`]
  return [`Content-Type: ${type}; charset=utf-8`, ...file, '', body].join('\r\n')
}

/** A file of octets. */
export function file(type: string, name: string, bytes: Buffer): string {
  return [
    `Content-Type: ${type}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(bytes.toString('base64').match(/.{1,76}/g) ?? []),
  ].join('\r\n')
}

const encodedWord = (text: string): string => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`
/** Names and subjects of any length, script and direction. */
export const ODD_LETTERS = [
  letter({
    subject: encodedWord('مراجعة العقد قبل التوقيع: النسخة الأخيرة بعد ملاحظات المكتب القانوني والمهندسين'),
    from: `${encodedWord('نور الأمين للاستشارات الهندسية والعقارية')} <noor@alamin.example>`,
    body: 'السلام عليكم',
  }),
  letter({
    subject: encodedWord('【重要】来週の打ち合わせの日程変更と新しい図面の確認についてのお願い（第二版）'),
    from: `${encodedWord('株式会社北風設計事務所　佐藤花子')} <hana@kita-design.example>`,
    body: 'よろしくお願いします。',
  }),
  letter({
    subject: encodedWord(
      'Verbale della riunione di coordinamento della sicurezza per il cantiere della passerella sul Brenta, settimana 47, con allegati_e_planimetrie_aggiornate_al_20_novembre.pdf',
    ),
    from: `${encodedWord('Dipartimento di Ingegneria Civile, Edile e Ambientale, Università degli Studi di Padova')} <segreteria.amministrativa.dipartimento.ingegneria@unipd-esempio-molto-lungo.example>`,
    to: Array.from({ length: 14 }, (_, at) => `"Person Number ${at + 1}" <person${at + 1}@example.org>`).join(
      ', ',
    ),
    body: 'Words of the longest.',
  }),
]
