import { computed, shallowRef, watch } from 'vue'
import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import type { NumberRanges } from '../../mailbox/numberRanges.ts'
import { placeAt } from '../../mailbox/places.ts'
import type { ListRow } from '../../mailbox/row.ts'
import * as view from '../../mailbox/view.ts'
import { defineKeyedStore, type Store } from '../kit/keyed.ts'
import { useMailbox, type MailboxStore } from '../mailbox/index.ts'
import { useSession, type Session } from '../session/index.ts'
import { useMessages, type Messages } from './messages.ts'

/** Rows chosen together, by their indexes on screen. */
export interface Span {
  first: number
  last: number
}

/** Where the chosen rows stood when the server named them: rows nobody has seen can be hidden by it. */
export interface NamedSeqs {
  seqs: NumberRanges
  shifts: number
}

/** What is chosen, in one list. */
interface Chosen {
  /** The list it was chosen in: in another one nothing is chosen. */
  list: string
  uids: ReadonlySet<number>
  /** Chosen, but not named yet. */
  asked?: Span
  named?: NamedSeqs | undefined
}

/** Where the keyboard is, as long as this message is the open one. */
interface Cursor {
  uid: number | undefined
  whileOpen: number | undefined
}

/** How often a span is asked for anew because messages came or went meanwhile. */
const MAX_ATTEMPTS = 3

const NONE: ReadonlySet<number> = new Set()

export interface SelectionOptions {
  session: Pick<Session, 'client'>
  mailbox: MailboxStore
  messages: Messages
}

/**
 * The messages chosen in the list, always by UID. A span over rows that are not known is named by the server first,
 * and shown as chosen meanwhile: nothing is ever done by a sequence number that may have shifted.
 */
export function createSelection({ session, mailbox, messages }: SelectionOptions) {
  const chosen = shallowRef<Chosen>({ list: '', uids: NONE })
  /** Where a span begins, by UID. */
  const anchorUid = shallowRef<number>()
  const cursor = shallowRef<Cursor>()
  let naming: Promise<void> = Promise.resolve()
  let turn = 0

  const list = computed(() => `${messages.listKey} ${messages.mailbox?.uidValidity}`)
  const current = computed<Chosen>(() =>
    chosen.value.list === list.value ? chosen.value : { list: list.value, uids: NONE },
  )
  const uids = computed(() => current.value.uids)
  const asked = computed(() => current.value.asked)
  const count = computed(() => (asked.value ? asked.value.last - asked.value.first + 1 : uids.value.size))
  /** Where the keyboard is: the open message, or one that was only gone to. */
  const cursorUid = computed({
    get: () =>
      cursor.value?.whileOpen === messages.selectedUid && cursor.value
        ? cursor.value.uid
        : messages.selectedUid,
    set: (uid) => void (cursor.value = { uid, whileOpen: messages.selectedUid }),
  })

  function isChosen(index: number, uid: number | undefined): boolean {
    const span = asked.value
    if (span && index >= span.first && index <= span.last) return true
    return uid !== undefined && uids.value.has(uid)
  }

  function choose(next: ReadonlySet<number>, named?: NamedSeqs): void {
    turn++
    chosen.value = { list: list.value, uids: next, named }
  }

  function clear(): void {
    if (uids.value.size > 0 || asked.value) choose(new Set())
  }

  /** The first one toggled takes the open message along, as people expect of Ctrl. */
  function toggle(row: ListRow, along?: number): void {
    const next = new Set(uids.value)
    if (next.size === 0 && along !== undefined && along !== row.uid) next.add(along)
    if (!next.delete(row.uid)) next.add(row.uid)
    choose(next, current.value.named)
    anchorUid.value = row.uid
  }

  /** All between the anchor and this place, both included. */
  function extendTo(index: number): Promise<void> {
    const from = messages.indexOf(anchorUid.value) ?? messages.indexOf(messages.selectedUid) ?? index
    anchorUid.value ??= messages.rowAt(from)?.uid
    return chooseAll({ first: Math.min(from, index), last: Math.max(from, index) })
  }

  function all(): Promise<void> {
    return chooseAll({ first: 0, last: messages.count - 1 })
  }

  function chooseAll(span: Span): Promise<void> {
    if (span.last < span.first) return Promise.resolve()
    const known = knownUids(span)
    if (known) {
      choose(new Set(known))
      return Promise.resolve()
    }
    const own = ++turn
    chosen.value = { ...current.value, asked: span }
    naming = name(span, own).finally(() => {
      const { asked: _asked, ...rest } = chosen.value
      if (own === turn) chosen.value = rest
    })
    return naming
  }

  function knownUids({ first, last }: Span): number[] | undefined {
    const found: number[] = []
    for (let index = first; index <= last; index++) {
      const uid = view.uidAtIndex(mailbox.model, index)
      if (uid === undefined) return undefined
      found.push(uid)
    }
    return found
  }

  /** Numbers from a snapshot mean nothing to the server until SELECT has answered. */
  function opened(): Promise<void> {
    return new Promise((resolve) => {
      const stop = watch(
        () => messages.phase.kind,
        (now) => {
          if (now === 'opening') return
          stop()
          resolve()
        },
      )
    })
  }

  /** Asks on the lane whose events number the rows: the numbers are those of the moment unless events came between. */
  async function name(span: Span, own: number): Promise<void> {
    if (messages.phase.kind !== 'open') await opened()
    for (let attempt = 1; ; attempt++) {
      const { first, last } = attempt === 1 ? span : followed(span)
      const ref = messages.mailboxRef()
      const numbers = mailbox.model.mailbox?.numbers
      if (!numbers) return
      const [low, high] = [placeAt(numbers, last), placeAt(numbers, first)]
      const { set } = await session.client.call(
        'search',
        { mailbox: ref, criteria: { key: 'sequence', set: `${low}:${high}` } },
        { priority: 'user' },
      )
      if (own !== turn) return
      if (mailbox.model.mailbox?.numbers.shifts !== numbers.shifts && attempt < MAX_ATTEMPTS) continue
      const { leaving } = mailbox.model
      choose(new Set(parseNumberSet(set).filter((uid) => !leaving.has(uid))), {
        seqs: [[low, high]],
        shifts: numbers.shifts,
      })
      return
    }
  }

  /** The same rows after messages came or went: the anchor knows by how much they moved. */
  function followed(span: Span): Span {
    const at = messages.indexOf(anchorUid.value)
    const isAll = span.first === 0 && span.last >= messages.count - 1
    if (isAll || at === undefined) return { ...span, last: Math.min(span.last, messages.count - 1) }
    return { first: at, last: Math.min(at + span.last - span.first, messages.count - 1) }
  }

  /** Once the server has named what is chosen. @throws {PonteError} when it could not */
  async function named(): Promise<ReadonlySet<number>> {
    if (asked.value) await naming
    return uids.value
  }

  return {
    uids,
    count,
    asked,
    /** Where the chosen rows stood, if the server named them. */
    namedSeqs: computed(() => current.value.named),
    anchorUid,
    cursorUid,
    isChosen,
    choose,
    clear,
    toggle,
    extendTo,
    all,
    named,
  }
}

export type Selection = Store<ReturnType<typeof createSelection>>

/** One account's. */
export const useSelection = defineKeyedStore('selection', (accountId) =>
  createSelection({
    session: useSession(accountId),
    mailbox: useMailbox(accountId),
    messages: useMessages(accountId),
  }),
)
