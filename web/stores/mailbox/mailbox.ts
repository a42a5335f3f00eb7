import { onScopeDispose, type Ref } from 'vue'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import type { BridgeClient } from '../../bridge/types.ts'
import { applyChange } from '../../mailbox/applyChange.ts'
import type { Change, Effect } from '../../mailbox/change.ts'
import { EMPTY_MODEL, isOpen, type Model } from '../../mailbox/model.ts'
import { loadFlags, loadRows } from '../fetch/index.ts'
import { useHeaderIndex } from '../index/headerIndex.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { throttledRef } from '../kit/throttledRef.ts'
import { useSession } from '../session/index.ts'
import { LIST_FRAME_MS } from './limits.ts'
import { createWishing } from './wishing.ts'

type Handled = 'count' | 'rows' | 'findAgain' | 'wishesEnded' | 'index' | 'select' | 'sync' | 'left'
type Handlers = { [Kind in Handled]?: (effect: Extract<Effect, { kind: Kind }>) => void }

export interface MailboxOptions {
  client: Pick<BridgeClient, 'call' | 'on'>
  hasUidPlus(): boolean
  /** Whether a connection that is gone comes back by itself. */
  isComingBack(): boolean
}

/** Changes a server may tell a thousand times a second: what is read is exact at once, what is drawn follows in frames. */
const OFTEN: readonly Change['kind'][] = ['flags', 'arrived', 'expunged', 'vanished', 'departed', 'counted']

/**
 * The shell around the mailbox model: it puts every change through the one door, in order, and does what follows.
 *
 * What a change is told to stands in one order. First the model itself, from which list, conversations and counts are
 * drawn; then the header index; then commands to the server. The snapshot on disk and the open message watch the model.
 */
export function createMailbox({ client, hasUidPlus, isComingBack }: MailboxOptions) {
  const { ref: model, setSoon } = throttledRef<Model>(EMPTY_MODEL, LIST_FRAME_MS)
  const handlers: Handlers = {}
  const waiting: Change[] = []
  let isApplying = false

  const wishing = createWishing({ client, model: () => model.value, apply, hasUidPlus, isComingBack })

  /** One change after the other: what a change leads to comes behind it. */
  function apply(change: Change): void {
    waiting.push(change)
    if (isApplying) return
    isApplying = true
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) applyOne(next)
    } finally {
      isApplying = false
    }
  }

  function applyOne(change: Change): void {
    const { model: next, effects } = applyChange(model.value, change)
    if (OFTEN.includes(change.kind)) setSoon(next)
    else model.value = next
    for (const effect of effects) if (effect.kind === 'index') run(effect)
    for (const effect of effects) if (effect.kind !== 'index') run(effect)
  }

  function run(effect: Effect): void {
    switch (effect.kind) {
      case 'send':
        return void wishing.send(effect)
      case 'store':
        return void wishing.store(effect)
      case 'leave':
        return void wishing.leave(effect)
      case 'verify':
        return void wishing.verify(effect)
      case 'refreshFlags':
        return void refreshFlags(effect)
      case 'newest':
        return void loadNewest(effect)
      default:
        // A handler per kind, each with its own effect.
        return (handlers[effect.kind] as ((effect: Effect) => void) | undefined)?.(effect)
    }
  }

  /** A failure is no harm: flags are told again when they change, and the rows themselves hold. */
  async function refreshFlags({
    mailbox,
    by,
    numbers,
  }: Extract<Effect, { kind: 'refreshFlags' }>): Promise<void> {
    try {
      const missing = await loadFlags(client, {
        mailbox,
        by,
        numbers,
        onFlags: (uid, flags) =>
          apply({ kind: 'flags', mailbox, message: { uids: [uid] }, change: { flags } }),
      })
      if (by === 'uid' && missing.size > 0) apply({ kind: 'departed', mailbox, uids: [...missing] })
    } catch (error) {
      if (toPonteError(error).code === 'uidValidityChanged')
        handlers.select?.({ kind: 'select', path: mailbox.path })
    }
  }

  async function loadNewest({ mailbox, count }: Extract<Effect, { kind: 'newest' }>): Promise<void> {
    const { exists } = model.value.mailbox?.numbers ?? { exists: 0 }
    const numbers = Array.from({ length: Math.min(count, exists) }, (_, at) => exists - at)
    const asked = model.value.revision
    await loadRows(client, {
      mailbox,
      by: 'sequence',
      numbers,
      onRows: (rows) => apply({ kind: 'rows', mailbox, rows, lane: 'main', asked }),
    }).catch((error: unknown) => {
      // The index finds them too, a little later.
      if (!isCancelled(error)) handlers.findAgain?.({ kind: 'findAgain' })
    })
  }

  const stops = [
    client.on('exists', ({ mailbox: path, uidValidity, exists, uidNext }) =>
      apply({
        kind: 'arrived',
        mailbox: { path, uidValidity },
        exists,
        ...(uidNext === undefined ? {} : { uidNext }),
      }),
    ),
    client.on('expunge', ({ mailbox: path, uidValidity, seq, uid }) => {
      const mailbox = { path, uidValidity }
      if (seq !== undefined) apply({ kind: 'expunged', mailbox, seq, ...(uid === undefined ? {} : { uid }) })
      else if (uid !== undefined) apply({ kind: 'vanished', mailbox, uid })
    }),
    client.on('flags', ({ mailbox: path, uidValidity, seq, uid, flags, modSeq }) =>
      apply({
        kind: 'flags',
        mailbox: { path, uidValidity },
        // The UID where the server tells it: a number that just shifted must not mark another message.
        message: uid === undefined ? { seq } : { uids: [uid] },
        change: { flags },
        ...(modSeq === undefined ? {} : { modSeq }),
      }),
    ),
    client.on('stored', ({ mailbox: path, uidValidity, uids, change }) =>
      apply({ kind: 'flags', mailbox: { path, uidValidity }, message: { uids }, change }),
    ),
    client.on('resync', ({ mailbox: path, uidValidity, exists, uidNext }) =>
      apply({
        kind: 'resynced',
        mailbox: { path, uidValidity },
        exists,
        ...(uidNext === undefined ? {} : { uidNext }),
      }),
    ),
  ]

  return {
    model: model as Readonly<Ref<Model>>,
    apply,
    wishFlag: wishing.wishFlag,
    wishLeave: wishing.wishLeave,
    isOpen: (mailbox: Parameters<typeof isOpen>[1]) => isOpen(model.value, mailbox),
    /** Says who does what follows from a change; each kind has one. */
    handle(more: Handlers): void {
      Object.assign(handlers, more)
    },
    stop(): void {
      for (const stop of stops) stop()
    },
  }
}

export type Mailbox = ReturnType<typeof createMailbox>
export type MailboxStore = Store<Mailbox>

/** One account's mailbox in this tab. */
export const useMailbox = defineKeyedStore('mailbox', (accountId) => {
  const session = useSession(accountId)
  const headers = useHeaderIndex(accountId)
  const mailbox = createMailbox({
    client: session.client,
    hasUidPlus: () => session.capabilities.includes('UIDPLUS'),
    isComingBack: () => session.state.kind === 'ready' || session.state.kind === 'reconnecting',
  })
  mailbox.handle({ index: ({ mailbox: ref, news }) => headers.take(ref, news) })
  onScopeDispose(mailbox.stop)
  return mailbox
})
