import { formatNumberSet } from '../../../shared/mail/numberSet.ts'
import type { BodyPart } from '../../../shared/mail/bodyStructure.ts'
import { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { delay } from '../../delay.ts'
import { choosePartsToShow } from '../../mime/choosePartsToShow.ts'
import { searchableText } from '../../mime/searchableText.ts'
import { createCollector } from '../kit/collector.ts'
import { isCancelled } from '../kit/failure.ts'
import { partSection } from '../reading/index.ts'
import { MAX_READ_TEXT_BYTES, READ_AT_ONCE, SLOW_PAUSE_MS } from './limits.ts'

/** Behind everything the user does. */
const BEHIND = { lane: 'side', priority: 'background' } as const

export interface ReadTextsOptions {
  client: Pick<BridgeClient, 'call'>
  mailbox: MailboxRef
  /** In the order they are read. */
  uids: readonly number[]
  signal: AbortSignal
  /** The server has asked to be spared. */
  isSlow(): boolean
  /** @param text `undefined` where there is none, or the server does not hand it out. */
  onText(uid: number, text: string | undefined): void
}

/**
 * Reads the texts of messages, and nothing else of them: no pictures, no files, and `\Seen` stays as it is (BODY.PEEK).
 *
 * @throws {PonteError} when the way to the server is lost
 */
export async function readTexts(options: ReadTextsOptions): Promise<void> {
  const { client, mailbox, uids, signal, isSlow, onText } = options
  const structures = new Map<number, BodyPart>()
  await client.call(
    'fetch',
    { mailbox, messages: { by: 'uid', set: formatNumberSet(uids) }, fields: ['bodyStructure'] },
    {
      ...BEHIND,
      signal,
      onItem(row) {
        if (!Array.isArray(row) && row.uid !== undefined && row.bodyStructure)
          structures.set(row.uid, row.bodyStructure)
      },
    },
  )
  const left = [...uids]
  async function readOn(): Promise<void> {
    for (let uid = left.shift(); uid !== undefined; uid = left.shift()) {
      if (signal.aborted) return
      onText(uid, await readText({ ...options, uid, structure: structures.get(uid) }))
      if (isSlow()) await delay(SLOW_PAUSE_MS)
    }
  }
  // The next one is on its way while this one comes, unless the server wants rest.
  await Promise.all(Array.from({ length: isSlow() ? 1 : READ_AT_ONCE }, readOn))
}

async function readText({
  client,
  mailbox,
  uid,
  structure,
  signal,
}: ReadTextsOptions & { uid: number; structure: BodyPart | undefined }): Promise<string | undefined> {
  const chosen = choosePartsToShow(structure)
  const parts = chosen.body.filter(({ kind }) => kind !== 'image')
  if (parts.length === 0) return undefined
  const streams = parts.map(() => createCollector(MAX_READ_TEXT_BYTES))
  try {
    await client.call(
      'fetchBody',
      { mailbox, uid, sections: parts.map(({ part }) => partSection(part)) },
      {
        ...BEHIND,
        signal,
        onRestart: () => streams.forEach((stream) => stream.clear()),
        onBytes: (stream, bytes) => streams[stream]?.add(bytes),
      },
    )
  } catch (error) {
    if (isCancelled(error) || !isOfMessage(error)) throw error
    return undefined
  }
  return searchableText({ body: parts }, (at) => streams[at]?.bytes())
}

/** What one message alone is at fault for. */
function isOfMessage(error: unknown): boolean {
  return error instanceof PonteError && ['messageGone', 'unretrievable', 'serverNo'].includes(error.code)
}
