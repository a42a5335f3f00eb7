import { computed, shallowRef, watch } from 'vue'
import type { PonteError } from '../../../shared/protocol/errors.ts'
import type { MailboxRef } from '../../../shared/protocol/values.ts'
import { messageKey } from '../../mailbox/mailboxKey.ts'
import { hasFlag, type ListRow, type OpenMessage } from '../../mailbox/row.ts'
import type { BodyForm } from '../../mime/choosePartsToShow.ts'
import { useMessageActions, type MessageActions } from '../actions/index.ts'
import { stillThere } from '../fetch/index.ts'
import { isCancelled, toPonteError } from '../kit/failure.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useMessages, type Messages } from '../list/index.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { useBodyCache, type Bodies } from './bodyCache.ts'
import type { MessageBody } from './messageBody.ts'

export type ReadingState =
  | { kind: 'none' }
  | (OpenMessage & { kind: 'loading' })
  | (OpenMessage & { kind: 'shown'; body: MessageBody })
  /** `otherWay`: there is one to try, once. */
  | (OpenMessage & { kind: 'failed'; error: PonteError; otherWay: boolean })

/** A message that is to be opened as soon as its row is here. */
type Awaited =
  | { kind: 'message'; uid: number; mailbox: MailboxRef; row?: ListRow | undefined }
  /** A place whose message nobody knows yet: it means nothing in another list, or once places have shifted. */
  | { kind: 'place'; index: number; place: number; mailbox: MailboxRef; list: number; shifts: number }

/** Draws a message before anything else is worked out. */
type Draw = (row: ListRow, body: MessageBody) => void

export interface ReadingOptions {
  session: Pick<Session, 'client'>
  mailbox: MailboxStore
  messages: Messages
  actions: MessageActions
  bodies: Bodies
}

/**
 * The open message: which one it is stands in the mailbox model, and what is shown of it here. One round trip brings all
 * that is shown.
 */
export function createReading({ session, mailbox, messages, actions, bodies }: ReadingOptions) {
  const state = shallowRef<ReadingState>({ kind: 'none' })
  /** Another program took the message away while it is open: it stays on screen until the user moves on. */
  const gone = shallowRef(false)
  const awaited = shallowRef<Awaited>()
  let loading: AbortController | undefined
  /** What the server did not hand out, until the other way has been tried. */
  const withheld = new Set<string>()
  let draw: Draw = () => undefined
  /** Takes a message that is not read but written on: a draft. */
  let isTaken: (row: ListRow) => boolean = () => false

  /** The row as the list has it now: flags change while it is read. */
  const row = computed(() => {
    const current = state.value
    if (current.kind === 'none') return undefined
    const listed = messages.isCurrent(current.mailbox) ? messages.rowOf(current.row.uid) : undefined
    return listed && !listed.partial ? listed : current.row
  })

  /** Opens the message at an index of the list; one whose row is still on its way is opened when it comes. */
  function openAt(index: number): void {
    const uid = messages.uidAt(index)
    const ref = messages.mailboxRef()
    const { places, listKey: list } = messages
    if (uid !== undefined) return openUid(uid, ref)
    if (!places) return
    const { shifts } = places
    awaited.value = { kind: 'place', index, place: messages.placeAt(index), mailbox: ref, list, shifts }
  }

  function openUid(uid: number, ref: MailboxRef): void {
    const listed = messages.rowOf(uid)
    if (listed && isReadable(listed, ref)) return open(listed)
    awaited.value = { kind: 'message', uid, mailbox: ref, row: listed }
    // Its body may be on disk, which nobody has looked at so soon after a reload.
    if (listed) void bodies.learn().then(lookForAwaited)
  }

  /** What only the index knows lacks all that opening takes, unless that is cached with its body. */
  function isReadable(listed: ListRow, ref: MailboxRef): boolean {
    return !listed.partial || isUnavailable(listed.uid) || bodies.isCached({ row: listed, mailbox: ref })
  }

  /** It is not coming to the list: opening asks once more, and says what is wrong. */
  function isUnavailable(uid: number): boolean {
    const index = messages.indexOf(uid)
    return index !== undefined && messages.isUnavailable(index)
  }

  /** Whether what is waited for has come; it may stand elsewhere in the list by now. */
  function lookForAwaited(): void {
    const wanted = awaited.value
    if (!wanted) return
    if (!messages.isCurrent(wanted.mailbox)) awaited.value = undefined
    else if (wanted.kind === 'message') {
      const listed = messages.rowOf(wanted.uid)
      if (listed && isReadable(listed, wanted.mailbox)) open(listed)
      // Gone from the list or the folder: opening asks for what is missing, and tells.
      else if (!messages.isListed(wanted.uid) && wanted.row) open(wanted.row)
    } else {
      const isSame = wanted.list === messages.listKey && wanted.shifts === messages.places?.shifts
      if (!isSame) awaited.value = undefined
      else if (messages.uidAt(wanted.index) !== undefined) openAt(wanted.index)
    }
  }

  /** Opens a message of the folder on screen. Pressed again, what is open stays as it is. */
  function open(next: ListRow): void {
    awaited.value = undefined
    mailbox.apply({ kind: 'opened', uid: next.uid })
    if (isOpen(next)) return
    stop()
    if (!isTaken(next)) void load({ row: next, mailbox: messages.mailboxRef() })
  }

  async function load(message: OpenMessage): Promise<void> {
    const own = new AbortController()
    loading = own
    const known = bodies.atHand(message)
    if (known) return show(known.message, known.body)
    // Asked for before anything is drawn: the answer is on its way meanwhile.
    const coming = bodies.load(message, { signal: own.signal })
    state.value = { ...message, kind: 'loading' }
    try {
      const { message: full, body } = await coming
      if (own.signal.aborted) return body.release()
      show(full, body)
    } catch (error) {
      if (own.signal.aborted || isCancelled(error)) return
      const problem = toPonteError(error)
      if (problem.code === 'unretrievable') withheld.add(nameOf(message))
      state.value = {
        ...message,
        kind: 'failed',
        error: problem,
        otherWay: problem.code === 'unretrievable',
      }
      if (problem.code === 'messageGone') tellGone(message)
    }
  }

  /** What was asked for is drawn first; all around it follows. */
  function show(message: OpenMessage, body: MessageBody): void {
    draw(message.row, body)
    state.value = { ...message, kind: 'shown', body }
  }

  /** Whether it is open, with all that was found of its conversation. */
  function isOpen({ uid }: ListRow): boolean {
    const current = state.value
    return (
      (current.kind === 'loading' || current.kind === 'shown') &&
      current.row.uid === uid &&
      messages.isCurrent(current.mailbox)
    )
  }

  /** Tries again what failed. */
  function retry(): void {
    const current = state.value
    if (current.kind !== 'failed') return
    stop()
    void load({ row: current.row, mailbox: current.mailbox })
  }

  /** Asks for what a server may hand out in place of a message that it does not. Marks as read. */
  async function tryOtherWay(): Promise<void> {
    const failed = state.value
    if (failed.kind === 'failed' && failed.otherWay) await openOtherWay(failed)
  }

  /** The same for a message that is not open, or not any more. */
  async function openOtherWay({ row: wanted, mailbox: ref }: OpenMessage): Promise<void> {
    const message = { row: wanted, mailbox: ref }
    withheld.delete(nameOf(message))
    awaited.value = undefined
    mailbox.apply({ kind: 'opened', uid: wanted.uid })
    stop()
    const own = new AbortController()
    loading = own
    state.value = { ...message, kind: 'loading' }
    try {
      const { loadSubstitute } = await import('./substitute.ts')
      const body = await loadSubstitute(session.client, message, own.signal)
      if (own.signal.aborted) return body.release()
      show(message, body)
    } catch (error) {
      if (!own.signal.aborted)
        state.value = { ...message, kind: 'failed', error: toPonteError(error), otherWay: false }
    }
  }

  /** The other form of the message; the one on screen stays until it is there. @throws PonteError */
  async function showAs(form: BodyForm): Promise<void> {
    const current = state.value
    const own = loading
    if (current.kind !== 'shown' || !own || current.body.form === form) return
    const { body } = await bodies.load(current, { signal: own.signal, form })
    if (state.value !== current) return body.release()
    show(current, body)
    current.body.release()
  }

  /** Called when it is on screen: reading marks as read, and never makes the reader wait for that. */
  function seen(): void {
    const current = state.value
    if (current.kind !== 'shown' || messages.mailbox?.readOnly || !messages.isCurrent(current.mailbox)) return
    const listed = messages.rowOf(current.row.uid)
    if (listed && !hasFlag(listed, '\\Seen'))
      void actions.setFlag(listed, '\\Seen', { on: true, quiet: true })
  }

  function stop(): void {
    loading?.abort()
    loading = undefined
    gone.value = false
    if (state.value.kind === 'shown') state.value.body.release()
    state.value = { kind: 'none' }
  }

  function close(): void {
    awaited.value = undefined
    stop()
    mailbox.apply({ kind: 'opened', uid: undefined })
  }

  /** Its row left the list: by a new arrangement of the list, or because it is gone. */
  async function checkStillThere({ row: left, mailbox: ref }: OpenMessage): Promise<void> {
    const there = await stillThere(session.client, { mailbox: ref, uids: [left.uid] })
    const current = state.value
    if (!there.has(left.uid) && current.kind !== 'none' && current.row === left)
      tellGone({ row: left, mailbox: ref })
  }

  /** The lane of this mailbox has been asked for it. */
  function tellGone({ row: left, mailbox: ref }: OpenMessage): void {
    gone.value = true
    mailbox.apply({ kind: 'departed', mailbox: ref, uids: [left.uid] })
  }

  watch(() => mailbox.model.list, lookForAwaited)
  watch(() => mailbox.model.mailbox, lookForAwaited)
  // The open message left for another folder: what stands in its place is opened.
  watch(
    () => mailbox.model.open,
    (uid) => {
      const current = state.value
      if (uid === undefined) {
        if (current.kind !== 'none') stop()
      } else if (current.kind !== 'none' && current.row.uid !== uid) openUid(uid, messages.mailboxRef())
    },
  )
  watch(
    () => {
      const current = state.value
      return (
        current.kind !== 'none' && messages.isCurrent(current.mailbox) && messages.isListed(current.row.uid)
      )
    },
    (isListed, wasListed) => {
      const current = state.value
      // Whatever goes wrong with asking: nothing is claimed.
      if (wasListed && !isListed && current.kind !== 'none' && messages.isCurrent(current.mailbox))
        void checkStillThere(current).catch(() => undefined)
    },
  )

  return {
    /** While the button is still down; see `bodies`. */
    press: bodies.press,
    letGo: bodies.letGo,
    state,
    /** The index of the list that is waited for. */
    awaitedIndex: computed(() => {
      const wanted = awaited.value
      return wanted?.kind === 'place' ? wanted.index : messages.indexOf(wanted?.uid)
    }),
    row,
    gone,
    open,
    openAt,
    retry,
    tryOtherWay,
    openOtherWay,
    /** Whether the other way is worth offering for a message of the folder on screen. */
    isWithheld: (message: OpenMessage) =>
      messages.isCurrent(message.mailbox) && withheld.has(nameOf(message)),
    showAs,
    seen,
    close,
    /** Says how a message is drawn as soon as it is here. */
    drawWith: (next: Draw) => void (draw = next),
    /** Says which messages are taken elsewhere instead of being read. */
    handOver: (next: (row: ListRow) => boolean) => void (isTaken = next),
  }
}

const nameOf = ({ row, mailbox }: OpenMessage): string => messageKey(mailbox, row.uid)

export type Reading = Store<ReturnType<typeof createReading>>

/** One account's. */
export const useReading = defineKeyedStore('reading', (accountId) =>
  createReading({
    session: useSession(accountId),
    mailbox: useMailbox(accountId),
    messages: useMessages(accountId),
    actions: useMessageActions(accountId),
    bodies: useBodyCache(accountId),
  }),
)
