import type { BridgeClient } from '../../bridge/types.ts'
import type { ListRow } from '../kit/listRow.ts'
import * as rows from './rowWindow.ts'

type Window = rows.RowWindow<ListRow>

export interface MailboxListener {
  /** Whether SELECT has answered: until then its answer will tell more than what comes before it. */
  isOpen(): boolean
  isCurrent(mailbox: { mailbox: string; uidValidity: string }): boolean
  window(): Window
  change(next: (window: Window) => Window): void
  /** The flags of one message as they are now. */
  changeRow(uid: number, change: Partial<ListRow>): void
  /** A message went; `undefined` when nobody can tell which. */
  gone(uid: number | undefined): void
  uidNext(next: number | undefined): void
  knownUidNext(): number | undefined
  /** The mailbox was replaced under us: select it anew. */
  reopen(): void
  refreshFlags(): void
}

/** What the server tells unasked about the mailbox on screen, as changes of its rows. */
export function followMailbox(client: BridgeClient, listener: MailboxListener): void {
  client.on('exists', (event) => {
    if (!listener.isOpen() || !listener.isCurrent(event)) return
    listener.change((window) => {
      // Where the server does not tell, UIDNEXT grew at least by as many as came: too low a guess only costs a refetch.
      const known = listener.knownUidNext()
      const came = Math.max(0, event.exists - window.exists)
      listener.uidNext(event.uidNext ?? (known === undefined ? undefined : known + came))
      return rows.grown(window, event.exists)
    })
  })
  client.on('expunge', (event) => {
    if (!listener.isOpen() || !listener.isCurrent(event)) return
    const { seq } = event
    const uid = event.uid ?? (seq === undefined ? undefined : listener.window().rows.get(seq)?.uid)
    if (seq !== undefined) listener.change((window) => rows.expunged(window, seq))
    else if (uid !== undefined) listener.change((window) => rows.vanished(window, uid))
    listener.gone(uid)
  })
  client.on('flags', (event) => {
    if (!listener.isCurrent(event)) return
    // The UID where the server tells it: a number that just shifted must not mark another message.
    const uid = event.uid ?? listener.window().rows.get(event.seq)?.uid
    if (uid !== undefined) listener.changeRow(uid, { flags: event.flags })
    listener.change((window) => window)
  })
  client.on('resync', (event) => {
    if (!listener.isCurrent(event)) {
      listener.reopen()
      return
    }
    const uidNextGrowth = rows.uidNextGrowth(listener.knownUidNext(), event.uidNext)
    listener.uidNext(event.uidNext)
    listener.change((window) => rows.resynced(window, { exists: event.exists, uidNextGrowth }))
    listener.refreshFlags()
  })
}
