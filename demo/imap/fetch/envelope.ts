import { type EnvelopeAddress, parseAddresses } from '../mime/address.ts'
import { fieldValue, type HeaderField } from '../mime/header.ts'
import { imapNstring } from '../wire/output.ts'

/** RFC 3501 section 7.4.2: date, subject, from, sender, reply-to, to, cc, bcc, in-reply-to, message-id. */
export function formatEnvelope(fields: readonly HeaderField[]): string {
  const text = (name: string): string => imapNstring(fieldValue(fields, name))
  const addresses = (name: string): string =>
    formatAddresses(
      fields
        .filter((field) => field.name.toLowerCase() === name)
        .flatMap((field) => parseAddresses(field.value)),
    )
  const from = addresses('from')
  const orFrom = (list: string): string => (list === 'NIL' ? from : list)
  const parts = [
    text('date'),
    text('subject'),
    from,
    orFrom(addresses('sender')),
    orFrom(addresses('reply-to')),
    addresses('to'),
    addresses('cc'),
    addresses('bcc'),
    text('in-reply-to'),
    text('message-id'),
  ]
  return `(${parts.join(' ')})`
}

function formatAddresses(addresses: readonly EnvelopeAddress[]): string {
  if (addresses.length === 0) return 'NIL'
  const format = ({ name, mailbox, host }: EnvelopeAddress): string =>
    `(${imapNstring(name)} NIL ${imapNstring(mailbox)} ${imapNstring(host)})`
  return `(${addresses.map(format).join('')})`
}
