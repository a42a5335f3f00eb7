import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { answerTo } from '../../../../bridge/imap/messageSet.ts'
import { fetchItems, isFlagsOnly, toMessageRow } from '../../../../bridge/imap/toMessage.ts'
import { cutText, TextBudget } from '../../../../bridge/imap/textBudget.ts'
import { messageRow, type MessageRow } from '../../../../shared/mail/message.ts'
import { MAX_FRAME_BYTES } from '../../../../shared/protocol/limits.ts'
import { parseResponse } from './response.ts'

async function row(line: string, ...literals: (string | Buffer)[]): Promise<MessageRow> {
  const found = toMessageRow(await parseResponse(`* 3 FETCH (${line})`, ...literals))
  if (!found) throw new Error('no row')
  expect(v.parse(messageRow, found)).toEqual(found)
  return found
}
const envelope = async (text: string, ...literals: (string | Buffer)[]) =>
  (await row(`ENVELOPE (${text})`, ...literals)).envelope
const structure = async (text: string) => (await row(`BODYSTRUCTURE ${text}`)).bodyStructure

describe('toMessageRow', () => {
  it('reads every field', async () => {
    expect(
      await row(
        'UID 42 FLAGS (\\Seen $Forwarded) MODSEQ (18446744073709551615) RFC822.SIZE 1234 ' +
          'INTERNALDATE " 1-Feb-2024 09:58:00 +0100"',
      ),
    ).toEqual({
      seq: 3,
      uid: 42,
      flags: ['\\Seen', '$Forwarded'],
      modSeq: '18446744073709551615',
      size: 1234,
      internalDate: '2024-02-01T08:58:00.000Z',
    })
  })

  it('takes items in any order and case, and leaves out what it does not know', async () => {
    expect(await row('x-gm-msgid 7 rfc822.size 5 uid 1')).toEqual({ seq: 3, uid: 1, size: 5 })
  })

  it('is no row without a sequence number', async () => {
    expect(toMessageRow(await parseResponse('* OK still here'))).toBeUndefined()
    expect(toMessageRow(await parseResponse('* 0 FETCH (UID 1)'))).toBeUndefined()
  })

  it.each(['"not a date"', 'NIL', '"99-Feb-2024 00:00:00 +0000"'])('leaves out the date %s', async (date) => {
    expect((await row(`UID 1 INTERNALDATE ${date}`)).internalDate).toBeUndefined()
  })

  it('reads headers from a literal: unfolded, decoded, each time they occur', async () => {
    expect(
      (
        await row(
          'BODY[HEADER.FIELDS (References X-Note)] {}',
          'References: <a@x>\r\n <b@x>\r\nX-Note: =?utf-8?Q?=C3=A8?=\r\nx-note: Caff\u00e8\r\n__proto__: x\r\n\r\n',
        )
      ).headers,
    ).toEqual({ references: ['<a@x> <b@x>'], 'x-note': ['\u00e8', 'Caff\u00e8'] })
  })

  it('reads a preview from a literal or a quoted string, with the structure wherever it stands', async () => {
    const text = '("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "8BIT" 6 1)'
    expect((await row(`BODY[1]<0> {} BODYSTRUCTURE ${text}`, 'Caff\u00e8')).preview).toBe('Caff\u00e8')
    expect((await row(`BODYSTRUCTURE ${text} BODY[1]<0> "Caff\u00e8"`)).preview).toBe('Caff\u00e8')
    expect((await row(`BODYSTRUCTURE ${text} BODY[1]<0> NIL`)).preview).toBe('')
  })
})

describe('ENVELOPE', () => {
  const people = '(("Anna" NIL "anna" "example.org"))'

  it('reads all of it', async () => {
    expect(
      await envelope(
        `"Sun, 22 Nov 2026 09:58:00 +0100 (CET)" "=?utf-8?B?Q2FmZsOo?=" ${people} ${people} ${people} ` +
          `${people} ${people} ${people} "<in@x>" "<id@x>"`,
      ),
    ).toMatchObject({
      date: '2026-11-22T08:58:00.000Z',
      subject: 'Caff\u00e8',
      from: [{ name: 'Anna', address: 'anna@example.org' }],
      bcc: [{ name: 'Anna', address: 'anna@example.org' }],
      inReplyTo: '<in@x>',
      messageId: '<id@x>',
    })
  })

  it('does with NIL for everything', async () => {
    expect(await envelope('NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL')).toEqual({
      subject: '',
      from: [],
      sender: [],
      replyTo: [],
      to: [],
      cc: [],
      bcc: [],
    })
  })

  it.each(['"yesterday"', '""', '"Fri, 31 Feb 99999 00:00:00 +0000"'])(
    'leaves out the date %s',
    async (date) => {
      expect((await envelope(`${date} "s" NIL NIL NIL NIL NIL NIL NIL NIL`))?.date).toBeUndefined()
    },
  )

  it('reads groups and addresses with parts missing', async () => {
    const found = await envelope(
      'NIL NIL ((NIL NIL "friends" NIL)("Ben" NIL "ben" "x.org")(NIL NIL NIL NIL)) NIL NIL ' +
        '(("=?utf-8?Q?=E6=97=A5?=" NIL "MISSING_MAILBOX" "MISSING_DOMAIN")) NIL NIL NIL NIL',
    )
    expect(found?.from).toContainEqual({ name: 'Ben', address: 'ben@x.org' })
    expect(found?.to[0]?.name).toBe('\u65e5')
  })

  it('reads a subject that comes as a literal with raw UTF-8', async () => {
    expect((await envelope('NIL {} NIL NIL NIL NIL NIL NIL NIL NIL', 'Universit\u00e0'))?.subject).toBe(
      'Universit\u00e0',
    )
  })
})

describe('BODYSTRUCTURE', () => {
  it('numbers the only part 1, and the parts of a multipart by their place', async () => {
    expect(await structure('("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 10 1)')).toMatchObject({
      part: '1',
      type: 'text/plain',
      encoding: '7bit',
      size: 10,
    })
    const mixed = await structure(
      '(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)(("TEXT" "HTML" NIL NIL NIL "7BIT" 1 1)("IMAGE" "PNG" NIL "<i@x>" NIL "BASE64" 9) "RELATED") "MIXED")',
    )
    expect(mixed?.part).toBeUndefined()
    expect(mixed?.children?.[1]?.children?.[1]).toMatchObject({ part: '2.2', type: 'image/png', id: '<i@x>' })
  })

  // What Exchange gets wrong, each seen at Outlook.com.
  it('makes text of (NIL NIL NIL NIL NIL "7BIT" 0 …)', async () => {
    expect(await structure('(NIL NIL NIL NIL NIL "7BIT" 0 NIL NIL NIL NIL)')).toMatchObject({
      part: '1',
      type: 'text/plain',
      encoding: '7bit',
      size: 0,
    })
  })

  it('reads a disposition that is a bare "inline"', async () => {
    expect(
      await structure('("text" "plain" ("charset" "utf-8") NIL NIL "7BIT" 120 4 NIL "inline" NIL NIL)'),
    ).toMatchObject({ type: 'text/plain', parameters: { charset: 'utf-8' }, size: 120 })
  })

  it('reads on past a stray description', async () => {
    expect(
      await structure(
        '("text" "plain" ("charset" "utf-8") NIL "Message" "text" "7BIT" 120 4 NIL NIL NIL NIL)',
      ),
    ).toMatchObject({ part: '1', type: 'text/plain', parameters: { charset: 'utf-8' } })
  })

  it('keeps keys that reach a prototype out of the parameters', async () => {
    const found = await structure(
      '("TEXT" "PLAIN" ("__proto__" "x" "constructor" "y" "name" "z") NIL NIL "7BIT" 1 1)',
    )
    expect(Object.keys(found?.parameters ?? {}).sort()).toEqual(['name'])
    expect(({} as { x?: string }).x).toBeUndefined()
  })

  it('calls what has no type octet-stream, and never something that is none', async () => {
    expect((await structure('("" "" NIL NIL NIL NIL 3)'))?.type).toBe('application/octet-stream')
    expect((await structure('("<img" "src=x onerror=alert(1)>" NIL NIL NIL "7BIT" 3)'))?.type).toBe(
      'text/plain',
    )
  })

  it('ends somewhere, however deep or wide it is', async () => {
    const leaf = '("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)'
    let deep = leaf
    for (let depth = 0; depth < 20; depth++) deep = `(${deep} "MIXED")`
    expect((await structure(deep))?.type).toBe('multipart/mixed')
    const wide = await structure(`(${leaf.repeat(3000)} "MIXED")`)
    expect(wide?.children?.length).toBeLessThan(1001)
  })
})

describe('T3: a row fits into a frame, whatever the message is', () => {
  /** Six bytes of JSON each. */
  const worst = (length: number) => '\u001f'.repeat(length)
  const address = (name: string, index: number) => `("${name}" NIL "user${index}" "example.org")`

  it('T3: tells the first thousand addresses of a field, and as many of all as there is room for', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => address('', index)).join('')
    const found = await envelope(`NIL "s" NIL NIL NIL (${many}) (${many}) NIL NIL NIL`)
    expect(found?.to).toHaveLength(1_000)
    expect(found?.to[999]).toEqual({ name: '', address: 'user999@example.org' })
    const all = [...(found?.to ?? []), ...(found?.cc ?? [])]
    expect(all.length).toBeGreaterThan(1_900)
    const long = await envelope(
      `NIL "s" (${address('Anna', 1)}) NIL NIL (${address('n'.repeat(60_000), 2)}) (${many}) NIL NIL NIL`,
    )
    expect(long?.from).toEqual([{ name: 'Anna', address: 'user1@example.org' }])
    expect(long?.to[0]?.name.length).toBeLessThan(49_152)
    expect(long?.cc).toEqual([])
  })

  it('T3: with everything in it as long as can be', async () => {
    const name = worst(1_000)
    const field = `(${Array.from({ length: 1_200 }, (_, index) => address(name, index)).join('')})`
    const parameters = `("NAME" "${worst(3_000)}" "${worst(90)}" "x")`
    const leaf = `("TEXT" "PLAIN" ${parameters} "${worst(3_000)}" "${worst(3_000)}" "7BIT" 1 1)`
    const found = await row(
      `UID 5 FLAGS (${'$Keyword '.repeat(5_000)}) ENVELOPE (NIL {} ${`${field} `.repeat(6)}{} {}) ` +
        `BODYSTRUCTURE (${leaf.repeat(2_000)} "MIXED") BODY[1]<0> {} BODY[HEADER.FIELDS (X-A)] {}`,
      worst(200_000),
      worst(200_000),
      worst(200_000),
      worst(512),
      `X-A: a\r\nX-A: ${worst(100_000)}a\r\nX-B: ${worst(100_000)}\r\n\r\n`,
    )
    expect(found.headers?.['x-a']?.[0]).toBe('a')
    expect(found.envelope?.from.length).toBeGreaterThan(0)
    expect(found.envelope?.subject).toHaveLength(8_192)
    expect(found.bodyStructure?.children?.length).toBeGreaterThan(10)
    const bytes = Buffer.byteLength(JSON.stringify(found))
    expect(bytes).toBeGreaterThan(600_000)
    expect(bytes).toBeLessThan(MAX_FRAME_BYTES - 1_000)
  })

  it('T3: with as many small things as there can be', async () => {
    const leaf = '("A" "B" NIL NIL NIL NIL 1 1)'
    const field = `(${Array.from({ length: 1_200 }, (_, index) => address('', index)).join('')})`
    const found = await row(
      `UID 5 FLAGS (${'a '.repeat(50_000)}) ENVELOPE (NIL NIL ${`${field} `.repeat(6)}NIL NIL) ` +
        `BODYSTRUCTURE (${leaf.repeat(2_000)} "MIXED") BODY[HEADER.FIELDS (X)] {}`,
      'x:\r\n'.repeat(50_000),
    )
    expect(found.bodyStructure?.children).toHaveLength(999)
    expect(found.headers?.['x']?.length).toBeGreaterThan(5_000)
    expect(Buffer.byteLength(JSON.stringify(found))).toBeLessThan(MAX_FRAME_BYTES - 1_000)
  })

  it('cuts no character in half', () => {
    expect(cutText('a😀b', 2)).toBe('a')
    expect(cutText('a😀b', 3)).toBe('a😀')
    expect(cutText('ab', 5)).toBe('ab')
    expect(new TextBudget(4).cut('😀😀😀')).toBe('😀😀')
  })
})

describe('what another client did', () => {
  it.each([
    ['FLAGS (\\Seen)', true],
    ['UID 4 FLAGS ()', true],
    ['UID 4 MODSEQ (5) FLAGS (\\Seen)', true],
    ['UID 4', false],
    ['UID 4 FLAGS () RFC822.SIZE 5', false],
    ['MODSEQ (5)', false],
  ])('is told by (%s): %s', async (items, expected) => {
    expect(isFlagsOnly(fetchItems(await parseResponse(`* 3 FETCH (${items})`)))).toBe(expected)
  })

  it('is what does not answer to the messages of the command', () => {
    const byUid = answerTo({ by: 'uid', set: '5,9:7' })
    expect([4, 5, 6, 7, 8, 9, 10].filter((uid) => byUid({ seq: 1, uid }))).toEqual([5, 7, 8, 9])
    expect(byUid({ seq: 5 })).toBe(false)
    const bySequence = answerTo({ by: 'sequence', set: '2:3' })
    expect([1, 2, 3, 4].filter((seq) => bySequence({ seq }))).toEqual([2, 3])
    // The last message is in 100:* however low its UID is.
    expect(answerTo({ by: 'uid', set: '100:*' })({ seq: 1, uid: 7 })).toBe(true)
    expect(answerTo({ by: 'uid', set: '100:*' })({ seq: 1 })).toBe(false)
  })
})
