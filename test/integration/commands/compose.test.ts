import { expect, it } from 'vitest'
import PostalMime from 'postal-mime'
import type { DraftInput } from '../../../shared/mail/draft.ts'
import { refusesLineBreaks } from '../support/lineBreaks.ts'
import { pseudoRandomBytes, sha256 } from '../support/mail.ts'
import { describeEveryServer } from '../support/servers.ts'
import type { ProvedSession } from '../support/session.ts'

const DRAFT: DraftInput = {
  from: { name: 'Anna "Nina" Rossi', address: 'anna@example.org' },
  to: [{ name: 'Universit\u00e0 di Roma', address: 'uni@example.org' }],
  cc: [{ name: '', address: 'ben@example.org' }],
  bcc: [{ name: '\u65e5\u672c', address: 'kyoto@example.org' }],
  replyTo: [{ name: 'Office', address: 'office@example.org' }],
  subject: 'Caff\u00e8 & <b>\u65e5\u672c\u8a9e</b> '.repeat(6).trim(),
  text: 'Grazie \u2014 a domani.\n.\nFrom here\n',
  html: '<p>Grazie \u2014 a domani.</p>',
  messageId: '<compose.1@example.org>',
  date: '2026-11-22T09:58:00.000Z',
  inReplyTo: '<parent@example.org>',
  references: ['<root@example.org>', '<parent@example.org>'],
}

async function compose(
  session: ProvedSession,
  draft: DraftInput,
  uploads?: Map<number, Blob>,
): Promise<{ size: number; bytes: Buffer }> {
  const pieces: Uint8Array[] = []
  let ended = false
  const { items, result } = await session.run(
    'compose',
    { draft },
    {
      ...(uploads && { uploads }),
      onBytes(stream, bytes, last) {
        expect(stream).toBe(0)
        pieces.push(bytes)
        ended ||= last
      },
    },
  )
  expect(items).toEqual([])
  expect(ended).toBe(true)
  return { size: result.size, bytes: Buffer.concat(pieces) }
}

describeEveryServer('compose', (server) => {
  it('builds the message, asks nothing of the mail server, and gives its exact length', async () => {
    const session = await server.user().signIn()
    const { size, bytes } = await compose(session, DRAFT)
    expect(bytes.length).toBe(size)
    expect(session.wire.commands()).toEqual([])
    const read = await PostalMime.parse(bytes)
    expect(read.subject).toBe(DRAFT.subject)
    expect(read.from).toMatchObject(DRAFT.from)
    expect(read.to).toMatchObject(DRAFT.to)
    expect(read.cc).toMatchObject(DRAFT.cc ?? [])
    expect(read.bcc).toMatchObject(DRAFT.bcc ?? [])
    expect(read.replyTo).toMatchObject(DRAFT.replyTo ?? [])
    expect(read.messageId).toBe(DRAFT.messageId)
    expect(read.inReplyTo).toBe(DRAFT.inReplyTo)
    expect(read.references).toBe('<root@example.org> <parent@example.org>')
    expect(new Date(read.date ?? '').toISOString()).toBe(DRAFT.date)
    expect(read.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(DRAFT.text.trimEnd())
    expect(read.html?.trim()).toBe(DRAFT.html)
  })

  it('writes lines of CRLF, all in ASCII, none longer than RFC 5322 allows', async () => {
    const session = await server.user().signIn()
    const { bytes } = await compose(session, DRAFT)
    const text = bytes.toString('latin1')
    expect(/[^\t\r\n\x20-\x7e]/.exec(text)).toBeNull()
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
  })

  it('builds the same bytes from the same draft', async () => {
    const session = await server.user().signIn()
    const file = pseudoRandomBytes(1000)
    const draft = { ...DRAFT, attachments: [{ name: 'a.bin', type: 'image/png', size: file.length }] }
    const uploads = () => new Map([[1, new Blob([file])]])
    const first = await compose(session, draft, uploads())
    const second = await compose(session, draft, uploads())
    expect(second.bytes.equals(first.bytes)).toBe(true)
  })

  it('puts the answer to an invitation beside the text, with its method (RFC 6047)', async () => {
    const session = await server.user().signIn()
    const text = 'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nSUMMARY:Caff\u00e8\r\nEND:VCALENDAR\r\n'
    const draft: DraftInput = { ...DRAFT, calendar: { method: 'REPLY', text } }
    const { bytes } = await compose(session, draft)
    expect(bytes.toString('latin1')).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=REPLY\r$/m)
    const read = await PostalMime.parse(bytes)
    expect(read.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(DRAFT.text.trimEnd())
    expect(read.attachments.map(({ mimeType }) => mimeType)).toEqual(['text/calendar'])
    // Byte for byte: postal-mime writes the lines of texts anew.
    expect(bytes.toString('latin1').replaceAll('\r\n', '')).toContain(Buffer.from(text).toString('base64'))
    expect((await compose(session, draft)).bytes.equals(bytes)).toBe(true)
  })

  it('puts several files in, byte for byte, of any length and name', async () => {
    const session = await server.user().signIn()
    // Lengths around base64's lines of 57 bytes and the bridge's blocks of them; 3 MB need credit to be renewed.
    const sizes = [0, 1, 56, 57, 58, 58_368, 58_369, 3_000_000]
    const files = sizes.map((size, index) => pseudoRandomBytes(size, index + 1))
    const names = [
      '\u65e5\u672c\u8a9e.txt',
      'a "b"; c.txt',
      'x'.repeat(200),
      'p\u00e0.pdf',
      'e',
      'f',
      'g',
      'h',
    ]
    const { size, bytes } = await compose(
      session,
      {
        ...DRAFT,
        attachments: files.map((file, index) => ({
          name: names[index] ?? '',
          type: 'application/x-thing',
          size: file.length,
          // Stands before the others in the message, whatever its number.
          ...(index === 2 ? { contentId: 'logo@example.org' } : {}),
        })),
      },
      new Map(files.map((file, index) => [index + 1, new Blob([file])])),
    )
    expect(bytes.length).toBe(size)
    const read = await PostalMime.parse(bytes)
    expect(read.attachments.map((one) => one.filename).sort()).toEqual([...names].sort())
    for (const [index, file] of files.entries()) {
      const found = read.attachments.find((one) => one.filename === names[index])
      expect(sha256(new Uint8Array(found?.content as ArrayBuffer))).toBe(sha256(file))
      expect(found?.mimeType).toBe('application/x-thing')
      if (index === 2) expect(found).toMatchObject({ contentId: '<logo@example.org>', disposition: 'inline' })
    }
  })

  it('does not wait for ever for a picture uploaded behind a long file', async () => {
    const session = await server.user().signIn()
    const files = [pseudoRandomBytes(2_000_000), pseudoRandomBytes(100)]
    const uploads = new Map(files.map((file, index) => [index + 1, new Blob([file])]))
    const attachments = files.map((file, index) => ({
      name: `${index}`,
      type: 'image/png',
      size: file.length,
      ...(index === 1 ? { contentId: 'logo@example.org' } : {}),
    }))
    const error = await session.refused('compose', { draft: { ...DRAFT, attachments } }, { uploads })
    expect(error).toMatchObject({
      code: 'invalidArguments',
      message: expect.stringMatching(/Content-ID/) as string,
    })
  })

  it('says uploadMismatch when a file is not as long as the draft says', async () => {
    const session = await server.user().signIn()
    const attachments = [{ name: 'a.bin', type: 'image/png', size: 10 }]
    for (const size of [9, 11]) {
      const error = await session.refused(
        'compose',
        { draft: { ...DRAFT, attachments } },
        { uploads: new Map([[1, new Blob([new Uint8Array(size)])]]) },
      )
      expect(error.code).toBe('uploadMismatch')
    }
    await compose(session, DRAFT)
  })

  it('refuses line breaks wherever they could end a header line', async () => {
    const session = await server.user().signIn()
    const draft = {
      ...DRAFT,
      attachments: [{ name: 'a.bin', type: 'image/png', size: 1, contentId: 'x' }],
    }
    await refusesLineBreaks(session, {
      name: 'compose',
      args: { draft },
      except: ['draft.text', 'draft.html'],
    })
    for (const field of ['text', 'html'] as const) {
      const error = await session.refused('compose', { draft: { ...DRAFT, [field]: 'a\0b' } })
      expect(error.code).toBe('invalidArguments')
    }
  })
})
