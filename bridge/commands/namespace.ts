import { namespace } from '../../shared/protocol/commands/namespace.ts'
import { handle } from '../handler.ts'
import { requireCapability } from '../imap/capability.ts'
import type { TokenTree } from '../imap/library.ts'
import { decodeMailboxName } from '../imap/mailboxName.ts'
import { isList, textOf } from '../imap/tokens.ts'

interface Space {
  prefix: string
  delimiter: string | null
}

// eslint-disable-next-line require-yield -- the answer is the result
export const namespaceHandler = handle(namespace, async function* ({ lane }) {
  let spaces: Space[][] = []
  await lane.use({}, (imap) => {
    requireCapability(imap, 'NAMESPACE')
    return imap.exec('NAMESPACE', [], {
      untagged: {
        NAMESPACE: (response) => {
          spaces = (response.attributes ?? []).map(readSpaces)
        },
      },
    })
  })
  return { personal: spaces[0] ?? [], others: spaces[1] ?? [], shared: spaces[2] ?? [] }
})

function readSpaces(list: TokenTree): Space[] {
  if (!isList(list)) return []
  return list.filter(isList).map((one) => ({
    prefix: decodeMailboxName(textOf(one[0]) ?? ''),
    delimiter: textOf(one[1]) ?? null,
  }))
}
