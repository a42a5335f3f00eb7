import type { Context } from '../context.ts'
import { multipartEntity, serialize, textEntity } from '../mime.ts'
import type { Entity } from '../types.ts'

/** A report that a message could not be delivered (RFC 3462, RFC 3464), with the header fields of that message. */
export function bounceEntity(context: Context, messageId: string): Entity {
  const failed = 's.pavann@vetreriapavan.example'
  const status = [
    'Reporting-MTA: dns;mail.protection.outlook.example',
    '',
    `Final-Recipient: rfc822;${failed}`,
    'Action: failed',
    'Status: 5.1.1',
    'Remote-MTA: dns;mx1.vetreriapavan.example',
    `Diagnostic-Code: smtp;550 5.1.1 <${failed}>: Recipient address rejected: User unknown`,
    '',
  ].join('\r\n')
  const returned = serialize(
    [
      ['From', `${context.me.address}`],
      ['To', failed],
      ['Subject', 'Misure del tavolo'],
      ['Message-ID', `<${messageId}>`],
    ],
    Buffer.alloc(0),
  )
  return multipartEntity({
    ...{ subtype: 'report', parameters: '; report-type=delivery-status' },
    parts: [
      textEntity({
        text:
          `Your message to ${failed} could not be delivered.\n\nThe address does not exist at vetreriapavan.example. Check it for a ` +
          'slip of the keyboard and send the message again.',
      }),
      { headers: [['Content-Type', 'message/delivery-status']], body: Buffer.from(status) },
      { headers: [['Content-Type', 'text/rfc822-headers']], body: returned },
    ],
  })
}
