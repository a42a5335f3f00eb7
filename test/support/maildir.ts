/**
 * Writes messages as a Maildir tree for `doveadm import`: one process for any number of messages, with flags and
 * arrival dates, which `doveadm save` cannot give.
 */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface SeedMessage {
  raw: string | Uint8Array
  /** System flags; a keyword cannot be given this way. */
  flags?: ('\\Seen' | '\\Answered' | '\\Flagged' | '\\Deleted' | '\\Draft')[]
  /** INTERNALDATE, whole seconds. Now when absent. */
  date?: Date
}

const LETTERS = { '\\Draft': 'D', '\\Flagged': 'F', '\\Answered': 'R', '\\Seen': 'S', '\\Deleted': 'T' }

/**
 * Adds the messages, in this order, to a folder of the tree at `root`. The folder's name is as people write it,
 * with `/` between levels; to be read as `maildir:<root>:LAYOUT=fs:UTF-8`.
 */
export function writeMaildir(root: string, folder: string, messages: Iterable<SeedMessage>): void {
  const home = folder.toUpperCase() === 'INBOX' ? root : join(root, folder)
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(home, part), { recursive: true })
  let index = 0
  for (const { raw, flags = [], date } of messages) {
    const letters = flags.map((flag) => LETTERS[flag]).sort()
    // Dovecot numbers new messages by the time in the file's name.
    const name = `${1_000_000_000 + index}.M0P1.test:2,${letters.join('')}`
    index += 1
    const path = join(home, 'cur', name)
    writeFileSync(path, raw)
    if (date) utimesSync(path, date, date)
  }
}

const SUBJECTS = [
  'Budget',
  'Riunione di lunedì',
  'Invoice',
  'Travel plans',
  'Release notes',
  'Weekly summary',
]
const PEOPLE = ['Anna Rossi', 'Ben Carter', 'Chiara Bianchi', 'David Kim', 'Elena Petrova', 'Frank Weber']

/** Minutes between two bulk messages, so that their dates are known from their number. */
const BULK_STEP_MINUTES = 10
const BULK_END = Date.UTC(2026, 0, 1)

const encoded = (text: string) =>
  /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`

const rfc5322Date = (date: Date) => date.toUTCString().replace('GMT', '+0000')

/**
 * Small, distinct, reproducible messages; number `i` (from 1) has the subject `<topic> #<i>`, the Message-ID
 * `<bulk.<i>@ponte.test>` and the date `bulkDate(i, count)`, oldest first. Every fourth answers the one before it;
 * every fifth is unread; every fiftieth is flagged.
 */
export function* bulkMessages(count: number): Generator<SeedMessage> {
  for (let i = 1; i <= count; i++) {
    const date = bulkDate(i, count)
    const answers = i % 4 === 0 ? i - 1 : undefined
    const topic = SUBJECTS[(answers ?? i) % SUBJECTS.length] ?? ''
    const person = PEOPLE[(i * 7) % PEOPLE.length] ?? ''
    const raw = [
      `Date: ${rfc5322Date(date)}`,
      `From: ${encoded(person)} <${person.toLowerCase().replace(' ', '.')}@example.org>`,
      'To: user1@ponte.test',
      `Subject: ${answers ? 'Re: ' : ''}${encoded(`${topic} #${answers ?? i}`)}`,
      `Message-ID: <bulk.${i}@ponte.test>`,
      ...(answers
        ? [`In-Reply-To: <bulk.${answers}@ponte.test>`, `References: <bulk.${answers}@ponte.test>`]
        : []),
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      `This is message number ${i}.${i % 1000 === 0 ? ' An ocelot appears.' : ''}`,
      '',
    ].join('\r\n')
    const flags: SeedMessage['flags'] = []
    if (i % 5 !== 0) flags.push('\\Seen')
    if (i % 50 === 0) flags.push('\\Flagged')
    yield { raw, flags, date }
  }
}

/** When bulk message `i` of `count` was sent and arrived. */
export const bulkDate = (i: number, count: number) =>
  new Date(BULK_END - (count - i) * BULK_STEP_MINUTES * 60_000)
