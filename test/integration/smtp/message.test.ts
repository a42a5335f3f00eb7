import { createHash } from 'node:crypto'
import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../../support/net.ts'
import { startSmtpSink, type SmtpSink } from '../../support/smtpSink.ts'
import { scriptedSmtp, type SmtpScript } from './scriptedSmtp.ts'
import {
  draftOf,
  SHORT_MESSAGE,
  startMailHost,
  type DraftArgs,
  type MailHost,
  type Submitter,
} from './submitter.ts'

/** What is submitted arrives: the message that was meant, once, and nothing that was smuggled into it. */

let host: MailHost
let sink: SmtpSink
let submitter: Submitter
let cleanups: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  host = await startMailHost()
  sink = await startSmtpSink({ ca: host.dovecot.ca, checkToken: () => true })
  submitter = await host.signIn({ host: '127.0.0.1', port: sink.port, ca: host.dovecot.ca.cert })
})
afterAll(async () => {
  await host.stop()
  await sink.stop()
})
afterEach(async () => {
  for (const cleanup of cleanups) await cleanup()
  cleanups = []
  sink.messages.length = 0
})

async function startScripted(script: Partial<SmtpScript> = {}) {
  const leaf = host.dovecot.ca.issue({ hosts: ['127.0.0.1'] })
  const server = await scriptedSmtp({ leaf, ...script })
  cleanups.push(() => server.stop())
  return {
    server,
    through: await host.signIn({ host: '127.0.0.1', port: server.port, ca: host.dovecot.ca.cert }),
  }
}

const submitDraft = (
  draft: DraftArgs,
  options: { from?: Submitter; to?: string[]; uploads?: Map<number, Blob> } = {},
) =>
  (options.from ?? submitter).session.client.call(
    'submit',
    {
      envelope: { from: submitter.user, to: options.to ?? [host.dovecot.user(2)] },
      credentials: (options.from ?? submitter).credentials,
      message: { kind: 'draft', draft },
    },
    options.uploads ? { uploads: options.uploads } : {},
  )

/** The message as `compose` builds it: with Bcc, for the sender's own copy. */
async function composed(draft: DraftArgs, uploads?: Map<number, Blob>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  await submitter.session.client.call(
    'compose',
    { draft },
    { onBytes: (_, bytes) => void parts.push(bytes), ...(uploads ? { uploads } : {}) },
  )
  return Buffer.concat(parts)
}
const fileOf = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  for (let index = 0; index < size; index++) bytes[index] = (index * 31 + (index >> 8)) & 255
  return bytes
}
const sha256 = (bytes: Uint8Array | ArrayBuffer): string =>
  createHash('sha256').update(new Uint8Array(bytes)).digest('hex')

describe('a draft', () => {
  const full = draftOf({
    from: { name: 'Zoë "Z" Müller', address: 'user1@ponte.test' },
    to: [{ name: '山田 太郎', address: 'user2@ponte.test' }],
    cc: [{ name: 'علي', address: 'ali@example.org' }],
    bcc: [{ name: 'Hidden', address: 'hidden@example.org' }],
    subject: 'Größe, 件名, и так далее: a subject that is longer than one line can ever be, well beyond 78',
    text: 'Grüße\n.\n..two dots\nFrom here on\n',
    html: '<p>Grüße <img src="cid:logo@ponte"></p>',
    inReplyTo: '<parent@example.org>',
    references: ['<root@example.org>', '<parent@example.org>'],
    attachments: [
      { name: 'logo.png', type: 'image/png', size: 70, contentId: 'logo@ponte' },
      { name: 'Übersicht – 概要.pdf', type: 'application/pdf', size: 1_000 },
    ],
  })
  const uploads = () =>
    new Map([
      [1, new Blob([fileOf(70)])],
      [2, new Blob([fileOf(1_000)])],
    ])

  test('arrives as it was meant: names, subject, texts, files', async () => {
    expect(await submitDraft(full, { uploads: uploads() })).toMatchObject({ outcome: 'sent' })
    expect(sink.messages).toHaveLength(1)
    const mail = await PostalMime.parse(sink.messages[0]?.raw ?? '')
    expect(mail.subject).toBe(full.subject)
    expect(mail.from).toMatchObject(full.from)
    expect(mail.to).toMatchObject(full.to)
    expect(mail.cc).toMatchObject(full.cc ?? [])
    expect(mail.text?.trim()).toBe(full.text.trim())
    expect(mail.html).toContain('Grüße')
    expect(mail.messageId).toBe(full.messageId)
    expect(mail.inReplyTo).toBe('<parent@example.org>')
    const [logo, pdf] = mail.attachments
    expect(logo).toMatchObject({ contentId: '<logo@ponte>', disposition: 'inline', mimeType: 'image/png' })
    expect(pdf).toMatchObject({ filename: 'Übersicht – 概要.pdf', disposition: 'attachment' })
    expect(sha256(logo?.content as ArrayBuffer)).toBe(sha256(fileOf(70)))
    expect(sha256(pdf?.content as ArrayBuffer)).toBe(sha256(fileOf(1_000)))
  })

  test('Bcc goes to the server as a recipient, never into the message; the own copy keeps it', async () => {
    const to = ['user2@ponte.test', 'ali@example.org', 'hidden@example.org']
    await submitDraft(full, { uploads: uploads(), to })
    const [message] = sink.messages
    expect(message?.to).toEqual(to)
    expect(message?.raw.toString('latin1')).not.toMatch(/bcc|hidden/i)
    const own = (await composed(full, uploads())).toString('latin1')
    expect(own).toMatch(/^Bcc: Hidden <hidden@example\.org>\r$/m)
    // Otherwise the two are the same, byte for byte.
    expect(own.replace(/^Bcc: .*\r\n/m, '')).toBe(message?.raw.toString('latin1'))
  })

  test('what is appended is what compose built', async () => {
    const { client } = submitter.session
    const { uid, uidValidity } = await client.call(
      'append',
      { path: 'Sent', flags: ['\\Seen'], message: { kind: 'draft', draft: full } },
      { uploads: uploads() },
    )
    await client.call('select', { path: 'Sent' })
    const parts: Uint8Array[] = []
    await client.call(
      'fetchBody',
      {
        mailbox: { path: 'Sent', uidValidity: uidValidity ?? '' },
        uid: uid ?? 0,
        sections: [{ kind: 'source' }],
      },
      { onBytes: (_, bytes) => void parts.push(bytes) },
    )
    expect(Buffer.concat(parts).equals(await composed(full, uploads()))).toBe(true)
  })

  test('its exact length is declared before it is sent', async () => {
    const { server, through } = await startScripted()
    await submitDraft({ ...full, bcc: [] }, { from: through, uploads: uploads() })
    const size = /^MAIL FROM:<user1@ponte\.test> SIZE=(\d+)$/.exec(
      server.lines.find(({ line }) => line.startsWith('MAIL'))?.line ?? '',
    )?.[1]
    const plain = server.data[0]?.toString('latin1').replace(/^\./gm, '') ?? ''
    expect(Number(size)).toBe((await composed({ ...full, bcc: [] }, uploads())).length)
    // The receiver's line ends with CRLF, also where the message does not.
    expect([Number(size), Number(size) + 2]).toContain(plain.length)
  })

  test('a file of 10 MB arrives whole', async () => {
    const file = fileOf(10_000_000)
    const attachments = [{ name: 'big.bin', type: 'application/octet-stream', size: file.length }]
    const result = await submitDraft(draftOf({ attachments }), {
      uploads: new Map([[1, new Blob([file])]]),
    })
    expect(result).toMatchObject({ outcome: 'sent' })
    const mail = await PostalMime.parse(sink.messages[0]?.raw ?? '')
    expect(sha256(mail.attachments[0]?.content as ArrayBuffer)).toBe(sha256(file))
  })

  test('C4: a submission server that does not read stops the upload', async () => {
    let release = (): void => undefined
    const holdData = new Promise<void>((resolve) => (release = resolve))
    const { server, through } = await startScripted({ holdData })
    const file = new Uint8Array(20_000_000)
    let uploaded = 0
    const call = through.session.client.call(
      'submit',
      {
        envelope: { from: through.user, to: [through.user] },
        credentials: through.credentials,
        message: {
          kind: 'draft',
          draft: draftOf({ attachments: [{ name: 'x', type: 'a/b', size: file.length }] }),
        },
      },
      { uploads: new Map([[1, new Blob([file])]]), onUploaded: (bytes) => (uploaded += bytes) },
    )
    let last = -1
    let same = 0
    await until('the upload to stop', () => {
      same = uploaded > 0 && uploaded === last ? same + 1 : 0
      last = uploaded
      return same >= 25 ? true : undefined
    })
    // The kernel's buffers hold some; the rest has not left the browser.
    expect(uploaded).toBeLessThan(file.length * 0.75)
    release()
    expect(await call).toMatchObject({ outcome: 'sent' })
    expect(uploaded).toBe(file.length)
    expect(server.data[0]?.length).toBeGreaterThan(file.length * 1.3)
  })
})

describe('threat 28: smuggling', () => {
  const second = [
    'MAIL FROM:<evil@example.org>',
    'RCPT TO:<user2@ponte.test>',
    'DATA',
    'Subject: smuggled',
    '',
    'x',
  ]

  test.each([
    ['LF . LF', '\n.\n'],
    ['CR . CR', '\r.\r'],
    ['LF . CRLF', '\n.\r\n'],
    ['CR . CRLF', '\r.\r\n'],
    ['CRLF . LF', '\r\n.\n'],
    ['CRLF . CR', '\r\n.\r'],
    ['CRLF . CRLF', '\r\n.\r\n'],
    ['CRLF . NUL CRLF', '\r\n.\0\r\n'],
  ])('%s in an uploaded message: exactly one message is received, in lines of CRLF', async (_, end) => {
    const raw = `${SHORT_MESSAGE}${end}${second.join('\r\n')}${end}`
    expect(await submitter.submit(raw)).toMatchObject({ outcome: 'sent' })
    expect(sink.messages).toHaveLength(1)
    const canonical = raw.replace(/\r\n|\r|\n/g, '\r\n')
    expect(sink.messages[0]?.raw.toString('latin1')).toBe(canonical)
    expect(sink.messages[0]?.from).toBe(submitter.user)
  })

  test('a message without a last line break, and one that is a dot', async () => {
    for (const raw of ['.', '..', 'x', '\r', '\n', '.\r\n.\r\n']) {
      expect(await submitter.submit(raw)).toMatchObject({ outcome: 'sent' })
      const got = sink.messages.at(-1)?.raw.toString('latin1') ?? ''
      const canonical = raw.replace(/\r\n|\r|\n/g, '\r\n')
      expect(got.replace(/\r\n$/, '')).toBe(canonical.replace(/\r\n$/, ''))
    }
    expect(sink.messages).toHaveLength(6)
  })

  test('on the wire every line break is CRLF and every leading dot is doubled', async () => {
    const { server, through } = await startScripted()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('\r', '\n', '.', 'a', '\r\n', '\r\n.\r\n'), { minLength: 1, maxLength: 30 }),
        async (parts) => {
          server.data.length = 0
          expect(await through.submit(parts.join(''))).toMatchObject({ outcome: 'sent' })
          expect(server.data).toHaveLength(1)
          const text = server.data[0]?.toString('latin1') ?? ''
          expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
          const lines = text.split('\r\n').slice(0, -1)
          for (const line of lines) if (line.startsWith('.')) expect(line).toMatch(/^\.\./)
          const sent = parts.join('').replace(/\r\n|\r|\n/g, '\r\n')
          expect(lines.map((line) => line.replace(/^\.\./, '.')).join('\r\n')).toBe(sent.replace(/\r\n$/, ''))
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('threats 27 and 29: nothing but a message gets through', () => {
  const refused = async (call: Promise<unknown>): Promise<void> => {
    const before = sink.connections
    await expect(call).rejects.toMatchObject({ code: 'invalidArguments' })
    expect(sink.connections).toBe(before)
  }

  test.each([
    'a@b.c\r\nRCPT TO:<evil@x.y>',
    'a@b.c> SIZE=1',
    '<a@b.c>',
    'a b@c.d',
    'a@b.c\0',
    '',
    'a@',
    'a@b@c',
  ])('an envelope with %j is refused before anything is sent', async (address) => {
    await refused(submitter.submit(SHORT_MESSAGE, { to: [address] }))
  })

  const injected = 'x\r\nBcc: evil@example.org'
  const person = { name: 'Anna', address: 'a@b.c' }
  test.each<[string, Partial<DraftArgs>]>([
    ['subject', { subject: injected }],
    ['from.name', { from: { ...person, name: injected } }],
    ['to.0.address', { to: [{ ...person, address: `a@b.c\r\nX: y` }] }],
    ['cc.0.name', { cc: [{ ...person, name: injected }] }],
    ['replyTo.0.name', { replyTo: [{ ...person, name: injected }] }],
    ['messageId', { messageId: '<a@b>\r\nX: y' }],
    ['inReplyTo', { inReplyTo: '<a@b> <c@d>' }],
    ['references.0', { references: ['<a@b>\r\nX: y'] }],
    ['attachments.0.name', { attachments: [{ name: injected, type: 'a/b', size: 0 }] }],
    ['attachments.0.type', { attachments: [{ name: 'x', type: 'a/b; x=y\r\nX: y', size: 0 }] }],
    [
      'attachments.0.contentId',
      { attachments: [{ name: 'x', type: 'a/b', size: 0, contentId: 'a>\r\nX: y' }] },
    ],
    ['date', { date: 'yesterday' }],
    ['text', { text: { path: '/etc/passwd' } as unknown as string }],
    ['html', { html: { href: 'http://127.0.0.1/' } as unknown as string }],
    ['raw', { raw: { path: '/etc/passwd' } } as Partial<DraftArgs>],
    ['headers', { headers: { 'X-Evil': 'y' } } as Partial<DraftArgs>],
    [
      'attachments.0.path',
      { attachments: [{ name: 'x', type: 'a/b', size: 0, path: '/etc/passwd' } as never] },
    ],
    [
      'attachments.0.href',
      { attachments: [{ name: 'x', type: 'a/b', size: 0, href: 'http://x/' } as never] },
    ],
  ])('a draft with a wrong %s is refused by name', async (field, change) => {
    const call = submitDraft(draftOf(change))
    await refused(call)
    await call.catch((error: Error) => expect(error.message).toContain(`message.draft.${field}: `))
  })
})
