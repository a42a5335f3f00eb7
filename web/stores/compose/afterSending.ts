import type { BridgeClient } from '../../bridge/types.ts'
import { FILE_PAUSE_MS, FILE_TRIES } from './composeLimits.ts'
import { toMessage, type ComposerDraft } from './draft.ts'
import { uploadsOf } from './draftFiles.ts'
import type { Refused } from './outgoing.ts'
import type { Toast } from '../kit/toasts.ts'
import { findById } from '../fetch/findMessages.ts'

export interface AfterSendingOptions {
  client: BridgeClient
  user: string
}

/** What a server that does not do it by itself needs done when a message has been sent. */
export function createAfterSending({ client, user }: AfterSendingOptions) {
  /**
   * The same bytes, in the Sent folder, read. Tries again; before that it looks whether the last try got there.
   * @param again The page was gone meanwhile: the copy may be there already.
   * @throws {PonteError} after the last try
   */
  async function fileInSent(draft: ComposerDraft, path: string, again: boolean): Promise<void> {
    for (let turn = 1; ; turn++) {
      try {
        if (again || turn > 1) {
          const { uids } = await findById(client, path, draft.messageId)
          if (uids.length > 0) return
        }
        await client.call(
          'append',
          {
            path,
            flags: ['\\Seen'],
            message: { kind: 'draft', draft: toMessage(draft, user, new Date()) },
          },
          { lane: 'side', uploads: uploadsOf(draft.files) },
        )
        return
      } catch (error) {
        if (turn === FILE_TRIES) throw error
        await new Promise((resolve) => setTimeout(resolve, FILE_PAUSE_MS * turn))
      }
    }
  }

  /** The mail is sent; a mark that could not be made is not worth a word. */
  async function markOriginal({ original }: ComposerDraft): Promise<void> {
    if (!original) return
    const { mailbox, uid, flag } = original
    const change = { action: 'add' as const, flags: [flag] }
    const messages = { by: 'uid', set: String(uid) } as const
    await client
      .call('store', { mailbox: { ...mailbox }, messages, change, silent: true })
      .catch(() => undefined)
  }

  return { fileInSent, markOriginal }
}

/** What the writer is told when it went; recipients the server refused are named, with its words. */
export function sentToast(refused: readonly Refused[]): Omit<Toast, 'id'> {
  const [first] = refused
  if (!first) return { text: 'compose.toast.sent' }
  const addresses = refused.map(({ address }) => address).join(', ')
  return { text: 'compose.toast.sentButRefused', values: { addresses }, failed: true, server: first.server }
}
