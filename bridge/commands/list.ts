import { list } from '../../shared/protocol/commands/list.ts'
import { handle } from '../handler.ts'
import { PRIORITY } from '../imap/jobQueue.ts'
import { listMailboxes } from '../imap/listMailboxes.ts'
import { resolveSpecialUse } from '../imap/specialUse.ts'

export const listHandler = handle(list, async function* ({ lane }, args) {
  const { reference, pattern, subscriptions } = args
  const entries = await lane.use({ priority: PRIORITY.user }, async (imap) => {
    const listed = await listMailboxes(imap, { command: 'LIST', reference, pattern })
    if (!subscriptions) return listed
    const subscribed = new Set(
      (await listMailboxes(imap, { command: 'LSUB', reference, pattern })).map((one) => one.path),
    )
    return listed.map((entry) => ({ ...entry, subscribed: subscribed.has(entry.path) }))
  })
  yield* resolveSpecialUse(entries)
  return {}
})
