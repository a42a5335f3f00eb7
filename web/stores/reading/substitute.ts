import { shallowRef } from 'vue'
import type { BridgeClient } from '../../bridge/types.ts'
import type { OpenMessage } from '../../mailbox/row.ts'
import { parseHeader, type HeaderField } from '../../mime/headerFields.ts'
import { loadSection } from '../fetch/index.ts'
import { readAttachedMessage } from './attachedMessage.ts'
import { MAX_BODY_BYTES } from './limits.ts'
import type { MessageBody } from './messageBody.ts'

/**
 * What a server hands out for a message that it cannot convert: Exchange has a substitute for who asks for `BODY[]` whole and
 * without PEEK, which marks as read (OfflineIMAP #62).
 *
 * @throws {PonteError} `unretrievable` when there is none either
 */
export async function loadSubstitute(
  client: BridgeClient,
  { row, mailbox }: OpenMessage,
  signal: AbortSignal,
): Promise<MessageBody> {
  const { bytes, cut } = await loadSection(client, {
    mailbox,
    uid: row.uid,
    section: { kind: 'source' },
    marks: true,
    bound: MAX_BODY_BYTES,
    signal,
  })
  const { parts, pictures, release } = await readAttachedMessage(bytes)
  return {
    parts,
    pictures,
    // Its structure is not that of the message in the list, so that no part of it can be asked for.
    attachments: [],
    inline: new Map(),
    missing: 0,
    cut,
    form: 'html',
    choice: false,
    encrypted: false,
    raw: false,
    header: shallowRef<readonly HeaderField[] | undefined>(parseHeader(bytes)),
    release,
  }
}
