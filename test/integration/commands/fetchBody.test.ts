import { expect, it } from 'vitest'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import {
  base64Lines,
  lines,
  mail,
  multipart,
  onePart,
  part,
  pseudoRandomBytes,
  sha256,
  withEntity,
} from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'
import { holdsToUidValidity } from '../support/uidValidity.ts'

const QP_TEXT = 'Perch\u00e9 no? a=b \u2014 fine\r\n'
const QP = 'Perch=C3=A9 no? a=3Db =\r\n=E2=80=94 fine\r\n'
const INNER_ALTERNATIVE = multipart(
  'alternative',
  'alt',
  part(['Content-Type: text/plain; charset=utf-8'], 'inner plain'),
  part(['Content-Type: text/html'], '<p>inner html</p>'),
)
const INNER = withEntity('The inner message', INNER_ALTERNATIVE)
const FILE = pseudoRandomBytes(5_000)
const NESTED = withEntity(
  'The outer message',
  multipart(
    'mixed',
    'mix',
    part(['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: quoted-printable'], QP),
    part(['Content-Type: message/rfc822'], INNER),
    part(
      ['Content-Type: application/octet-stream', 'Content-Transfer-Encoding: base64', 'X-Own: yes'],
      base64Lines(FILE),
    ),
  ),
)

describeEveryServer('fetchBody', (server) => {
  it('hands out every kind of section, byte for byte, in one round trip', async () => {
    const user = server.user()
    const [uid = 0] = await user.deliver('INBOX', NESTED)
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    session.wire.reset()
    const body = await session.download({
      mailbox,
      uid,
      sections: [
        { kind: 'source' },
        { kind: 'header' },
        { kind: 'part', part: '1', decode: 'quoted-printable' },
        { kind: 'part', part: '1' },
        { kind: 'mime', part: '3' },
        { kind: 'part', part: '3', decode: 'base64' },
        { kind: 'source', part: '2' },
        { kind: 'header', part: '2' },
        { kind: 'part', part: '2.1' },
        { kind: 'part', part: '2.2' },
        { kind: 'mime', part: '2.2' },
      ],
    })
    expect(session.wire.roundTrips()).toHaveLength(1)
    expect(body.items).toEqual([])
    expect([...body.ended].sort((a, b) => a - b)).toEqual(body.streams.map((_one, index) => index))
    const text = body.streams.map((one) => one.toString('utf8'))
    const header = NESTED.slice(0, NESTED.indexOf('\r\n\r\n') + 4)
    expect(text[0]).toBe(NESTED)
    expect(text[1]).toBe(header)
    expect(text[2]).toBe(QP_TEXT)
    expect(text[3]).toBe(QP)
    expect(text[4]).toBe(
      lines(
        'Content-Type: application/octet-stream',
        'Content-Transfer-Encoding: base64',
        'X-Own: yes',
        '',
        '',
      ),
    )
    expect(body.streams[5]?.equals(FILE)).toBe(true)
    expect(text[6]).toBe(INNER)
    expect(text[7]).toBe(INNER.slice(0, INNER.indexOf('\r\n\r\n') + 4))
    expect(text[8]).toBe('inner plain')
    expect(text[9]).toBe('<p>inner html</p>')
    expect(text[10]).toBe(lines('Content-Type: text/html', '', ''))
    // Reading leaves no trace.
    expect((await user.messages('INBOX'))[0]?.flags).toEqual([])
  })

  it('names the only part of a message that is not multipart 1', async () => {
    const user = server.user()
    const [uid = 0] = await user.deliver('INBOX', mail({ body: 'All there is' }))
    const session = await user.signIn()
    const { streams } = await session.download({
      mailbox: await user.ref('INBOX'),
      uid,
      sections: [{ kind: 'part', part: '1' }],
    })
    expect(streams[0]?.toString()).toBe('All there is\r\n')
  })

  it.each([
    ['10 MB', 'unknown', 10_000_000],
    ['4 MB', 'known', 4_000_000],
  ])('decodes %s of base64 of %s size, in chunks, to the same hash', async (_what, known, length) => {
    const user = server.user()
    const file = pseudoRandomBytes(length)
    const encoded = base64Lines(file)
    const [uid = 0] = await user.deliver('INBOX', onePart('application/octet-stream', 'base64', encoded))
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    session.wire.reset()
    const size = Buffer.byteLength(`${encoded}\r\n`)
    const { streams, chunks } = await session.download({
      mailbox,
      uid,
      sections: [{ kind: 'part', part: '1', decode: 'base64', ...(known === 'known' ? { size } : {}) }],
    })
    expect(streams[0]?.length).toBe(file.length)
    expect(sha256(streams[0] ?? Buffer.alloc(0))).toBe(sha256(file))
    expect(chunks).toBeGreaterThan(50)
    // 4 MiB a round trip; the last is short and ends it. Of what is told no size a little is asked for first.
    const asked = known === 'known' ? [] : [64 * 1024]
    const left = asked.reduce((sum, one) => sum - one, size)
    const turns = session.wire.roundTrips()
    expect(turns).toHaveLength(asked.length + Math.ceil(left / (4 * 1024 * 1024)))
    for (const turn of turns) expect(turn).toMatch(/BODY\.PEEK\[1\]<\d+\.\d+>/)
  })

  it('decodes quoted-printable that is cut anywhere by the chunks', async () => {
    const user = server.user()
    // Lines of lengths without a common measure with the chunks', so that cuts fall everywhere over time.
    const text = `${'\u00e8=\u65e5 '.repeat(3)}abc \r\n`.repeat(60_000)
    const line = `${'=C3=A8=3D=E6=97=A5=\r\n '.repeat(3)}abc=20\r\n`
    const encoded = line.repeat(60_000)
    const [uid = 0] = await user.deliver(
      'INBOX',
      onePart('text/plain; charset=utf-8', 'quoted-printable', encoded),
    )
    const session = await user.signIn()
    const { streams } = await session.download({
      mailbox: await user.ref('INBOX'),
      uid,
      sections: [{ kind: 'part', part: '1', decode: 'Quoted-Printable' }],
    })
    expect(Buffer.byteLength(encoded)).toBeGreaterThan(4 * 1024 * 1024)
    expect(sha256(streams[0] ?? Buffer.alloc(0))).toBe(sha256(Buffer.from(`${text}\r\n`)))
  })

  it('hands out a range of the bytes as transferred', async () => {
    const user = server.user()
    const raw = mail({ body: 'x'.repeat(60).concat('\r\n').repeat(100_000) })
    const [uid = 0] = await user.deliver('INBOX', raw)
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    const range = async (start: number, length?: number): Promise<string> => {
      const { streams, ended } = await session.download({
        mailbox,
        uid,
        sections: [{ kind: 'source' }],
        range: { start, ...(length === undefined ? {} : { length }) },
      })
      expect(ended).toEqual([0])
      return streams[0]?.toString('latin1') ?? ''
    }
    expect(await range(0, 10)).toBe(raw.slice(0, 10))
    expect(await range(100, 1)).toBe(raw.slice(100, 101))
    expect(await range(1_000_000, 5_000_000)).toBe(raw.slice(1_000_000, 6_000_000))
    expect(await range(raw.length - 5)).toBe(raw.slice(-5))
    expect(await range(raw.length - 5, 100)).toBe(raw.slice(-5))
    expect(await range(raw.length + 5, 100)).toBe('')
    const error = await session.refused('fetchBody', {
      mailbox,
      uid,
      sections: [{ kind: 'part', part: '1', decode: 'base64' }],
      range: { start: 0, length: 5 },
    })
    expect(error.code).toBe('invalidArguments')
  })

  it('tells which section is missing; the others still come', async () => {
    const user = server.user()
    const [uid = 0] = await user.deliver('INBOX', NESTED)
    const session = await user.signIn()
    const body = await session.download({
      mailbox: await user.ref('INBOX'),
      uid,
      sections: [
        { kind: 'part', part: '9.9' },
        { kind: 'part', part: '1', decode: 'quoted-printable' },
      ],
    })
    expect(body.streams[1]?.toString()).toBe(QP_TEXT)
    expect([...body.ended].sort()).toEqual([0, 1])
    // Dovecot answers with an empty string for a part that is not there, the demo with NIL.
    expect(body.items).toEqual(server.name === 'demo' ? [{ stream: 0, missing: true }] : [])
    expect(body.streams[0]).toHaveLength(0)
  })

  it('hands out what is empty as nothing', async () => {
    const user = server.user()
    const [uid = 0] = await user.deliver('INBOX', lines('Subject: nothing', '', ''))
    const session = await user.signIn()
    const { streams, ended } = await session.download({
      mailbox: await user.ref('INBOX'),
      uid,
      sections: [{ kind: 'part', part: '1', decode: 'base64', size: 0 }],
    })
    expect(streams[0]).toHaveLength(0)
    expect(ended).toEqual([0])
  })

  it('says messageGone of a message that is not there', async () => {
    const user = server.user()
    await user.deliver('INBOX', mail())
    const session = await user.signIn()
    const error = await session.refused('fetchBody', {
      mailbox: await user.ref('INBOX'),
      uid: 4000,
      sections: [{ kind: 'source' }],
    })
    expect(error.code).toBe('messageGone')
  })

  it('lets other work in between the chunks of a long download', async () => {
    const user = server.user()
    const raw = onePart('application/octet-stream', 'base64', base64Lines(pseudoRandomBytes(6_500_000)))
    const [uid = 0] = await user.deliver('INBOX', raw)
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    await session.run('select', { path: 'INBOX' })
    let noop: Promise<unknown> | undefined
    session.wire.reset()
    await session.run(
      'fetchBody',
      { mailbox, uid, sections: [{ kind: 'source' }] },
      {
        onBytes: async () => {
          noop ??= session.run('noop', {})
          await noop
        },
      },
    )
    const sent = session.wire.commands()
    expect(sent.indexOf('NOOP')).toBeGreaterThan(0)
    expect(sent.indexOf('NOOP')).toBeLessThan(sent.length - 1)
  })

  it('leaves the connection in use when it is cancelled in the middle', async () => {
    const user = server.user()
    const raw = onePart('application/octet-stream', 'base64', base64Lines(pseudoRandomBytes(4_000_000)))
    const [uid = 0] = await user.deliver('INBOX', raw)
    const session = await user.signIn()
    const mailbox = await user.ref('INBOX')
    const stop = new AbortController()
    const error = await session.refused(
      'fetchBody',
      { mailbox, uid, sections: [{ kind: 'source' }] },
      { signal: stop.signal, onBytes: () => stop.abort() },
    )
    expect(error.code).toBe('cancelled')
    await session.run('noop', {})
    expect(session.events.filter((event) => event.type === 'credentials')).toEqual([])
  })

  it('does nothing under another UIDVALIDITY', async () => {
    await holdsToUidValidity(server, 'fetchBody', { uid: 1, sections: [{ kind: 'source' }] })
  })

  it('sends nothing when an argument holds a line break', async () => {
    const user = server.user()
    const session = await user.signIn()
    await refusesLineBreaks(session, {
      name: 'fetchBody',
      args: {
        mailbox: await user.ref('INBOX'),
        uid: 1,
        sections: [
          { kind: 'part', part: '1', decode: 'base64' },
          { kind: 'mime', part: '1' },
          { kind: 'header', part: '1' },
          { kind: 'source', part: '1' },
        ],
      },
    })
  })
})

describeEveryServer(
  'fetchBody, of what Outlook hands out badly',
  (server) => {
    it('says unretrievable of a message that is listed and not handed out', async () => {
      const user = server.user()
      const [uid = 0] = await user.deliver('INBOX', mail())
      server.demo.server.quirks.unretrievable = () => true
      const session = await user.signIn()
      const mailbox = await user.ref('INBOX')
      const error = await session.refused('fetchBody', { mailbox, uid, sections: [{ kind: 'source' }] })
      expect(error.code).toBe('unretrievable')
      const rows = await session.run('fetch', {
        mailbox,
        messages: { by: 'uid', set: '1:*' },
        fields: ['envelope'],
      })
      expect(rows.items).toHaveLength(1)
    })

    it('hands out a substitute to who asks without PEEK, and marks the message as read', async () => {
      const user = server.user()
      const [uid = 0] = await user.deliver('INBOX', mail())
      Object.assign(server.demo.server.quirks, { unretrievable: () => true, substitute: true })
      const session = await user.signIn()
      const mailbox = await user.ref('INBOX')
      const source = { mailbox, uid, sections: [{ kind: 'source' as const }] }
      expect((await session.refused('fetchBody', source)).code).toBe('unretrievable')
      const { streams } = await session.download({ ...source, marks: true })
      expect(streams[0]?.toString()).toContain('could not be converted')
      const { items } = await session.run('fetch', {
        mailbox,
        messages: { by: 'uid', set: String(uid) },
        fields: ['flags'],
      })
      expect(items).toMatchObject([{ flags: ['\\Seen'] }])
    })

    it.each([4_000, 5_000_000])(
      'hands out all bytes of a message of %d although its size was told wrong',
      async (length) => {
        const user = server.user()
        server.demo.server.quirks.wrongSize = true
        const raw = mail({
          body: 'y'
            .repeat(60)
            .concat('\r\n')
            .repeat(length / 60),
        })
        const [uid = 0] = await user.deliver('INBOX', raw)
        const session = await user.signIn()
        const mailbox = await user.ref('INBOX')
        for (const size of [Math.ceil(raw.length * 1.05) + 64, raw.length - 1000, 10]) {
          const { streams } = await session.download({ mailbox, uid, sections: [{ kind: 'source', size }] })
          expect(streams[0]?.toString('latin1') === raw).toBe(true)
        }
      },
    )
  },
  { servers: ['demo'] },
)
