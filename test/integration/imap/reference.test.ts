import { randomBytes } from 'node:crypto'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DraftInput } from '../../../shared/mail/draft.ts'
import { dovecotProvider, startTestBridge, type TestBridge, type TestSession } from '../../support/bridge.ts'
import { startDovecot, type Dovecot } from '../../support/dovecot.ts'
import { startIntrospection, type Introspection } from '../../support/introspection.ts'
import { startSmtpSink, type SmtpSink } from '../../support/smtpSink.ts'

const FILE = randomBytes(3 * 1024 * 1024 + 1)
const wrapped = (bytes: Buffer) => (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')
const ENCODED = wrapped(FILE)
const ORIGINAL = [
  'From: anna@ponte.test',
  'Subject: The file',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'Here it is.',
  '--b',
  'Content-Type: application/octet-stream; name=file.bin',
  'Content-Transfer-Encoding: base64',
  '',
  ENCODED,
  '--b',
  'Content-Type: text/plain; name=note.txt; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Perch=C3=A9 no?',
  '--b--',
  '',
].join('\r\n')

/** Forwarding with the original's files: they go from IMAP to IMAP and SMTP, never through the browser. */
describe('attachments by reference', () => {
  let introspection: Introspection
  let dovecot: Dovecot
  let smtp: SmtpSink
  let bridge: TestBridge
  let user: string

  beforeAll(async () => {
    introspection = await startIntrospection()
    dovecot = await startDovecot({ profile: 'outlook', introspectionUrl: introspection.url })
    user = dovecot.user(1)
    smtp = await startSmtpSink({ ca: dovecot.ca, checkToken: () => true })
    dovecot.append(user, 'INBOX', ORIGINAL)
    bridge = await startTestBridge([dovecotProvider(dovecot, { smtpPort: smtp.port })])
  })
  afterAll(async () => {
    await bridge.stop()
    await smtp.stop()
    await dovecot.stop()
    await introspection.stop()
  })

  const credentials = () => ({ provider: 'work', user, accessToken: introspection.issue(user) })

  /** @param side Whether the server lets a second connection in. */
  async function signedIn(side: boolean): Promise<{ session: TestSession; draft: DraftInput }> {
    const session = await bridge.connect()
    await session.client.call('authenticate', credentials())
    session.client.on('credentials', ({ lane }) => {
      const accessToken = side ? credentials().accessToken : 'refused'
      session.client.call('authenticate', { ...credentials(), lane, accessToken }).catch(() => undefined)
    })
    const { uidValidity } = await session.client.call('select', { path: 'INBOX' })
    const from = { mailbox: { path: 'INBOX', uidValidity }, uid: 1 }
    const draft: DraftInput = {
      from: { name: 'User One', address: user },
      to: [{ name: '', address: 'bruno@ponte.test' }],
      bcc: [{ name: '', address: 'secret@ponte.test' }],
      subject: 'Fwd: The file',
      text: 'See below.',
      messageId: '<fwd@ponte.test>',
      date: '2026-11-22T10:00:00.000Z',
      attachments: [
        {
          name: 'file.bin',
          type: 'application/octet-stream',
          size: ENCODED.length,
          from: { ...from, part: '2', encoding: 'base64' },
        },
        // A size that is not true, as Outlook tells it.
        {
          name: 'note.txt',
          type: 'text/plain',
          size: 999,
          from: { ...from, part: '3', encoding: 'quoted-printable' },
        },
        { name: 'original.eml', type: 'message/rfc822', size: ORIGINAL.length, from },
        { name: 'own.txt', type: 'text/plain', size: 5 },
      ],
    }
    return { session, draft }
  }

  const uploads = () => new Map([[4, new Blob(['Ciao!'])]])

  async function expectWhole(raw: Buffer): Promise<void> {
    const { attachments } = await PostalMime.parse(raw, {
      attachmentEncoding: 'arraybuffer',
      forceRfc822Attachments: true,
    })
    const bytes = attachments.map((one) => Buffer.from(one.content as ArrayBuffer))
    expect(attachments.map((one) => one.filename)).toEqual([
      'file.bin',
      'note.txt',
      'original.eml',
      'own.txt',
    ])
    expect(bytes[0]?.equals(FILE)).toBe(true)
    expect(bytes[1]?.toString().trimEnd()).toBe('Perché no?')
    // Verbatim: as it lies on the server.
    expect(raw.includes(ORIGINAL.trimEnd())).toBe(true)
    expect(bytes[3]?.toString()).toBe('Ciao!')
  }

  it('are sent', async () => {
    const { session, draft } = await signedIn(true)
    const result = await session.client.call(
      'submit',
      {
        envelope: { from: user, to: ['bruno@ponte.test'] },
        credentials: { kind: 'accessToken', accessToken: credentials().accessToken },
        message: { kind: 'draft', draft },
      },
      { uploads: uploads() },
    )
    expect(result.outcome).toBe('sent')
    const raw = smtp.messages.at(-1)?.raw ?? Buffer.alloc(0)
    expect(raw.toString()).not.toContain('secret@ponte.test')
    await expectWhole(raw)
    session.close()
  })

  it.each([true, false])('are appended (a second connection: %s)', async (side) => {
    const { session, draft } = await signedIn(side)
    const { uid } = await session.client.call(
      'append',
      { path: 'Sent', message: { kind: 'draft', draft } },
      { uploads: uploads() },
    )
    const { uidValidity } = await session.client.call('examine', { path: 'Sent' })
    const chunks: Uint8Array[] = []
    await session.client.call(
      'fetchBody',
      { mailbox: { path: 'Sent', uidValidity }, uid: uid ?? 0, sections: [{ kind: 'source' }] },
      { onBytes: (_stream, bytes) => void chunks.push(bytes.slice()) },
    )
    const raw = Buffer.concat(chunks)
    expect(raw.toString()).toContain('secret@ponte.test')
    await expectWhole(raw)
    session.close()
  })
})
