import { randomUUID } from 'node:crypto'
import type { Account, MailStore } from '../imap/store.ts'
import { incomingName } from '../mail/trace.ts'
import { endOfHeader, fieldValue, parseFields } from '../imap/mime/header.ts'

/** Who sends to whom, as SMTP's MAIL FROM and RCPT TO said. */
export interface Envelope {
  readonly from: string
  readonly to: readonly string[]
}

/**
 * Puts a submitted message where it belongs: into the INBOX of every recipient the store knows (all others are
 * accepted and dropped) and, as Outlook does by itself, into the Sent folder of who signed in.
 */
export function deliver(
  store: MailStore,
  message: { raw: Buffer; envelope: Envelope; filedBy: readonly string[] },
): void {
  const { envelope } = message
  const complete = withRequiredFields(message.raw)
  for (const sender of new Set(message.filedBy.map((user) => store.account(user))))
    sender?.append(sentFolder(sender), { raw: complete, flags: ['\\Seen'] })
  const delivered = Buffer.concat([trace(envelope), asReceived(complete)])
  for (const recipient of new Set(envelope.to.map((address) => store.account(address))))
    recipient?.append('INBOX', { raw: delivered })
}

function sentFolder(account: Account): string {
  return (
    account.list().find((mailbox) => mailbox.specialUse === '\\Sent') ?? account.create('Sent', '\\Sent')
  ).path
}

/** RFC 5321 section 4.4: what the delivering server puts on top. */
function trace(envelope: Envelope): Buffer {
  const lines = [
    `Return-Path: <${envelope.from}>`,
    `Received: from submission by demo with ESMTPSA;`,
    ` ${new Date().toUTCString().replace('GMT', '+0000')}`,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n`)
}

/** RFC 6409 section 8: a submission server adds the date and the Message-ID that are missing. */
function withRequiredFields(raw: Buffer): Buffer {
  const fields = parseFields(raw, 0, endOfHeader(raw, 0, raw.length))
  const missing = [
    ...(fieldValue(fields, 'date') === undefined
      ? [`Date: ${new Date().toUTCString().replace('GMT', '+0000')}\r\n`]
      : []),
    ...(fieldValue(fields, 'message-id') === undefined ? [`Message-ID: <${randomUUID()}@demo>\r\n`] : []),
  ]
  return missing.length > 0 ? Buffer.concat([Buffer.from(missing.join('')), raw]) : raw
}

/**
 * The message as its recipients get it. Nobody learns who got a blind copy (RFC 5322 section 3.6.3), and results that came
 * with it lose their name.
 */
function asReceived(raw: Buffer): Buffer {
  const pieces: Buffer[] = []
  let at = 0
  for (const { name, start, end } of parseFields(raw, 0, endOfHeader(raw, 0, raw.length))) {
    const hidden = /^(?:resent-)?bcc$/i.test(name)
    const renamed = incomingName(name)
    if (!hidden && renamed === name) continue
    pieces.push(raw.subarray(at, start))
    if (!hidden) pieces.push(Buffer.from(renamed), raw.subarray(raw.indexOf(0x3a, start), end))
    at = end
  }
  return Buffer.concat([...pieces, raw.subarray(at)])
}
