import { shallowRef } from 'vue'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import type { Uids } from '../../mailbox/order.ts'
import type { Compared, SearchJob } from './searchJob.ts'

/** `done` of `count` messages have been searched, newest first. */
export type SearchPhase =
  | { kind: 'idle' }
  | { kind: 'searching' | 'stopped'; done: number; count: number }
  | { kind: 'found'; compared?: Compared | undefined }
  | { kind: 'failed'; error: PonteError }

export interface SearchRunOptions {
  messages: {
    readonly found: { readonly uids: Uids } | undefined
    isCurrent(mailbox: MailboxRef): boolean
    showFound(uids: readonly number[], again: boolean): void
  }
  /** Whether the list shows first results already; they give way to the search's. */
  takeOver(): boolean
}

/** A search, and what is known of it before the server has been asked. */
export interface Begun {
  job: SearchJob
  atHand: readonly number[]
}

/** The search whose results the list shows: each part's results join those that are there, and nothing on screen moves. */
export function createSearchRun({ messages, takeOver }: SearchRunOptions) {
  const phase = shallowRef<SearchPhase>({ kind: 'idle' })
  let job: SearchJob | undefined
  /** The list shows what `job` has found. */
  let showing = false
  let running: AbortController | undefined

  /** @param count Messages of the mailbox. */
  async function start(count: number, begin: () => Promise<Begun>): Promise<void> {
    forget()
    await advance({ kind: 'searching', done: 0, count }, begin)
  }

  /** Goes on where it was stopped, or failed. @returns whether there was anything to go on with */
  async function goOn(): Promise<boolean> {
    const left = job
    if (!left || left.over || !messages.isCurrent(left.mailbox)) return false
    const from: SearchPhase = { kind: 'searching', done: left.done, count: left.count }
    await advance(from, () => Promise.resolve({ job: left, atHand: [] }))
    return true
  }

  async function advance(from: SearchPhase, begin: () => Promise<Begun>): Promise<void> {
    const own = new AbortController()
    running = own
    phase.value = from
    try {
      const begun = await begin()
      if (own.signal.aborted) return
      const mine = begun.job
      job = mine
      // Not after the server's first answer, which may take seconds.
      if (begun.atHand.length > 0) show(begun.atHand)
      while (!mine.over) {
        const uids = await mine.next(own.signal)
        if (own.signal.aborted) return
        show(uids)
        phase.value = { kind: 'searching', done: mine.done, count: mine.count }
      }
      phase.value = { kind: 'found', compared: mine.compared }
    } catch (error) {
      if (own.signal.aborted || isCancelled(error)) return
      phase.value = { kind: 'failed', error: toPonteError(error) }
    } finally {
      if (running === own) running = undefined
    }
  }

  function show(uids: readonly number[]): void {
    const before = showing ? (messages.found?.uids ?? []) : []
    const all = [...new Set([...before, ...uids])].sort((a, b) => a - b)
    const tookOver = takeOver()
    if (!showing || all.length > before.length) messages.showFound(all, showing || tookOver)
    showing = true
  }

  /** Ends what runs, at once; what is shown stays. */
  function cancel(): void {
    running?.abort()
    running = undefined
    if (phase.value.kind === 'searching') phase.value = { ...phase.value, kind: 'stopped' }
  }

  /** There is nothing to go on with. */
  function forget(now: SearchPhase = { kind: 'idle' }): void {
    cancel()
    job = undefined
    showing = false
    phase.value = now
  }

  return { phase, start, goOn, cancel, forget, isRunning: () => running !== undefined }
}
