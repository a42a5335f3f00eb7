import { id } from '../../shared/protocol/commands/id.ts'
import { handle } from '../handler.ts'
import { requireCapability } from '../imap/capability.ts'
import { isList, textOf } from '../imap/tokens.ts'

// eslint-disable-next-line require-yield -- the answer is the result
export const idHandler = handle(id, async function* ({ lane }) {
  const server: Record<string, string> = {}
  await lane.use({}, (imap) => {
    requireCapability(imap, 'ID')
    return imap.exec('ID', [['name', 'Ponte'].map((value) => ({ type: 'STRING' as const, value }))], {
      untagged: {
        ID: (response) => {
          const list = response.attributes?.[0]
          if (!isList(list)) return
          for (let index = 0; index + 1 < list.length; index += 2) {
            const key = textOf(list[index])?.toLowerCase()
            const value = textOf(list[index + 1])
            if (key !== undefined && key !== '__proto__' && value !== undefined) server[key] = value
          }
        },
      },
    })
  })
  return { server }
})
