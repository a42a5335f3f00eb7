import type { SeedMessage } from '../support/maildir.ts'

/** Bump it whenever what follows changes: mailboxes written earlier are not used again then. */
export const MAIL_VERSION = 2

const NAMES =
  'Anna Bruno Chiara David Elena Frank Giulia Hana Ivan Joana Kenji Lucía Marco Nadia Oskar Petra'.split(' ')
const SURNAMES =
  'Rossi Carter Bianchi Kim Petrova Weber Moretti Sato Novák Silva Tanaka Gómez Bellini Haddad Lind Vogel'.split(
    ' ',
  )
const TOPICS = [
  'Minutes of the meeting on',
  'Riunione di lunedì: verbale e',
  'Invoice for the second quarter and',
  'Travel plans to the workshop about',
  'Release notes, known problems and',
  'Weekly summary of the project with',
]
const THINGS = 'budget kestrel ferry harvest lantern meadow oxygen pylon quarry rosters sleigh tundra'.split(
  ' ',
)

/** Messages of one conversation, one after the other; each answers the one before it. */
export const CONVERSATION = 5
/** Minutes between two messages. */
const STEP_MINUTES = 9
const LAST = Date.UTC(2026, 8, 1)

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T
const word = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`

/** Long, as Exchange's are: most of what headers weigh. */
const messageId = (i: number): string =>
  `<AM9PR01MB${(7_000_000 + i * 7919).toString(16).toUpperCase()}${i.toString(16).padStart(8, '0')}@AM9PR01MB7890.eurprd01.prod.exchangelabs.com>`

/** What a border like Outlook's writes above each. */
const RESULTS = [
  'Authentication-Results: spf=pass (sender IP is 192.0.2.17) smtp.mailfrom=example.org;',
  ' dkim=pass (signature was verified) header.d=example.org;dmarc=pass action=none',
  ' header.from=example.org;compauth=pass reason=100',
]

/** Every fourth came by a list. */
const listHeaders = (i: number): string[] =>
  i % 4 === 0
    ? [
        `List-Id: ${pick(TOPICS, i)} <${pick(THINGS, i)}.lists.example.org>`,
        `List-Unsubscribe: <https://lists.example.org/u/${i.toString(36)}?of=giulia.moretti%40ponte.example>,`,
        ` <mailto:off-${i}@lists.example.org>`,
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        'Precedence: list',
        `Feedback-ID: ${i}:lists:example`,
      ]
    : []

/** Whether message `i` is unread: every third. */
export const isUnread = (i: number): boolean => i % 3 === 0

/** What only message `i` says, in its text. */
export const textOf = (i: number): string => `This is message number ${i}.`

/**
 * Messages as a mailbox of years holds them: conversations of five with their References, 256 people, subjects with accents.
 * Number `i`, from 1, is UID `i`; its subject ends in `#<i of the conversation's first>`.
 */
export function* benchMessages(count: number, from = 1): Generator<SeedMessage> {
  for (let i = from; i < from + count; i++) {
    const first = i - ((i - 1) % CONVERSATION)
    const date = new Date(LAST - (count + from - 1 - i) * STEP_MINUTES * 60_000)
    const name = `${pick(NAMES, i * 7)} ${pick(SURNAMES, i * 13 + Math.floor(i / 16))}`
    const before = Array.from({ length: i - first }, (_, at) => messageId(first + at))
    const subject = `${i === first ? '' : 'Re: '}${pick(TOPICS, first)} ${pick(THINGS, Math.floor(first / CONVERSATION))} #${first}`
    const raw = [
      ...RESULTS,
      `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
      `From: ${word(name)} <${name
        .normalize('NFD')
        .replace(/[^A-Za-z ]/g, '')
        .toLowerCase()
        .replace(' ', '.')}@example.org>`,
      'To: Giulia Moretti <giulia.moretti@ponte.example>',
      `Subject: ${word(subject)}`,
      `Message-ID: ${messageId(i)}`,
      ...(before.length > 0 ? [`In-Reply-To: ${before.at(-1)}`, `References: ${before.join('\r\n ')}`] : []),
      ...listHeaders(i),
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      textOf(i),
      ...Array.from(
        { length: 6 },
        (_, at) => `Line ${at} of the ${pick(THINGS, i + at)}, neither short nor long.`,
      ),
      '',
    ].join('\r\n')
    const flags: SeedMessage['flags'] = isUnread(i) ? [] : ['\\Seen']
    if (i % 50 === 1) flags.push('\\Flagged')
    yield { raw, flags, date }
  }
}
