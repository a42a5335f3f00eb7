import type { OpenMessage } from '../../mailbox/row.ts'
import { urlOf, useLinking } from '../../stores/linking/index.ts'

/** See openApart.ts. */
export function openTab(accountId: string, what: OpenMessage | string): void {
  const linking = useLinking(accountId)
  const link = typeof what === 'string' ? linking.folderLink(what) : linking.linkOf(what)
  // A tab of its own, that shares no storage with this one.
  window.open(urlOf(link), '_blank', 'noopener')
}
