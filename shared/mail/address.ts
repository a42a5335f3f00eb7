import * as v from 'valibot'
import { text } from '../protocol/values.ts'

/** A mailbox or group member of RFC 5322 section 3.4, decoded: `name` is the display name, `address` is `local@domain`. */
export interface Address {
  name: string
  /** Empty where the message has none (a group's name, a defect). */
  address: string
}

/** An address that mail is sent to or from. */
export const mailAddress = v.strictObject({
  name: text,
  address: v.pipe(
    v.string(),
    v.maxLength(320),
    // RFC 5321 dot-atom or quoted local part; never white space, angle brackets or controls, which could end the SMTP command.
    v.regex(
      /^(?:[^\s<>()[\]\\,;:@"\x00-\x1f\x7f]+|"[^\x00-\x1f\x7f<>"\\]+")@(?:[^\s<>()[\]\\,;:@"\x00-\x1f\x7f]+|\[[0-9A-Fa-f:.]+\])$/u,
      'must be a mail address such as anna@example.org',
    ),
  ),
})
