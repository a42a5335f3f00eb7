import type { MailboxEntry } from '../../shared/mail/mailbox.ts'
import type { ImapConnection } from './connection.ts'
import type { ParsedResponse } from './library.ts'
import { decodeMailboxName, isMailboxName, patternArgument } from './mailboxName.ts'
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
          entries.set(entry.path, entry)
        },
      },
    },
  )
  return [...entries.values()]
}

function toEntry(response: ParsedResponse): MailboxEntry {
  const [attributes, delimiterToken, nameToken] = response.attributes ?? []
  // NIL is no name either (RFC 3501 section 7.2.2).
  const rawName = textOf(nameToken) ?? ''
  const delimiter = textOf(delimiterToken) || null
  const flags = textsOf(attributes)
  // Some servers list a parent with the delimiter behind it.
  const trimmed =
    delimiter !== null && rawName.length > 1 && rawName.endsWith(delimiter) ? rawName.slice(0, -1) : rawName
  const lastLevel = (path: string): string =>
    delimiter === null ? path : path.slice(path.lastIndexOf(delimiter) + 1)
  // As sent: decoding what is no name loses letters, and could yield the name of another mailbox.
  if (!isMailboxName(trimmed))
    return {
      path: trimmed,
      name: readable(lastLevel(trimmed)),
      delimiter,
      flags,
      selectable: false,
      unnameable: true,
    }
  const path = decodeMailboxName(trimmed)
  const selectable = !flags.some((flag) => /^\\(?:noselect|nonexistent)$/i.test(flag))
  return { path, name: lastLevel(path), delimiter, flags, selectable }
}

/** Letters in place of what has no picture. */
function readable(name: string): string {
  // eslint-disable-next-line no-control-regex -- controls are what is being replaced
  return name.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd')
}
