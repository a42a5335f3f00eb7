import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { parseHeader } from '../../../../web/mime/headerFields.ts'
import { composeReceipt, receiptAsked } from '../../../../web/mime/receipt.ts'

const ASKED = 'Disposition-Notification-To: Anna <anna@x.example>'
const asked = (...lines: string[]) =>
  receiptAsked(parseHeader(Buffer.from([...lines, '', ''].join('\r\n'))), {
    own: ['me@x.example'],
    author: 'anna@x.example',
  })

describe('a receipt that is asked for', () => {
  it.each([
    ['to the author', [ASKED], false],
    ['to where it came from', [ASKED, 'Return-Path: <ANNA@x.example>'], false],
    ['to somebody else than the author', ['Disposition-Notification-To: <b@y.example>'], true],
    ['to somebody else than where it came from', [ASKED, 'Return-Path: <bounce@y.example>'], true],
  ])('goes %s', (_, lines, elsewhere) => {
    expect(asked(...lines)).toMatchObject({ elsewhere })
  })

  it.each([
    ['nobody asks', []],
    ['it came from nobody', [ASKED, 'Return-Path: <>']],
    ['it is from a list', [ASKED, 'List-Id: <news.example>']],
    ['it is a mailing', [ASKED, 'Precedence: bulk']],
    ['a machine wrote it', [ASKED, 'Auto-Submitted: auto-generated']],
    ['it is a receipt', [ASKED, 'Content-Type: multipart/report; report-type=disposition-notification']],
    ['several want it', ['Disposition-Notification-To: a@x.example, b@y.example']],
    ['it names nobody', ['Disposition-Notification-To: undisclosed']],
    ['it comes back to the reader', ['Disposition-Notification-To: ME@x.example']],
    ['it wants what is not known here', [ASKED, 'Disposition-Notification-Options: x=required,y']],
  ])('is none where %s', (_, lines) => {
    expect(asked(...lines)).toBeUndefined()
  })
})

it('a receipt says what was opened, by whom, and no more; lines stay short in any script', async () => {
  const bytes = composeReceipt({
    from: { name: 'Giulia, « la più lunga » '.repeat(4), address: 'giulia@x.example' },
    to: { name: '', address: 'anna@x.example' },
    messageId: '<r@x.example>',
    date: new Date(Date.UTC(2026, 10, 28)),
    original: { messageId: '<m@x.example>', recipient: 'rfc822;g@x.example' },
    subject: `Letto: ${'漢字🙂'.repeat(30)}\r\nBcc: x@y.example`,
    text: 'È stato aperto.',
  })
  const raw = Buffer.from(bytes).toString()
  expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
  expect(raw).not.toMatch(/[^\x00-\x7f]|^Bcc/im)
  const mail = await PostalMime.parse(bytes, { attachmentEncoding: 'utf8' })
  expect(mail).toMatchObject({
    from: { name: 'Giulia, « la più lunga » '.repeat(4), address: 'giulia@x.example' },
    subject: `Letto: ${'漢字🙂'.repeat(30)} Bcc: x@y.example`,
    inReplyTo: '<m@x.example>',
  })
  expect(mail.text?.trim()).toBe('È stato aperto.')
  const report = mail.attachments.find(({ mimeType }) => mimeType === 'message/disposition-notification')
  expect(String(report?.content).trim().split(/\r?\n/)).toEqual([
    'Original-Recipient: rfc822;g@x.example',
    'Final-Recipient: rfc822;giulia@x.example',
    'Original-Message-ID: <m@x.example>',
    'Disposition: manual-action/MDN-sent-manually; displayed',
  ])
})
