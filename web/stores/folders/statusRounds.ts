import type { BridgeClient } from '../../bridge/types.ts'
import { statusOfAll } from '../fetch/index.ts'
import { POLL_INTERVAL_MS } from '../kit/limits.ts'
import type { Sight } from '../kit/sight.ts'
import { ALL_COUNTS_MS, COUNTS_GAP_MS } from './limits.ts'

export interface StatusRoundsOptions {
  client: Pick<BridgeClient, 'call' | 'on'>
  /** The mailbox on screen: its own lane tells of it. */
  selected: () => string | undefined
  isReady: () => boolean
  sight: Sight
  /** Whether this tab asks when nobody looks at it. */
  isOwner: () => boolean
  /** Every folder that has counts. */
  paths: () => string[]
  count: (paths: string[]) => Promise<void>
  /** @param asked What `moment` told before the server was asked. */
  onInbox: (counts: { messages: number; unseen: number }, asked: number) => void
  /** Tells answers from what happened after they were asked for. */
  moment: () => number
  /** INBOX, which is not on screen, has got mail. */
  onNewMail: () => void
}

const INBOX = 'INBOX'

/**
 * Counts of what is not on screen, over the side lane so that nobody waits for them: INBOX every so often, all folders now
 * and then and when the page is looked at again. @returns how to stop.
 */
export function startStatusRounds(options: StatusRoundsOptions): () => void {
  const { client, selected, isReady, sight, isOwner, paths, count, onInbox, onNewMail, moment } = options
  let inboxTimer: ReturnType<typeof setTimeout> | undefined
  let allTimer: ReturnType<typeof setTimeout> | undefined
  let lastAll = Date.now()
  let inboxEveryMs = POLL_INTERVAL_MS
  /** UIDNEXT, as of the last round. */
  let known: { uidValidity: string | undefined; uidNext: number } | undefined

  const mayAsk = (): boolean => isReady() && (sight.isVisible() || isOwner())

  async function inboxRound(): Promise<void> {
    if (selected() === INBOX) known = undefined
    else if (mayAsk()) await askInbox().catch(() => undefined /* the next round asks again */)
    inboxTimer = setTimeout(() => void inboxRound(), inboxEveryMs)
  }

  async function askInbox(): Promise<void> {
    const asked = moment()
    await statusOfAll(
      client,
      {
        paths: [INBOX],
        fields: ['messages', 'unseen', 'uidNext', 'uidValidity'],
        onItem({ messages = 0, unseen = 0, uidNext, uidValidity, error }) {
          if (error !== undefined) return
          onInbox({ messages, unseen }, asked)
          if (uidNext === undefined) return
          const grew = known?.uidValidity === uidValidity && known !== undefined && uidNext > known.uidNext
          known = { uidValidity, uidNext }
          if (grew && unseen > 0) onNewMail()
        },
      },
      { lane: 'side' },
    )
  }

  async function allRound(): Promise<void> {
    clearTimeout(allTimer)
    if (mayAsk()) {
      lastAll = Date.now()
      await count(paths())
    }
    clearTimeout(allTimer)
    allTimer = setTimeout(() => void allRound(), ALL_COUNTS_MS)
  }

  function seen(): void {
    if (Date.now() - lastAll < COUNTS_GAP_MS) return
    void allRound()
    if (selected() === INBOX) return
    clearTimeout(inboxTimer)
    void inboxRound()
  }

  inboxTimer = setTimeout(() => void inboxRound(), inboxEveryMs)
  // As often as the bridge looks into the mailbox on screen.
  const stopListening = client.on('polling', ({ nextIn }) => {
    if (nextIn === inboxEveryMs) return
    inboxEveryMs = nextIn
    clearTimeout(inboxTimer)
    inboxTimer = setTimeout(() => void inboxRound(), inboxEveryMs)
  })
  allTimer = setTimeout(() => void allRound(), ALL_COUNTS_MS)
  const stopLooking = sight.onSeen(seen)
  return () => {
    stopListening()
    clearTimeout(inboxTimer)
    clearTimeout(allTimer)
    stopLooking()
  }
}
