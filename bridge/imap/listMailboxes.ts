import type { MailboxEntry } from '../../shared/mail/mailbox.ts'
import type { ImapConnection } from './connection.ts'
import type { ParsedResponse } from './library.ts'
import { decodeMailboxName, patternArgument } from './mailboxName.ts'
import { textOf, textsOf } from './tokens.ts'

/** LIST or LSUB, RFC 3501 sections 6.3.8 and 6.3.9. `RETURN` is never sent: Outlook answers it with BAD. */
export async function listMailboxes(
  connection: ImapConnection,
  options: { command: 'LIST' | 'LSUB'; reference: string; pattern: string },
): Promise<MailboxEntry[]> {
  const entries = new Map<string, MailboxEntry>()
  await connection.exec(
    options.command,
    [patternArgument(options.reference), patternArgument(options.pattern)],
    {
      untagged: {
        [options.command]: (response) => {
          const entry = toEntry(response)
          if (entry) entries.set(entry.path, entry)
        },
      },
    },
  )
  return [...entries.values()]
}

function toEntry(response: ParsedResponse): MailboxEntry | undefined {
  const [attributes, delimiterToken, nameToken] = response.attributes ?? []
  const rawName = textOf(nameToken)
  if (rawName === undefined) return undefined
  const delimiter = textOf(delimiterToken) || null
  const flags = textsOf(attributes)
  // Some servers list a parent with the delimiter behind it.
  const trimmed =
    delimiter !== null && rawName.length > 1 && rawName.endsWith(delimiter) ? rawName.slice(0, -1) : rawName
  const path = decodeMailboxName(trimmed)
  const name = delimiter === null ? path : path.slice(path.lastIndexOf(delimiter) + 1)
  const selectable = !flags.some((flag) => /^\\(?:noselect|nonexistent)$/i.test(flag))
  return { path, name, delimiter, flags, selectable }
}
