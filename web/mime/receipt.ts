import type { Address } from '../../shared/mail/address.ts'
import { parseAddressList } from './addressList.ts'
import { toBase64 } from './base64.ts'
import { fieldValues, type HeaderField } from './headerFields.ts'
import { isAmong, sameAddress } from './reply.ts'

/** Keyword of a message whose receipt was sent or refused, on every device (RFC 3503). */
export const RECEIPT_KEYWORD = '$MDNSent'

/** A receipt that the sender of a message asks for. */
export interface ReceiptRequest {
  to: Address
  /** It goes elsewhere than to where the message came from: the reader should know (RFC 8098 section 2.1). */
  elsewhere: boolean
}

/**
 * What a message's header asks for. Nothing where RFC 8098 forbids to answer, and nothing for mail that no person wrote to
 * this one: lists, machines, receipts themselves, and several addresses to tell.
 */
export function receiptAsked(
  header: readonly HeaderField[],
  { own, author }: { own: readonly string[]; author: string },
): ReceiptRequest | undefined {
  const value = (name: string): string => fieldValues(header, name)[0]?.trim() ?? ''
  const asked = fieldValues(header, 'Disposition-Notification-To')
  const { addresses, problems } = parseAddressList(asked.join(','))
  const [to] = addresses
  if (!to || addresses.length > 1 || problems.length > 0 || isAmong(to.address, own)) return undefined
  const isBulk = /^(?:bulk|list|junk)$/i.test(value('Precedence'))
  const isList = header.some(({ name }) => /^(?:list-(?:id|post|unsubscribe)|mailing-list)$/i.test(name))
  const isMachine = !/^(?:no\b.*)?$/i.test(value('Auto-Submitted'))
  const isReport = /^multipart\/report\b/i.test(value('Content-Type'))
  // What this page does not know must not be answered as if it did (section 2.2).
  const isRequired = /=\s*required\b/i.test(value('Disposition-Notification-Options'))
  if (isBulk || isList || isMachine || isReport || isRequired) return undefined
  const path = fieldValues(header, 'Return-Path')[0]
  const returned = path?.replace(/[<>\s]/g, '')
  if (returned === '') return undefined
  return { to, elsewhere: !sameAddress(to.address, returned ?? author) }
}

export interface Receipt {
  from: Address
  to: Address
  messageId: string
  date: Date
  /** The message that was read. */
  original: { messageId?: string | undefined; recipient?: string | undefined }
  /** Words for people, in the reader's language. */
  subject: string
  text: string
}

/** A disposition notification (RFC 8098): what was read and by whom, and nothing of where, how or by which program. */
export function composeReceipt(receipt: Receipt): Uint8Array<ArrayBuffer> {
  const { from, to, original, messageId } = receipt
  const boundary = `receipt-${messageId.replace(/[^A-Za-z0-9]/g, '').slice(0, 40)}`
  const id = original.messageId
  const lines = [
    `From: ${mailbox(from)}`,
    `To: ${mailbox(to)}`,
    `Subject: ${encoded(receipt.subject)}`,
    `Date: ${receipt.date.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageId}`,
    ...(id === undefined ? [] : [`In-Reply-To: ${id}`, `References: ${id}`]),
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=disposition-notification;',
    ` boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(toBase64(utf8(`${receipt.text}\r\n`)).match(/.{1,76}/g) ?? []),
    `--${boundary}`,
    'Content-Type: message/disposition-notification',
    '',
    ...(original.recipient === undefined ? [] : [`Original-Recipient: ${original.recipient}`]),
    `Final-Recipient: rfc822;${from.address}`,
    ...(id === undefined ? [] : [`Original-Message-ID: ${id}`]),
    'Disposition: manual-action/MDN-sent-manually; displayed',
    '',
    `--${boundary}--`,
    '',
  ]
  return new TextEncoder().encode(lines.join('\r\n'))
}

function mailbox({ name, address }: Address): string {
  return name === '' ? `<${address}>` : `${encoded(name)}\r\n <${address}>`
}

/** Bytes of text in one encoded word, which may have 75 characters (RFC 2047 section 2). */
const WORD_BYTES = 42

/** As encoded words, one a line; cut between characters, for each must be whole. */
function encoded(text: string): string {
  const words = ['']
  for (const character of text.replace(/[\r\n\0]+/g, ' ')) {
    const longer = `${words.at(-1)}${character}`
    if (utf8(longer).length <= WORD_BYTES) words[words.length - 1] = longer
    else words.push(character)
  }
  return words.map((word) => `=?utf-8?b?${toBase64(utf8(word))}?=`).join('\r\n ')
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
