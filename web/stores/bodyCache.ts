import { choosePartsToShow, type BodyForm } from '../mime/choosePartsToShow.ts'
import { defineKeyedStore } from './keyed.ts'
import type { OpenMessage } from './listRow.ts'
import {
  buildBody,
  receiveBody,
  type LoadBodyOptions,
  type MessageBody,
  type Received,
} from './messageBody.ts'
import { MAX_AHEAD_BYTES, MAX_KEPT_BODIES, MAX_KEPT_BODY_BYTES } from './readingLimits.ts'
import { useSession } from './session.ts'

/**
 * Messages that were read, or will probably be read next: what is here is shown without asking the server. A message never
 * changes (RFC 3501 section 2.3.1.1), so nothing here grows stale. In memory alone.
 */
export const useBodyCache = defineKeyedStore('bodyCache', (accountId) => {
  const session = useSession(accountId)
  /** The longest unused first. */
  const kept = new Map<string, Received>()

  /** What is shown of a message that is here; `undefined` when it takes asking. */
  function atHand(message: OpenMessage, form?: BodyForm): MessageBody | undefined {
    const key = keyOf(message, form)
    const known = kept.get(key)
    if (!known) return undefined
    keep(key, known)
    return buildBody(message, known, form)
  }

  /** All that is shown of a message. @throws PonteError */
  async function load(message: OpenMessage, options: LoadBodyOptions): Promise<MessageBody> {
    const known = atHand(message, options.form)
    if (known) return known
    const received = await receiveBody(session.client, message, options)
    keepWhole(message, received, options.form)
    return buildBody(message, received, options.form)
  }

  /** Fetches messages one after the other, behind everything the user does, until told to stop. */
  async function ahead(messages: readonly OpenMessage[], signal: AbortSignal): Promise<void> {
    if (isMetered()) return
    for (const message of messages) {
      if (signal.aborted) return
      const key = keyOf(message)
      if (kept.has(key) || !isSmall(message)) continue
      try {
        const received = await receiveBody(session.client, message, {
          lane: 'side',
          priority: 'background',
          signal,
        })
        keepWhole(message, received)
      } catch {
        return // it is asked for again when it is opened, and then the failure is told
      }
    }
  }

  /** Once all of it came; without its structure nobody knew what to ask for. */
  function keepWhole(message: OpenMessage, received: Received, form?: BodyForm): void {
    if (!message.row.bodyStructure) return
    void received.whole.then((whole) => {
      if (whole) keep(keyOf(message, form), received)
    })
  }

  function keep(key: string, received: Received): void {
    kept.delete(key)
    // What the server did not hand out this time it may another time.
    if (received.missing > 0 || sizeOf(received) > MAX_KEPT_BODY_BYTES) return
    kept.set(key, received)
    let bytes = [...kept.values()].reduce((sum, one) => sum + sizeOf(one), 0)
    for (const [oldest, one] of kept) {
      if (kept.size <= MAX_KEPT_BODIES && bytes <= MAX_KEPT_BODY_BYTES) return
      kept.delete(oldest)
      bytes -= sizeOf(one)
    }
  }

  return { atHand, load, ahead }
})

function keyOf({ row, mailbox }: OpenMessage, form = 'html'): string {
  return `${form} ${mailbox.uidValidity} ${row.uid} ${mailbox.path}`
}

function sizeOf({ streams }: Received): number {
  return streams.reduce((sum, one) => sum + one.length, 0)
}

/** Whether fetching it unasked costs little; a row from the index does not tell. */
function isSmall({ row }: OpenMessage): boolean {
  if (!row.bodyStructure) return false
  const { body, inline } = choosePartsToShow(row.bodyStructure)
  const bytes = [...body.map(({ part }) => part), ...inline].reduce(
    (sum, { size = Infinity }) => sum + size,
    0,
  )
  return bytes <= MAX_AHEAD_BYTES
}

/** Where every byte is paid for, nothing is fetched that was not asked for. */
function isMetered(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; type?: string } }
  return connection?.saveData === true || connection?.type === 'cellular'
}
