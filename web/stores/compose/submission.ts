import { delay } from '../../delay.ts'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import type { Sender } from '../../mime/senders.ts'
import { findById } from '../fetch/index.ts'
import { checkRecipients, toMessage, type ComposerDraft } from './draft.ts'
import { uploadsOf } from './draftFiles.ts'
import { FILE_PAUSE_MS, FILE_TRIES } from './limits.ts'
import { failureEvent, outcomeEvent, type SendEvent, type SendStep } from './outgoing.ts'

export interface SubmissionOptions {
  client: BridgeClient
  /** Whom a draft is sent as; `undefined` while nobody has said it. */
  sender: (draft: ComposerDraft) => Sender | undefined
  /** The bridge stores no credentials, so each submission brings its own. */
  credentials: () => Promise<ArgsInput<Commands['submit']>['credentials']>
  /** There is a connection. */
  isReady: () => boolean
}

/** The calls that send a message and put its copy into the Sent folder. */
export function createSubmission({ client, sender, credentials, isReady }: SubmissionOptions) {
  /** @returns what became of it; never rejects */
  async function submit(
    draft: ComposerDraft,
    on: { uploaded(bytes: number): void; step(step: SendStep): void },
  ): Promise<SendEvent> {
    const from = sender(draft)
    // `preflight` has asked for it before.
    if (!from) return { kind: 'failed', failure: { step: 'sender' } }
    let fresh
    try {
      fresh = await credentials()
      if (!isReady()) return { kind: 'failed', failure: { step: 'interrupted' } }
    } catch (error) {
      // The identity provider failed, not the bridge: nothing has left this page.
      const event = failureEvent(error)
      return event.kind === 'lost' ? { kind: 'failed', failure: { step: 'authenticate' } } : event
    }
    try {
      const outcome = await client.call(
        'submit',
        {
          envelope: { from: from.address, to: checkRecipients(draft).envelope },
          credentials: fresh,
          message: messageOf(draft, from),
        },
        { uploads: uploadsOf(draft.files), onUploaded: on.uploaded, onItem: ({ step }) => on.step(step) },
      )
      return outcomeEvent(outcome)
    } catch (error) {
      return failureEvent(error)
    }
  }

  function messageOf(draft: ComposerDraft, from: Sender) {
    return { kind: 'draft', draft: toMessage(draft, from, new Date()) } as const
  }

  /** Finding it proves that it was sent; not finding it proves nothing. */
  async function isIn(path: string, { messageId }: ComposerDraft): Promise<boolean> {
    const { uids } = await findById(client, path, messageId)
    return uids.length > 0
  }

  /**
   * Appends the same bytes, read. Tries several times, and before each new try looks whether the last one got there.
   * @param unsure An earlier page may have appended it already.
   * @throws {PonteError} after the last try
   */
  async function copyTo(path: string, draft: ComposerDraft, unsure: boolean): Promise<void> {
    const from = sender(draft)
    if (!from) return
    for (let turn = 1; ; turn++) {
      try {
        if ((unsure || turn > 1) && (await isIn(path, draft))) return
        await client.call(
          'append',
          { path, flags: ['\\Seen'], message: messageOf(draft, from) },
          { lane: 'side', uploads: uploadsOf(draft.files) },
        )
        return
      } catch (error) {
        if (turn === FILE_TRIES) throw error
        await delay(FILE_PAUSE_MS * turn)
      }
    }
  }

  return { submit, isIn, copyTo }
}

export type Submission = ReturnType<typeof createSubmission>
