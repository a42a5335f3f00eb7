import { useBlocking } from '../blocking/index.ts'
import { useFolders } from '../folders/index.ts'
import { useHeaderIndex } from '../index/headerIndex.ts'
import { useSettings } from '../kit/settings.ts'
import { useArrangement, useMessages } from '../list/index.ts'
import { useMailbox } from '../mailbox/index.ts'
import { useBodyCache, useReading } from '../reading/index.ts'
import { useSearch, useSearchEverywhere } from '../search/index.ts'
import { useSession } from '../session/index.ts'
import { startBodyTidying } from './bodyTidying.ts'
import { startHeaderSync } from './headerSync.ts'
import { startJunkFiling } from './junkFiling.ts'
import { startReadAhead } from './readAhead.ts'

/**
 * What goes on behind what the user does, while the mail page is open: first the headers, which everything else goes by;
 * then bodies that will probably be opened next; last the bodies that nothing needs any more.
 */
export function startBackground(accountId: string): void {
  const session = useSession(accountId)
  const folders = useFolders(accountId)
  const messages = useMessages(accountId)
  const headers = useHeaderIndex(accountId)
  const bodies = useBodyCache(accountId)
  const settings = useSettings()
  startHeaderSync({
    session,
    mailboxes: useMailbox(accountId),
    messages,
    folders,
    headers,
    arrangement: useArrangement(accountId),
    settings,
    search: useSearch(accountId),
    everywhere: useSearchEverywhere(accountId),
  })
  startReadAhead({ messages, reading: useReading(accountId), bodies })
  startJunkFiling({ session, folders, mailbox: useMailbox(accountId), blocking: useBlocking(accountId) })
  startBodyTidying({ session, folders, messages, headers, settings, bodies })
}
