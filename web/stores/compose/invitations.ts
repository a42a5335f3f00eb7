import { reactive, watch } from 'vue'
import type { Answer, Invitation } from '../../mime/invitation.ts'
import type { ComposerDraft } from './draft.ts'
import { MAX_KNOWN_EVENTS } from './limits.ts'

/** What this browser knows of an event from the messages about it that were read here. */
export interface KnownEvent {
  key: string
  sequence: number
  stamp: number
  title: string
  /** Milliseconds since the epoch; absent for whole days, which keep nobody from a meeting. */
  start?: number
  end?: number
  cancelled: boolean
  answer?: GivenAnswer
  /** How it was before the organiser's last change. */
  previous?: KnownEvent
}

export interface GivenAnswer {
  answer: Answer
  /** The message it goes by. */
  messageId: string
  sent: boolean
  /** The organiser's version it was given to. */
  sequence: number
}

export interface InvitationsOptions {
  /** Absent where the browser keeps no mail. */
  storage: Pick<Storage, 'getItem' | 'setItem'> | undefined
  account: string
  drafts: () => readonly ComposerDraft[]
}

type Version = Pick<KnownEvent, 'sequence' | 'stamp'>

/** Whether a version of an event is newer than another (RFC 5546 section 2.1.5). */
export function isNewer(one: Version, other: Version): boolean {
  return one.sequence === other.sequence ? one.stamp > other.stamp : one.sequence > other.sequence
}

/** The events that messages told of, and how they were answered: for updates, cancellations and conflicts. */
export function createInvitations({ storage, account, drafts }: InvitationsOptions) {
  const name = `ponte.invitations.${account}`
  const known = reactive(new Map<string, KnownEvent>())
  for (const one of recall(storage?.getItem(name))) known.set(one.key, one)

  function put(event: KnownEvent): void {
    known.delete(event.key)
    known.set(event.key, event)
    for (const key of known.keys()) if (known.size > MAX_KNOWN_EVENTS) known.delete(key)
    try {
      storage?.setItem(name, JSON.stringify([...known.values()]))
    } catch {
      // Full or forbidden: it holds until the page is left.
    }
  }

  /**
   * Learns of an event from a message that is read.
   * @returns what was known before, where that was another version
   */
  function learn(invitation: Invitation): KnownEvent | undefined {
    const { key, sequence, stamp, title, start, end, cancelled, method } = invitation
    const before = known.get(key)
    // Only the organiser says how it is; guests answer, and propose.
    if (key === '' || (method !== 'REQUEST' && method !== 'CANCEL')) return undefined
    if (before && !isNewer(invitation, before)) return isNewer(before, invitation) ? before : before.previous
    put({
      ...{ key, sequence, stamp, title, cancelled },
      ...(start?.at === undefined ? {} : { start: start.at }),
      ...(end?.at === undefined ? {} : { end: end.at }),
      ...(before?.answer ? { answer: before.answer } : {}),
      ...(before ? { previous: withoutPrevious(before) } : {}),
    })
    return before
  }

  /** An answer begins its way to the organiser. */
  function answered(invitation: Invitation, answer: Answer, messageId: string): void {
    learn(invitation)
    const event = known.get(invitation.key)
    if (event) put({ ...event, answer: { answer, messageId, sent: false, sequence: invitation.sequence } })
  }

  /** How it was answered; `undefined` also for an answer that was called back or never went. */
  function answerTo(key: string): GivenAnswer | undefined {
    const given = known.get(key)?.answer
    if (!given || given.sent) return given
    return drafts().some(({ messageId }) => messageId === given.messageId) ? given : undefined
  }

  /** Events that take place at the same time, and were not declined. */
  function conflictsOf({ key, start, end }: Pick<Invitation, 'key' | 'start' | 'end'>): KnownEvent[] {
    const from = start?.at
    const to = end?.at ?? from
    if (from === undefined || to === undefined) return []
    return [...known.values()].filter(
      (other) =>
        other.key !== key &&
        !other.cancelled &&
        other.answer?.answer !== 'DECLINED' &&
        other.start !== undefined &&
        other.start < Math.max(to, from + 1) &&
        (other.end ?? other.start + 1) > from,
    )
  }

  // An answer counts as given once its message is sent.
  watch(
    () =>
      drafts().flatMap(({ calendar, state, messageId }) =>
        calendar && state.kind === 'sent' ? [messageId] : [],
      ),
    (sent) => {
      for (const event of [...known.values()]) {
        const { answer } = event
        if (answer && !answer.sent && sent.includes(answer.messageId))
          put({ ...event, answer: { ...answer, sent: true } })
      }
    },
    { flush: 'sync' },
  )

  return { learn, answered, answerTo, conflictsOf }
}

/** One step back is all that anybody asks about. */
function withoutPrevious(event: KnownEvent): KnownEvent {
  const last = { ...event }
  delete last.previous
  return last
}

/** What an earlier page stored; nothing where that is not ours. */
function recall(stored: string | null | undefined): KnownEvent[] {
  try {
    const found: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(found) ? found.filter(isKnownEvent) : []
  } catch {
    return []
  }
}

function isKnownEvent(value: unknown): value is KnownEvent {
  const event = value as Partial<KnownEvent> | null
  return (
    typeof event?.key === 'string' && typeof event.sequence === 'number' && typeof event.title === 'string'
  )
}
