import { PonteError } from '../../shared/protocol/errors.ts'
import type { ImapConnection } from './connection.ts'

/** @throws PonteError `unsupported` naming the capability, before anything is sent. */
export function requireCapability(connection: ImapConnection, name: string): void {
  if (connection.hasCapability(name)) return
  throw new PonteError('unsupported', { message: `${connection.host} does not offer ${name}.` })
}
