import type { MailboxState } from '../../shared/mail/mailbox.ts'
import type { PonteError } from '../../shared/protocol/errors.ts'
import type { BridgeEvent, CredentialsEvent, LaneName, ResyncEvent } from '../../shared/protocol/events.ts'
import type { ConnectionListener, ImapConnection } from './connection.ts'
import { toMessageRow } from './toMessage.ts'

/**
 * Turns what a connection tells of the watched mailbox into the session's events (rule C8). Of a mailbox it is in for
 * an errand it tells nothing: each connection has numbers of its own, and those of two of them must not be mixed.
 */
export function laneListener(
  connection: ImapConnection,
  to: {
    watched: { is(path: string): boolean }
    emit: (event: BridgeEvent) => void
    onLost: (reason: PonteError) => void
  },
): ConnectionListener {
  const inMailbox = (emit: (where: { mailbox: string; uidValidity: string }) => void): void => {
    const { selected } = connection
    if (selected && to.watched.is(selected.path))
      emit({ mailbox: selected.path, uidValidity: selected.uidValidity })
  }
  return {
    onExists: (exists) => inMailbox((where) => to.emit({ type: 'exists', ...where, exists })),
    onExpunge: (seq) => inMailbox((where) => to.emit({ type: 'expunge', ...where, seq })),
    onFetch: (response) =>
      inMailbox((where) => {
        const row = toMessageRow(response)
        if (!row?.flags) return
        const { seq, uid, flags, modSeq } = row
        to.emit({ type: 'flags', ...where, seq, flags, ...(uid && { uid }), ...(modSeq && { modSeq }) })
      }),
    onAlert: (text) => to.emit({ type: 'alert', text }),
    onClosed: to.onLost,
  }
}

export function resyncEvent(state: MailboxState): ResyncEvent {
  const { path, uidValidity, exists, uidNext } = state
  return { type: 'resync', mailbox: path, uidValidity, exists, ...(uidNext && { uidNext }) }
}

/** Asks for a lost lane's credentials again; the bridge kept none. */
export function credentialsEvent(lane: LaneName, reason: PonteError): CredentialsEvent {
  return {
    type: 'credentials',
    lane,
    reason: reason.code === 'tokenExpired' ? 'expired' : 'reconnect',
    code: reason.code,
    ...(reason.server && { server: reason.server }),
  }
}
