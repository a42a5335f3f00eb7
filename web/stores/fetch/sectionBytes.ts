import { PonteError } from '../../../shared/protocol/errors.ts'
import type { ArgsInput } from '../../../shared/protocol/command.ts'
import type { Commands } from '../../../shared/protocol/registry.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { createCollector } from '../kit/collector.ts'
import { isCancelled } from '../kit/failure.ts'

export interface SectionBytesOptions {
  mailbox: MailboxRef
  uid: number
  section: ArgsInput<Commands['fetchBody']>['sections'][number]
  /** Bytes kept at most; when more come, the rest is not fetched. */
  bound: number
  /** Marks as read: what some servers want, to hand a message out. */
  marks?: boolean
  signal: AbortSignal
  /** `user` when absent: somebody waits for it. */
  priority?: 'user' | 'background'
  onProgress?: (received: number) => void
}

export interface SectionBytes {
  bytes: Uint8Array<ArrayBuffer>
  /** There was more. */
  cut: boolean
}

/** One section of a message to be looked at in the page. @throws {PonteError} `unretrievable` when the server has it not */
export async function loadSection(
  client: Pick<BridgeClient, 'call'>,
  options: SectionBytesOptions,
): Promise<SectionBytes> {
  const { mailbox, uid, section, marks, bound, signal, priority = 'user', onProgress } = options
  const collected = createCollector(bound)
  const enough = new AbortController()
  let missing = false
  try {
    await client.call(
      'fetchBody',
      { mailbox, uid, sections: [section], ...(marks && { marks }) },
      {
        lane: 'side',
        priority,
        signal: AbortSignal.any([signal, enough.signal]),
        onRestart() {
          collected.clear()
          missing = false
        },
        onItem: () => void (missing = true),
        onBytes: (_stream, bytes) => {
          // The beginning of a chunk that reaches beyond the bound is shown as well.
          collected.add(bytes.subarray(0, Math.max(0, bound - collected.length)))
          if (bytes.length > 0) onProgress?.(collected.length)
          if (collected.length >= bound) enough.abort()
        },
      },
    )
  } catch (error) {
    if (!enough.signal.aborted || signal.aborted || !isCancelled(error)) throw error
  }
  if (missing) throw new PonteError('unretrievable')
  return { bytes: collected.bytes(), cut: enough.signal.aborted }
}
