import { PonteError } from '../../shared/protocol/errors.ts'
import type { ImapConnection } from './connection.ts'

/**
 * Before a change: some servers (Dovecot) answer OK to a STORE in a mailbox opened for reading only, and ignore it.
 * @throws PonteError `readOnly`.
 */
export function requireWritable(connection: ImapConnection): void {
  if (connection.selected?.readOnly) throw new PonteError('readOnly')
}

/** @throws PonteError `unsupported` naming the capability, before anything is sent. */
export function requireCapability(connection: ImapConnection, name: string): void {
  if (connection.hasCapability(name)) return
  throw new PonteError('unsupported', { message: `${connection.host} does not offer ${name}.` })
}
