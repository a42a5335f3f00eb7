import type { OpenMessage } from '../../stores/listRow.ts'
import type { MessageBody } from '../../stores/messageBody.ts'

/** A message that is answered or forwarded, with what is shown of it. */
export interface Answered {
  message: OpenMessage
  body: MessageBody
}
