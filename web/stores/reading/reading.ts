import { computed, shallowRef, watch } from 'vue'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { BodyForm } from '../../mime/choosePartsToShow.ts'
import type { MessageBody } from './messageBody.ts'
import { useBodyCache } from './bodyCache.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import { hasFlag, type ListRow, type OpenMessage } from '../kit/listRow.ts'
import { useMessageActions } from '../actions/messageActions.ts'
import { useMessages } from '../list/messages.ts'
import { useSession } from '../session/session.ts'
import { stillThere } from '../fetch/stillThere.ts'

export type ReadingState =
  | { name: 'none' }
  | (OpenMessage & { name: 'loading' })
  | (OpenMessage & { name: 'shown'; body: MessageBody })
  | (OpenMessage & { name: 'failed'; error: PonteError })

/** The message on screen: one round trip for all that is shown of it. */
export const useReading = defineKeyedStore('reading', (accountId) => {
  const session = useSession(accountId)
  const messages = useMessages(accountId)
  const actions = useMessageActions(accountId)
  const bodies = useBodyCache(accountId)
  const state = shallowRef<ReadingState>({ name: 'none' })
  /** What `state` is about to show: whoever draws it does so before anything else is worked out. */
  const arriving = shallowRef<{ row: ListRow; body: MessageBody }>()
  /** Another program took the message away while it is open: it stays on screen until the user moves on. */
  const gone = shallowRef(false)
  let loading: AbortController | undefined

  /** The row as the list has it now: flags change while it is read. */
  const row = computed(() => {
    const now = state.value
    if (now.name === 'none') return undefined
    const listed = messages.rowOf(now.row.uid)
    return listed && !listed.partial ? listed : now.row
  })

  async function open(next: ListRow): Promise<void> {
    if (isOpen(next)) return
    close()
    const own = new AbortController()
    loading = own
    const message: OpenMessage = { row: next, mailbox: messages.mailboxRef() }
    const known = bodies.atHand(message)
    if (known) return show(known.message, known.body)
    // Asked for before anything is drawn: the answer is on its way meanwhile.
    const coming = bodies.load(message, { signal: own.signal })
    state.value = { name: 'loading', ...message }
    try {
      const { message: full, body } = await coming
      if (own.signal.aborted) return body.release()
      show(full, body)
    } catch (error) {
      if (own.signal.aborted || isCancelled(error)) return
      state.value = { name: 'failed', ...message, error: toPonteError(error) }
      if (toPonteError(error).code === 'messageGone') gone.value = true
    }
  }

  function show(message: OpenMessage, body: MessageBody): void {
    arriving.value = { row: message.row, body }
    state.value = { name: 'shown', ...message, body }
  }

  /** Pressed again, what is open stays as it is, with all that was found of its conversation. */
  function isOpen({ uid }: ListRow): boolean {
    const now = state.value
    return (
      (now.name === 'loading' || now.name === 'shown') &&
      now.row.uid === uid &&
      messages.isCurrent(now.mailbox)
    )
  }

  /** The other form of the message; the one on screen stays until it is there. @throws PonteError */
  async function showAs(form: BodyForm): Promise<void> {
    const now = state.value
    const own = loading
    if (now.name !== 'shown' || !own || now.body.form === form) return
    const { body } = await bodies.load(now, { signal: own.signal, form })
    if (state.value !== now) return body.release()
    show(now, body)
    now.body.release()
  }

  /** Called when it is on screen: reading marks as read, and never makes the reader wait for that. */
  function seen(): void {
    const now = state.value
    if (now.name !== 'shown' || messages.mailbox?.readOnly) return
    const current = messages.rowOf(now.row.uid)
    if (current && !hasFlag(current, '\\Seen'))
      void actions.setFlag(current, '\\Seen', { on: true, quiet: true })
  }

  function close(): void {
    loading?.abort()
    loading = undefined
    gone.value = false
    if (state.value.name === 'shown') state.value.body.release()
    arriving.value = undefined
    state.value = { name: 'none' }
  }

  /** Its row left the list: by this user's own hand, by a new arrangement of the list, or because it is gone. */
  async function checkStillThere({ row: one, mailbox }: OpenMessage): Promise<void> {
    const left = await stillThere(session.client, { mailbox, uids: [one.uid] })
    const now = state.value
    if (!left.has(one.uid) && now.name !== 'none' && now.row === one) gone.value = true
  }

  watch(
    () => {
      const now = state.value
      const here = now.name !== 'none' && messages.mailbox?.uidValidity === now.mailbox.uidValidity
      return here && messages.path === now.mailbox.path && messages.rowOf(now.row.uid) !== undefined
    },
    (listed, was) => {
      const now = state.value
      // Whatever goes wrong with asking: nothing is claimed.
      if (was && !listed && now.name !== 'none' && messages.path === now.mailbox.path) {
        void checkStillThere(now).catch(() => undefined)
      }
    },
  )

  return { state, arriving, row, gone, open, showAs, seen, close }
})
