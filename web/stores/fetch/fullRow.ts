import { PonteError } from '../../../shared/protocol/errors.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import type { ListRow, OpenMessage } from '../kit/listRow.ts'
import { loadRows } from './rowLoader.ts'

/**
 * The message with its whole row: one from the index lacks the structure that opening takes, and the addresses that an
 * answer takes.
 *
 * @throws {PonteError} `messageGone` when it is not there any more
 */
export async function withFullRow(
  client: BridgeClient,
  message: OpenMessage,
  signal: AbortSignal,
): Promise<OpenMessage> {
  const { row, mailbox } = message
  if (!row.partial) return message
  let full: ListRow | undefined
  const ask = async (): Promise<void> => {
    const onRows = (rows: readonly ListRow[]): void => void (full = rows.find(({ uid }) => uid === row.uid))
    await loadRows(client, { mailbox, by: 'uid', numbers: [row.uid], signal, onRows })
  }
  await ask()
  if (!full) {
    // The index has it from another connection: this one may not have been told of it yet.
    await client.call('noop', {}, { signal })
    await ask()
  }
  if (!full) throw new PonteError('messageGone')
  return { row: full, mailbox }
}
