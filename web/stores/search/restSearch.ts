import { shallowRef } from 'vue'
import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import type { Messages } from '../list/index.ts'
import type { SearchEverywhere } from './searchEverywhere.ts'

/** Of reading the texts that a search could not look in; `done` of `count` have been read. */
export type RestPhase =
  | { kind: 'none' }
  | { kind: 'reading' | 'stopped' | 'all'; done: number; count: number }
  | { kind: 'failed'; error: PonteError }

export interface RestSearchOptions {
  messages: Messages
  everywhere: SearchEverywhere
  /** What the list of the folder on screen is searched for. */
  wantedHere(): SearchCriteria | undefined
}

/** Where the server cannot search for words of this script: the texts that are not here are read on wish, and looked in. */
export function createRestSearch({ messages, everywhere, wantedHere }: RestSearchOptions) {
  const phase = shallowRef<RestPhase>({ kind: 'none' })
  let running: AbortController | undefined

  async function read(): Promise<void> {
    stop()
    const own = new AbortController()
    running = own
    const { shown: isWide, list } = everywhere
    const criteria = isWide ? everywhere.criteria : wantedHere()
    if (!criteria) return
    const mailboxes = isWide ? everywhere.narrowedMailboxes() : [messages.mailboxRef()]
    phase.value = { kind: 'reading', done: 0, count: 0 }
    const onFound = (mailbox: MailboxRef, uids: readonly number[]): unknown =>
      own.signal.aborted || (isWide ? list?.add(mailbox, uids, own.signal) : join(mailbox, uids))
    try {
      const { readRest } = await everywhere.bodySearch()
      await readRest(mailboxes, criteria, {
        signal: own.signal,
        onFound,
        onProgress(progress) {
          if (!own.signal.aborted) phase.value = { kind: 'reading', ...progress }
        },
      })
      if (!own.signal.aborted && phase.value.kind === 'reading') phase.value = { ...phase.value, kind: 'all' }
    } catch (error) {
      if (!own.signal.aborted && !isCancelled(error))
        phase.value = { kind: 'failed', error: toPonteError(error) }
    } finally {
      if (running === own) running = undefined
    }
  }

  function join(mailbox: MailboxRef, uids: readonly number[]): void {
    if (!messages.isCurrent(mailbox)) return
    const all = new Set([...(messages.found?.uids ?? []), ...uids])
    messages.showFound(
      [...all].sort((a, b) => a - b),
      true,
    )
  }

  /** At once; what was found stays, and what was read need not be read again. */
  function stop(): void {
    running?.abort()
    running = undefined
    if (phase.value.kind === 'reading') phase.value = { ...phase.value, kind: 'stopped' }
  }

  return {
    phase,
    read,
    stop,
    /** Another search begins. */
    forget(): void {
      stop()
      phase.value = { kind: 'none' }
    },
  }
}
