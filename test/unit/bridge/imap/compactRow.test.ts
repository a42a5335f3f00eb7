import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { COMPACT_HEADERS, toCompactRow } from '../../../../bridge/imap/compactRow.ts'
import { toMessageRow } from '../../../../bridge/imap/toMessage.ts'
import { COLUMN, compactRow, emptyCompactRow, type CompactRow } from '../../../../shared/mail/compactRow.ts'
import { named } from '../../../support/compactRow.ts'
import type { Envelope } from '../../../../shared/mail/message.ts'
import { TRAIT } from '../../../../shared/mail/traits.ts'
import { parseResponse } from './response.ts'

const HEADERS = `BODY[HEADER.FIELDS (${COMPACT_HEADERS.join(' ').toUpperCase()})] {}`
const ANNA = '("Anna" NIL "anna" "example.org")'
const DATE = '"Thu, 1 Feb 2024 09:58:00 +0100 (CET)"'

/** Of an ENVELOPE by its ten fields; NIL where none is given. */
const envelope = (fields: Record<number, string>): string =>
  `ENVELOPE (${Array.from({ length: 10 }, (_, at) => fields[at] ?? 'NIL').join(' ')})`

async function compact(line: string, ...literals: string[]): Promise<CompactRow | undefined> {
  const found = toCompactRow(await parseResponse(`* 3 FETCH (${line})`, ...literals))
  if (found) expect(v.parse(compactRow, found)).toEqual(found)
  return found
}

/** The same facts as the whole row tells them. */
async function expected(line: string, ...literals: string[]): Promise<Record<string, unknown>> {
  const row = toMessageRow(await parseResponse(`* 3 FETCH (${line})`, ...literals))
  const from = row?.envelope?.from[0]
  const flat = (people: Envelope['to'] = []): string[] =>
    people.flatMap(({ name, address }) => [name, address])
  const time = (instant: string | undefined): number => (instant === undefined ? 0 : Date.parse(instant))
  return {
    ...named(emptyCompactRow()),
    uid: row?.uid ?? 0,
    flags: row?.flags ?? [],
    received: time(row?.internalDate),
    size: row?.size ?? 0,
    subject: row?.envelope?.subject ?? '',
    fromName: from?.name ?? '',
    fromAddress: from?.address ?? '',
    sent: time(row?.envelope?.date),
    messageId: row?.envelope?.messageId ?? '',
    references: row?.headers?.['references']?.[0] ?? row?.envelope?.inReplyTo ?? '',
    to: flat(row?.envelope?.to),
    cc: flat(row?.envelope?.cc),
  }
}

describe('COLUMN', () => {
  it('names every column, in their order', () => {
    expect(Object.values(COLUMN)).toEqual([...compactRow.items.keys()])
    expect(emptyCompactRow()).toHaveLength(compactRow.items.length)
  })
})

describe('toCompactRow', () => {
  it('puts 0 and nothing where something is unknown', async () => {
    expect(await compact('UID 5 RFC822.SIZE 7')).toEqual(
      emptyCompactRow().with(COLUMN.uid, 5).with(COLUMN.size, 7),
    )
    expect(await compact('RFC822.SIZE 7')).toBeUndefined()
  })

  it('is none of another client’s news', async () => {
    expect(await compact('UID 5 FLAGS (\\Seen)')).toBeUndefined()
    expect(await compact('FLAGS (\\Seen) UID 5 MODSEQ (9)')).toBeUndefined()
    expect(toCompactRow(await parseResponse('* OK still here'))).toBeUndefined()
    expect(toCompactRow(await parseResponse('* 0 FETCH (UID 5 RFC822.SIZE 7)'))).toBeUndefined()
  })

  it('takes In-Reply-To where there are no References', async () => {
    const line = `UID 5 ${envelope({ 8: '"<p@x>"' })}`
    expect((await compact(line))?.[COLUMN.references]).toBe('<p@x>')
    expect(
      (await compact(`${line} ${HEADERS}`, 'References: <a@x>\r\n\t<b@x>\r\n\r\n'))?.[COLUMN.references],
    ).toBe('<a@x>\t<b@x>')
  })

  it.each<[header: string, traits: (keyof typeof TRAIT)[], listId?: string]>([
    ['Content-Type: Multipart/Mixed; boundary=x', ['files']],
    ['Content-Type: multipart/alternative', []],
    ['X-MS-Has-Attach: yes', ['files']],
    ['X-MS-Has-Attach:', []],
    ['List-Id: "News <of> the day" <News.Example.com>', ['list'], 'news.example.com'],
    ['List-Id: =?utf-8?Q?Perch=C3=A9?= <x.example>', ['list'], 'x.example'],
    ['List-Id: bare.example', ['list'], 'bare.example'],
    [`List-Id: <${'x'.repeat(300)}>`, ['list'], 'x'.repeat(255)],
    ['Precedence: List', ['list']],
    ['Precedence: bulk', ['bulk']],
    ['Precedence: first-class', []],
    ['Feedback-ID: 1:campaign:kind:sender', ['bulk']],
    ['List-Unsubscribe: <mailto:off@x.example>', ['unsubscribe']],
    ['List-Unsubscribe: <https://x.example/off>,\r\n <mailto:off@x.example>', ['unsubscribe']],
    ['List-Unsubscribe: nowhere', []],
    [
      'List-Unsubscribe: <https://x.example/off>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click',
      ['unsubscribe', 'oneClick'],
    ],
    [
      'List-Unsubscribe: <mailto:off@x.example>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click',
      ['unsubscribe'],
    ],
    ['List-Unsubscribe: <https://x.example/off>\r\nList-Unsubscribe-Post: yes', ['unsubscribe']],
    ['Auto-Submitted: auto-replied', ['automatic']],
    ['Auto-Submitted: No', []],
    ['Precedence: auto_reply', ['automatic']],
    [
      'Authentication-Results: x.example; spf=pass; dmarc=pass (p=none) header.from=y.example',
      ['claimsPass'],
    ],
    ['Authentication-Results: dmarc=fail;compauth=fail reason=000', ['claimsFail', 'claimsDoubt']],
    ['Authentication-Results: x.example; spf=pass (dmarc=pass; dmarc=pass)', []],
    ['Authentication-Results: x; dmarc=fail\r\nAuthentication-Results: x; dmarc=pass', ['claimsFail']],
  ])('reduces %s', async (header, traits, listId = '') => {
    const row = named(await compact(`UID 5 ${HEADERS}`, `${header}\r\n\r\n`))
    expect(
      Object.keys(TRAIT).filter((name) => Number(row['traits']) & TRAIT[name as keyof typeof TRAIT]),
    ).toEqual(traits)
    expect(row['listId']).toBe(listId)
  })

  it('has room for eight recipients, To before Cc', async () => {
    const people = (from: number, count: number): string =>
      `(${Array.from({ length: count }, (_, at) => `("" NIL "p${from + at}" "x.org")`).join('')})`
    const addresses = (from: number, count: number): string[] =>
      Array.from({ length: count }, (_, at) => ['', `p${from + at}@x.org`]).flat()
    const row = async (to: number, cc: number) =>
      named(await compact(`UID 5 ${envelope({ 5: people(0, to), 6: people(to, cc) })}`))
    expect(await row(6, 2)).toMatchObject({ to: addresses(0, 6), cc: addresses(6, 2), traits: 0 })
    expect(await row(6, 3)).toMatchObject({
      to: addresses(0, 6),
      cc: addresses(6, 2),
      traits: TRAIT.moreRecipients,
    })
    expect(await row(9, 1)).toMatchObject({ to: addresses(0, 8), cc: [], traits: TRAIT.moreRecipients })
  })

  it.each([
    [
      'everything',
      `FLAGS (\\Seen $Forwarded) uid 5 INTERNALDATE " 1-Feb-2024 09:58:00 +0100" RFC822.SIZE 1234 ${envelope({ 0: DATE, 1: '"=?utf-8?Q?Perch=C3=A9?= =?utf-8?Q?_no?="', 2: `(${ANNA})`, 3: `(${ANNA})`, 5: `(("=?utf-8?Q?Jos=C3=A9?=" NIL "jose" "x.org") ${ANNA})`, 8: '" <p@x> "', 9: '" <m@x>"' })}`,
    ],
    [
      'a quoted subject, and quoted names',
      `UID 5 ${envelope({ 1: '"\\"=?utf-8?Q?a?=\\""', 2: '(("\\"Rossi, Anna\\"" NIL "a" "x.org"))' })}`,
    ],
    ['a plain subject in quotes', `UID 5 ${envelope({ 1: '"\\"a\\""' })}`],
    ['a group', `UID 5 ${envelope({ 5: '((NIL NIL "undisclosed-recipients" NIL) (NIL NIL NIL NIL))' })}`],
    ['an address that says nothing first', `UID 5 ${envelope({ 2: `(NIL (NIL NIL NIL NIL) ${ANNA})` })}`],
    ['no mailbox', `UID 5 ${envelope({ 2: '(("Anna" NIL NIL "x.org"))', 5: '((NIL NIL "to" "x.org"))' })}`],
    ['dates that are none', `UID 5 INTERNALDATE "never" ${envelope({ 0: '"yesterday"' })}`],
    ['a date before all', `UID 5 ${envelope({ 0: '"Mon, 1 Jan 20240 00:00:00 +0000"' })}`],
  ])('tells the same as a whole row: %s', async (_, line) => {
    expect(named(await compact(line))).toEqual(await expected(line))
  })
})
