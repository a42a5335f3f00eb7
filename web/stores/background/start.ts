import { startBodyTidying } from './bodyTidying.ts'
import { startHeaderSync } from './headerSync.ts'
import { startReadAhead } from './readAhead.ts'

/**
 * What goes on behind what the user does, while the mail page is open: first the headers, which everything else goes by;
 * then bodies that will probably be opened next; last the bodies that nothing needs any more.
 */
export function startBackground(accountId: string): void {
  startHeaderSync(accountId)
  startReadAhead(accountId)
  startBodyTidying(accountId)
}
