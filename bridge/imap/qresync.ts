import { PonteError } from '../../shared/protocol/errors.ts'
import { requireCapability } from './capability.ts'
import type { ImapConnection } from './connection.ts'
import { textOf } from './tokens.ts'

/**
 * ENABLE QRESYNC, RFC 7162 section 3.2.3, once a connection. From then on it tells VANISHED with UIDs instead of EXPUNGE with
 * sequence numbers. ENABLE is for when nothing is selected (RFC 5161 section 3.1), so a mailbox is left, and nothing expunged.
 *
 * @throws PonteError `unsupported`, where the server does not have it or did not enable it.
 */
export async function enableQresync(connection: ImapConnection): Promise<void> {
  if (connection.tellsVanished) return
  requireCapability(connection, 'QRESYNC')
  if (connection.selected) {
    requireCapability(connection, 'UNSELECT')
    await connection.exec('UNSELECT', [])
    connection.selected = undefined
  }
  await connection.exec('ENABLE', [{ type: 'ATOM', value: 'QRESYNC' }], {
    untagged: {
      ENABLED: ({ attributes = [] }) => {
        connection.tellsVanished ||= attributes.some((one) => textOf(one)?.toUpperCase() === 'QRESYNC')
      },
    },
  })
  if (!connection.tellsVanished)
    throw new PonteError('unsupported', { message: `${connection.host} did not enable QRESYNC.` })
}
