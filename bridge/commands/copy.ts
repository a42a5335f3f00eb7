import { copy } from '../../shared/protocol/commands/copy.ts'
import { handle } from '../handler.ts'
import { copyUid } from '../imap/copyUid.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'
import { commandFor, setArgument } from '../imap/messageSet.ts'

// eslint-disable-next-line require-yield -- COPY's answer is one
export const copyHandler = handle(copy, async function* ({ lane }, { mailbox, messages, destination }) {
  const tagged = await lane.use({ mailbox, bySequence: messages.by === 'sequence' }, (imap) =>
    imap.exec(commandFor('COPY', messages), [setArgument(messages.set), mailboxArgument(destination)]),
  )
  return copyUid(tagged)
})
