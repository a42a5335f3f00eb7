import { expect, it } from 'vitest'
import { COLUMN, emptyCompactRow, type CompactRow } from '../../../shared/mail/compactRow.ts'
import type { MessageRow } from '../../../shared/mail/message.ts'
import { TRAIT } from '../../../shared/mail/traits.ts'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import { named } from '../../support/compactRow.ts'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { mail, multipart, part, withEntity, base64Lines } from '../support/mail.ts'
import { DEFECTIVE, PREVIEWS } from '../support/samples.ts'
import { describeEveryServer, type TestUser } from '../support/servers.ts'
import { holdsToUidValidity } from '../support/uidValidity.ts'

type Fields = Omit<ArgsInput<Commands['fetch']>, 'mailbox' | 'messages'>

/** Rows of all messages of INBOX. */
async function rows(user: TestUser, fields: Fields): Promise<MessageRow[]> {
  const session = await user.signIn()
  const { items } = await session.run('fetch', {
    mailbox: await user.ref('INBOX'),
    messages: { by: 'uid', set: '1:*' },
    ...fields,
  })
  return items as MessageRow[]
}

const withoutRecent = (flags: string[] = []): string[] => flags.filter((flag) => flag !== '\\Recent').sort()

describeEveryServer('fetch', (server) => {
  it.each(['uid', 'sequence'] as const)('tells the fields of messages named by %s, in order', async (by) => {
    const user = server.user()
    const raw = mail({
      subject: '=?utf-8?Q?Perch=C3=A9?= =?utf-8?B?IG5vPw==?=',
      from: '=?utf-8?Q?Ann=C3=A0?= Rossi <anna@example.org>',
      to: '"Carter, Ben" <ben@example.org>, eva@example.org',
      messageId: '<one@example.org>',
      headers: [
        'Cc: cc@example.org',
        'Reply-To: office@example.org',
        'In-Reply-To: <zero@example.org>',
        'Sender: sender@example.org',
      ],
    })
    const date = new Date('2024-02-29T12:34:56Z')
    const uids = await user.deliver('INBOX', mail(), mail(), { raw, flags: ['\\Seen', '\\Flagged'], date })
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    session.wire.reset()
    const set = by === 'uid' ? `${uids[1]}:${uids[2]}` : '2:3'
    const { items, result } = await session.run('fetch', { mailbox, messages: { by, set } })
    expect(result).toEqual({})
    expect(session.wire.commands()).toEqual([
      `${by === 'uid' ? 'UID ' : ''}FETCH ${set} (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)`,
    ])
    const [, row] = items as MessageRow[]
    expect((items as MessageRow[]).map(({ seq, uid }) => [seq, uid])).toEqual([
      [2, uids[1]],
      [3, uids[2]],
    ])
    expect({ ...row, flags: withoutRecent(row?.flags) }).toEqual({
      seq: 3,
      uid: uids[2],
      flags: ['\\Flagged', '\\Seen'],
      internalDate: date.toISOString(),
      size: Buffer.byteLength(raw),
      envelope: {
        date: '2026-11-22T08:58:00.000Z',
        subject: 'Perch\u00e9 no?',
        from: [{ name: 'Ann\u00e0 Rossi', address: 'anna@example.org' }],
        sender: [{ name: '', address: 'sender@example.org' }],
        replyTo: [{ name: '', address: 'office@example.org' }],
        to: [
          { name: 'Carter, Ben', address: 'ben@example.org' },
          { name: '', address: 'eva@example.org' },
        ],
        cc: [{ name: '', address: 'cc@example.org' }],
        bcc: [],
        messageId: '<one@example.org>',
        inReplyTo: '<zero@example.org>',
      },
    })
  })

  it('tells what is asked for and nothing else', async () => {
    const user = server.user()
    const [uid] = await user.deliver('INBOX', { raw: mail(), flags: ['\\Answered'] })
    expect(await rows(user, { fields: [] })).toEqual([{ seq: 1, uid }])
    const [flags] = await rows(user, { fields: ['flags'] })
    expect({ ...flags, flags: withoutRecent(flags?.flags) }).toEqual({ seq: 1, uid, flags: ['\\Answered'] })
    expect(await rows(user, { fields: ['preview'] })).toEqual([{ seq: 1, uid, preview: 'See you at one.' }])
    expect(await rows(user, { fields: [], headers: ['Subject'] })).toEqual([
      { seq: 1, uid, headers: { subject: ['Lunch'] } },
    ])
  })

  it('never marks as read', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    await rows(user, { fields: ['flags', 'envelope', 'bodyStructure', 'preview'], headers: ['Subject'] })
    expect((await user.messages('INBOX'))[0]?.flags).toEqual([])
  })

  it('tells the headers it is asked for, unfolded and decoded, each time they occur', async () => {
    const user = server.user()
    await user.deliver(
      'INBOX',
      mail({
        headers: [
          'Received: from one.example.org',
          'Received: from two.example.org;',
          '\tSun, 22 Nov 2026 09:58:00 +0000',
          'List-Unsubscribe: <https://example.org/?a=1>,',
          ' <mailto:off@example.org>',
          'X-Note: =?utf-8?Q?Universit=C3=A0_=E6=97=A5=E6=9C=AC?=',
          'X-Raw: Caff\u00e8',
        ],
      }),
      mail(),
    )
    const [first, second] = await rows(user, {
      fields: [],
      headers: ['received', 'List-Unsubscribe', 'X-Note', 'X-Raw', 'X-Absent'],
    })
    expect(first?.headers).toEqual({
      received: ['from one.example.org', 'from two.example.org;\tSun, 22 Nov 2026 09:58:00 +0000'],
      'list-unsubscribe': ['<https://example.org/?a=1>, <mailto:off@example.org>'],
      'x-note': ['Universit\u00e0 \u65e5\u672c'],
      'x-raw': ['Caff\u00e8'],
    })
    expect(second?.headers).toEqual({})
  })

  it('reads the beginning of the text, whatever it is wrapped in', async () => {
    const user = server.user()
    await user.deliver('INBOX', ...PREVIEWS.map((one) => one.raw))
    for (const fields of [['preview'], ['preview', 'bodyStructure', 'envelope']] as const) {
      const found = await rows(user, { fields: [...fields] })
      expect(found.map((row) => row.bodyStructure !== undefined)).toEqual(
        PREVIEWS.map(() => fields.length > 1),
      )
      expect(
        Object.fromEntries(found.map((row, index) => [PREVIEWS[index]?.name, row.preview?.trim()])),
      ).toEqual(Object.fromEntries(PREVIEWS.map(({ name, preview }) => [name, preview.trim()])))
    }
  })

  it('asks for preview and structure in one round trip', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    session.wire.reset()
    await session.run('fetch', { mailbox, messages: { by: 'uid', set: '1:*' }, fields: ['preview'] })
    expect(session.wire.roundTrips()).toHaveLength(1)
  })

  it('tells the structure: numbers, types, names, sizes, dispositions', async () => {
    const user = server.user()
    const inner = withEntity('Inside', multipart('alternative', 'i', part([], 'a'), part([], 'b')))
    const file = base64Lines(Buffer.alloc(1000, 7))
    await user.deliver(
      'INBOX',
      withEntity(
        'Outside',
        multipart(
          'mixed',
          'o',
          multipart(
            'related',
            'r',
            part(['Content-Type: text/html; charset="utf-8"'], '<img src="cid:x">'),
            part(
              [
                'Content-Type: image/png; name="logo.png"',
                'Content-Transfer-Encoding: BASE64',
                'Content-ID: <x@example.org>',
                'Content-Disposition: inline; filename="logo.png"',
              ],
              file,
            ),
          ),
          part(['Content-Type: message/rfc822', 'Content-Disposition: attachment'], inner),
          part(
            [
              'Content-Type: application/octet-stream',
              "Content-Disposition: attachment; filename*=utf-8''%E6%97%A5%E6%9C%AC.bin",
              'Content-Transfer-Encoding: base64',
              'Content-Description: A file',
            ],
            file,
          ),
        ),
      ),
    )
    const [row] = await rows(user, { fields: ['bodyStructure'] })
    const root = row?.bodyStructure
    expect(root).toMatchObject({ type: 'multipart/mixed' })
    expect(root?.part).toBeUndefined()
    const [related, message, attachment] = root?.children ?? []
    expect(related).toMatchObject({ part: '1', type: 'multipart/related' })
    expect(related?.children).toMatchObject([
      { part: '1.1', type: 'text/html', parameters: { charset: 'utf-8' } },
      {
        part: '1.2',
        type: 'image/png',
        encoding: 'base64',
        id: '<x@example.org>',
        disposition: 'inline',
        dispositionParameters: { filename: 'logo.png' },
        size: file.length,
      },
    ])
    expect(message).toMatchObject({
      part: '2',
      type: 'message/rfc822',
      disposition: 'attachment',
      children: [
        { type: 'multipart/alternative', children: [{ part: '2.1' }, { part: '2.2', type: 'text/plain' }] },
      ],
    })
    expect(attachment).toMatchObject({
      part: '3',
      disposition: 'attachment',
      description: 'A file',
      dispositionParameters: { filename: '\u65e5\u672c.bin' },
    })
  })

  it('tells what it can of messages that lack subject, date, sender, body or sense', async () => {
    const user = server.user()
    const names = Object.keys(DEFECTIVE) as (keyof typeof DEFECTIVE)[]
    await user.deliver('INBOX', ...names.map((name) => DEFECTIVE[name]))
    const found = await rows(user, { fields: ['envelope', 'bodyStructure', 'preview', 'flags', 'size'] })
    const of = (name: keyof typeof DEFECTIVE): MessageRow | undefined => found[names.indexOf(name)]
    expect(found).toHaveLength(names.length)
    expect(of('noSubject')?.envelope?.subject).toBe('')
    expect(of('noDate')?.envelope?.date).toBeUndefined()
    expect(of('badDate')?.envelope).toMatchObject({ subject: 'Badly dated' })
    expect(of('badDate')?.envelope?.date).toBeUndefined()
    expect(of('noSender')?.envelope?.from).toEqual([])
    expect(of('noBody')).toMatchObject({ preview: '', envelope: { subject: 'Nothing follows' } })
    expect(of('noHeader')).toMatchObject({ preview: 'Only a body', envelope: { subject: '', from: [] } })
    expect(of('unclosed')?.bodyStructure).toMatchObject({
      type: 'multipart/mixed',
      children: [{ part: '1', type: 'text/plain' }],
    })
    expect(of('unclosed')?.preview).toBe('no end')
    expect(of('nonsense')?.envelope?.subject).toContain('\u2713 \u2713')
    expect(of('nonsense')?.bodyStructure?.type).toMatch(/^[^/\s]+\/[^/\s]+$/)
    for (const row of found) expect(row.size).toBeGreaterThan(0)
  })

  it('gives compact rows for bulk, the same facts in the same order', async () => {
    const user = server.user()
    const date = new Date('2024-02-29T12:34:56Z')
    const raw = mail({
      subject: '=?utf-8?Q?Perch=C3=A9?=',
      from: '=?utf-8?Q?Ann=C3=A0?= <anna@example.org>',
      to: 'Ben Carter <ben@example.org>, Eva <eva@example.org>',
      messageId: '<one@example.org>',
      headers: [
        'Cc: cc@example.org',
        'References: <a@example.org>',
        '\t<b@example.org>',
        'In-Reply-To: <b@example.org>',
        'List-Id: News <news.example.org>',
        'List-Unsubscribe: <https://example.org/off>',
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        'Authentication-Results: spf=pass smtp.mailfrom=example.org;',
        ' dmarc=pass header.from=example.org',
      ],
    })
    const uids = await user.deliver(
      'INBOX',
      { raw, flags: ['\\Seen'], date },
      DEFECTIVE.noHeader,
      mail({ headers: ['Content-Type: Multipart/Mixed; boundary=x'] }),
      mail({ headers: ['X-MS-Has-Attach: yes'] }),
      mail({ headers: ['X-MS-Has-Attach:'] }),
    )
    const session = await user.signIn()
    const { items } = await session.run('fetch', {
      mailbox: await user.ref('INBOX'),
      messages: { by: 'uid', set: '1:*' },
      shape: 'compact',
    })
    const [first, second, ...more] = items as CompactRow[]
    expect(withoutRecent(first?.[COLUMN.flags])).toEqual(['\\Seen'])
    expect({ ...named(first), flags: [] }).toEqual({
      ...named(emptyCompactRow()),
      uid: uids[0],
      received: date.getTime(),
      size: Buffer.byteLength(raw),
      subject: 'Perch\u00e9',
      fromName: 'Ann\u00e0',
      fromAddress: 'anna@example.org',
      sent: Date.parse('2026-11-22T08:58:00Z'),
      messageId: '<one@example.org>',
      references: '<a@example.org>\t<b@example.org>',
      to: ['Ben Carter', 'ben@example.org', 'Eva', 'eva@example.org'],
      cc: ['', 'cc@example.org'],
      traits: TRAIT.list | TRAIT.unsubscribe | TRAIT.oneClick | TRAIT.claimsPass,
      listId: 'news.example.org',
    })
    const { uid, received, size } = named(second)
    expect({ ...named(second), flags: [] }).toEqual({ ...named(emptyCompactRow()), uid, received, size })
    expect(more.map((row) => row[COLUMN.traits])).toEqual([TRAIT.files, TRAIT.files, 0])
  })

  it('streams two thousand rows in order', async () => {
    const user = server.user()
    if (server.name === 'demo') {
      const account = server.demo.store.ensureAccount(user.name)
      for (let n = 1; n <= 2000; n++)
        account.append('Archive', { raw: Buffer.from(mail({ subject: `#${n}` })) })
    } else {
      server.dovecot.seedBulk(user.name, 'Archive', 2000)
    }
    const session = await user.signIn()
    const { items } = await session.run('fetch', {
      mailbox: await user.ref('Archive'),
      messages: { by: 'uid', set: '1:*' },
      shape: 'compact',
    })
    expect((items as CompactRow[]).map(([uid]) => uid)).toEqual(
      Array.from({ length: 2000 }, (_one, index) => index + 1),
    )
    expect(new Set((items as CompactRow[]).map((row) => row[COLUMN.subject])).size).toBeGreaterThan(1)
  })

  it('says nothing of messages that are not there', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    const { items } = await session.run('fetch', { mailbox, messages: { by: 'uid', set: '4000:4001' } })
    expect(items).toEqual([])
    const error = await session.refused('fetch', { mailbox, messages: { by: 'sequence', set: '7' } })
    expect(error.code).toBe('serverBad')
    expect(error.server).toBe(session.wire.lastTagged())
  })

  it('tells another client\u2019s change as an event, not as a row', async () => {
    const user = server.user()
    const uids = await user.deliver('INBOX', mail(), mail())
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    const other = await user.other()
    await other.mailboxOpen('INBOX')
    for (const fields of [['flags'], ['flags', 'envelope'], []] as const) {
      await other.messageFlagsAdd(String(uids[1]), ['\\Flagged'], { uid: true })
      const { items } = await session.run('fetch', {
        mailbox,
        messages: { by: 'uid', set: String(uids[0]) },
        fields: [...fields],
      })
      expect(items).toHaveLength(1)
      await other.messageFlagsRemove(String(uids[1]), ['\\Flagged'], { uid: true })
      await session.run('noop', {})
    }
    // What the server told, as it told it.
    expect(session.events.filter((event) => event.type === 'flags' && event.seq === 2)).not.toEqual([])
    expect(session.events.filter((event) => event.type === 'flags' && event.seq === 1)).toEqual([])
  })

  it('does nothing under another UIDVALIDITY', async () => {
    await holdsToUidValidity(server, 'fetch', { messages: { by: 'uid', set: '1:*' } })
  })

  it('leaves the connection in use when it is cancelled in the middle', async () => {
    const user = server.user()
    await user.deliver('INBOX', ...Array.from({ length: 200 }, (_one, n) => mail({ subject: `#${n}` })))
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    const stop = new AbortController()
    const cancelled = session.client.call(
      'fetch',
      { mailbox, messages: { by: 'uid', set: '1:*' }, fields: ['envelope', 'bodyStructure', 'preview'] },
      { signal: stop.signal, onItem: () => stop.abort() },
    )
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
    await session.run('noop', {})
    expect(session.events.filter((event) => event.type === 'credentials')).toEqual([])
  })

  it('sends nothing when an argument holds a line break', async () => {
    const user = server.user()
    const session = await user.signIn()
    await refusesLineBreaks(session, {
      name: 'fetch',
      args: {
        mailbox: await user.ref('INBOX'),
        messages: { by: 'uid', set: '1:*' },
        fields: ['flags'],
        headers: ['Subject'],
        shape: 'objects',
        changedSince: '1',
      },
    })
  })
})

describeEveryServer(
  'fetch, changed since',
  (server) => {
    it('tells only what has changed since, with its MODSEQ', async () => {
      const user = server.user()
      const uids = await user.deliver('INBOX', mail(), mail(), mail())
      const session = await user.signIn()
      const mailbox = await user.ref('INBOX')
      const { highestModSeq = '' } = (await session.run('select', { path: 'INBOX' })).result
      const other = await user.other()
      await other.mailboxOpen('INBOX')
      await other.messageFlagsAdd(String(uids[1]), ['\\Flagged'], { uid: true })
      const { items } = await session.run('fetch', {
        mailbox,
        messages: { by: 'uid', set: '1:*' },
        fields: ['flags', 'modSeq'],
        changedSince: highestModSeq,
      })
      const changed = items as MessageRow[]
      expect(changed.map((row) => row.uid)).toEqual([uids[1]])
      expect(BigInt(changed[0]?.modSeq ?? 0)).toBeGreaterThan(BigInt(highestModSeq))
      const all = await session.run('fetch', {
        mailbox,
        messages: { by: 'sequence', set: '1:*' },
        fields: ['flags', 'modSeq'],
      })
      expect(all.items).toHaveLength(3)
    })
  },
  { servers: ['full'] },
)

describeEveryServer(
  'fetch, without CONDSTORE',
  (server) => {
    it('says unsupported of what only CONDSTORE has', async () => {
      const user = server.user()
      await user.deliver('INBOX', mail())
      const session = await user.signIn()
      const mailbox = await user.ref('INBOX')
      await session.run('select', { path: 'INBOX' })
      session.wire.reset()
      const messages = { by: 'uid' as const, set: '1:*' }
      for (const args of [{ changedSince: '1' }, { fields: ['modSeq' as const] }]) {
        expect((await session.refused('fetch', { mailbox, messages, ...args })).code).toBe('unsupported')
      }
      expect(session.wire.commands()).toEqual([])
    })
  },
  { servers: ['outlook', 'demo'] },
)

describeEveryServer(
  'fetch, of what Outlook tells badly',
  (server) => {
    it.each(['nilBody', 'bareInline', 'strayDescription'] as const)(
      'reads through the defect %s of BODYSTRUCTURE, and the rest of the row with it',
      async (defect) => {
        const user = server.user()
        await user.deliver('INBOX', mail({ body: 'Still readable' }))
        server.demo.server.quirks.bodystructureDefects = defect
        const [row] = await rows(user, { fields: ['flags', 'envelope', 'bodyStructure', 'preview', 'size'] })
        expect(row?.bodyStructure).toMatchObject({ part: '1', type: 'text/plain' })
        expect(row?.preview).toBe('Still readable')
        expect(row?.envelope?.subject).toBe('Lunch')
        expect(row?.size).toBe(Buffer.byteLength(mail({ body: 'Still readable' })))
      },
    )

    it('leaves the preview out of a message whose content cannot be had', async () => {
      const user = server.user()
      const [bad, good] = await user.deliver('INBOX', mail(), mail())
      server.demo.server.quirks.unretrievable = (uid) => uid === bad
      const withPreview = await rows(user, { fields: ['envelope', 'preview'] })
      expect(withPreview.map((row) => row.uid)).toEqual([good])
      const without = await rows(user, { fields: ['envelope'] })
      expect(without.map((row) => row.uid)).toEqual([bad, good])
    })
  },
  { servers: ['demo'] },
)
