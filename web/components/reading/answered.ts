import type { OpenMessage } from '../../mailbox/row.ts'
import type { MessageBody } from '../../stores/reading/index.ts'

/** A message that is answered or forwarded, with what is shown of it. */
export interface Answered {
  message: OpenMessage
  body: MessageBody
}
