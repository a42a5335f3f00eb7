import { computed, ref, shallowRef, watch } from 'vue'
import { parseNumberSet } from '../../../shared/mail/numberSet.ts'
import { defineKeyedStore } from '../kit/keyed.ts'
import type { ListRow } from '../kit/listRow.ts'
import { useMessages } from './messages.ts'
import type { NumberRanges } from '../kit/numberRanges.ts'
import { useOptimistic } from './optimistic.ts'
import * as rows from './rowWindow.ts'
import { useSession } from '../session/session.ts'

/** Rows chosen together, by their places on screen. */
interface Places {
  first: number
  last: number
}

/** Where the chosen rows stood when the server named them: rows nobody has seen can be hidden by it. */
export interface ChosenSeqs {
  seqs: NumberRanges
  shifts: number
}

/** How often a range is asked for anew because messages came or went meanwhile. */
const MAX_ATTEMPTS = 3

/**
 * The messages chosen in the list, always by UID. A range over rows that are not known is named by the server first,
 * and shown as chosen meanwhile: nothing is ever done by a sequence number that may have shifted.
 */
export const useSelection = defineKeyedStore('selection', (accountId) => {
  const session = useSession(accountId)
  const messages = useMessages(accountId)
  const optimistic = useOptimistic(accountId)
  const uids = shallowRef<ReadonlySet<number>>(new Set())
  /** Chosen, but not named yet. */
  const asked = shallowRef<Places>()
  const chosenSeqs = shallowRef<ChosenSeqs>()
  /** Where a range begins. */
  const anchorUid = ref<number>()
  /** Where the keyboard is: the open message, or one that was only gone to. */
  const cursorUid = ref<number>()
  let naming: Promise<void> = Promise.resolve()
  let turn = 0

  const count = computed(() => (asked.value ? asked.value.last - asked.value.first + 1 : uids.value.size))

  function isChosen(index: number, uid: number | undefined): boolean {
    const places = asked.value
    if (places && index >= places.first && index <= places.last) return true
    return uid !== undefined && uids.value.has(uid)
  }

  function choose(next: ReadonlySet<number>): void {
    turn++
    asked.value = undefined
    chosenSeqs.value = undefined
    uids.value = next
  }

  function clear(): void {
    if (uids.value.size > 0 || asked.value) choose(new Set())
  }

  /** The first one toggled takes the open message along, as people expect of Ctrl. */
  function toggle(row: ListRow, along?: number): void {
    const next = new Set(uids.value)
    if (next.size === 0 && along !== undefined && along !== row.uid) next.add(along)
    if (!next.delete(row.uid)) next.add(row.uid)
    const seqs = chosenSeqs.value
    choose(next)
    chosenSeqs.value = seqs
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

  function chooseAll(places: Places): Promise<void> {
    if (places.last < places.first) return Promise.resolve()
    const known = knownUids(places)
    if (known) {
      choose(new Set(known))
      return Promise.resolve()
    }
    const own = ++turn
    asked.value = places
    naming = name(places, own).finally(() => {
      if (own === turn) asked.value = undefined
    })
    return naming
  }

  function knownUids({ first, last }: Places): number[] | undefined {
    const found: number[] = []
    const { hits, window } = messages
    for (let index = first; index <= last; index++) {
      const seq = rows.seqAt(window, index)
      const uid = hits ? hits.uids[seq - 1] : window.rows.get(seq)?.uid
      if (uid === undefined) return undefined
      found.push(uid)
    }
    return found
  }

  /** Numbers kept from before mean nothing to the server until SELECT has answered. */
  function opened(): Promise<void> {
    return new Promise((resolve) => {
      const stop = watch(
        () => messages.phase.name,
        (now) => {
          if (now === 'opening') return
          stop()
          resolve()
        },
      )
    })
  }

  /** Asks on the lane whose events number the rows: the numbers are those of the moment unless events came between. */
  async function name(places: Places, own: number): Promise<void> {
    if (messages.phase.name !== 'open') await opened()
    for (let attempt = 1; ; attempt++) {
      const { first, last } = attempt === 1 ? places : followed(places)
      const mailbox = messages.mailboxRef()
      const { shifts } = messages.folder
      const [low, high] = [rows.seqAt(messages.folder, last), rows.seqAt(messages.folder, first)]
      const { set } = await session.client.call(
        'search',
        { mailbox, criteria: { key: 'sequence', set: `${low}:${high}` } },
        { priority: 'user' },
      )
      if (own !== turn) return
      if (messages.folder.shifts !== shifts && attempt < MAX_ATTEMPTS) continue
      const leaving = optimistic.leavingFrom(mailbox)
      choose(new Set(parseNumberSet(set).filter((uid) => !leaving.has(uid))))
      chosenSeqs.value = { seqs: [[low, high]], shifts }
      return
    }
  }

  /** The same rows after messages came or went: the anchor knows by how much they moved. */
  function followed(places: Places): Places {
    const at = messages.indexOf(anchorUid.value)
    const everything = places.first === 0 && places.last >= messages.count - 1
    if (everything || at === undefined) return { ...places, last: Math.min(places.last, messages.count - 1) }
    const length = places.last - places.first
    return { first: at, last: Math.min(at + length, messages.count - 1) }
  }

  /** Once the server has named what is chosen. @throws {PonteError} when it could not */
  async function named(): Promise<ReadonlySet<number>> {
    if (asked.value) await naming
    return uids.value
  }

  watch(
    () => messages.selectedUid,
    (uid) => (cursorUid.value = uid),
    { flush: 'sync' },
  )
  watch(() => [messages.listKey, messages.mailbox?.uidValidity], clear, { flush: 'sync' })

  return {
    uids,
    count,
    asked,
    chosenSeqs,
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
})
