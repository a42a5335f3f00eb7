import type { OpenMessage } from '../../stores/kit/listRow.ts'
import type { MessageBody } from '../../stores/reading/messageBody.ts'

/** A message that is answered or forwarded, with what is shown of it. */
export interface Answered {
  message: OpenMessage
  body: MessageBody
}
