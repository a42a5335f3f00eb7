import { quota } from '../../shared/protocol/commands/quota.ts'
import { handle } from '../handler.ts'
import { requireCapability } from '../imap/capability.ts'
import type { TokenTree } from '../imap/library.ts'
import { mailboxArgument } from '../imap/mailboxName.ts'
import { isList, numberOf, textOf } from '../imap/tokens.ts'
import type { Result } from '../../shared/protocol/command.ts'

type Roots = Result<typeof quota>['roots']

// eslint-disable-next-line require-yield -- the answer is the result
export const quotaHandler = handle(quota, async function* ({ lane }, { path }) {
  const roots: Roots = []
  await lane.use({}, (imap) => {
    requireCapability(imap, 'QUOTA')
    return imap.exec('GETQUOTAROOT', [mailboxArgument(path)], {
      untagged: {
        QUOTA: (response) => {
          const [root, list] = response.attributes ?? []
          roots.push({ root: textOf(root) ?? '', resources: readResources(list) })
        },
      },
    })
  })
  return { roots }
})

function readResources(list: TokenTree | undefined): Roots[number]['resources'] {
  if (!isList(list)) return []
  const resources: Roots[number]['resources'] = []
  for (let index = 0; index + 2 < list.length; index += 3) {
    const name = textOf(list[index])
    const usage = numberOf(list[index + 1])
    const limit = numberOf(list[index + 2])
    if (name !== undefined && usage !== undefined && limit !== undefined)
      resources.push({ name: name.toUpperCase(), usage, limit })
  }
  return resources
}
