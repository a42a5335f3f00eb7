import { fitting } from '../../shared/mail/setPieces.ts'

/**
 * What the user wants of one flag of one mailbox, between the key press and the server's answer. It lies over what the
 * server told, and never changes that: when a command fails its part is taken away, and what shows is the truth again.
 * At most one command runs; what is wanted meanwhile gathers, so that ten toggles in a row cost two commands. Pure.
 */
export interface FlagWishes {
  /** Not sent yet, by UID, oldest first. */
  readonly wanted: ReadonlyMap<number, boolean>
  readonly sending?: FlagBatch
  /** Sent by a command whose answer was lost: what was told before proves nothing, so these are sent whatever it was. */
  readonly unsure?: ReadonlySet<number>
}

/** One STORE. */
export interface FlagBatch {
  readonly on: boolean
  readonly uids: ReadonlySet<number>
  /** The model's revision when it was sent: what the server tells after that knows better. */
  readonly sentAt: number
}

export const NO_FLAG_WISHES: FlagWishes = { wanted: new Map() }

/** What to show of a message whose flag is, as far as the server told, `truth`. */
export function shownFlag({ wanted, sending }: FlagWishes, uid: number, truth: boolean): boolean {
  return wanted.get(uid) ?? (sending?.uids.has(uid) ? sending.on : truth)
}

export function want(wishes: FlagWishes, uids: Iterable<number>, on: boolean): FlagWishes {
  const wanted = new Map(wishes.wanted)
  for (const uid of uids) {
    // The newest wish goes last.
    wanted.delete(uid)
    wanted.set(uid, on)
  }
  return { ...wishes, wanted }
}

/** Takes back what was not sent yet. */
export function unwant(wishes: FlagWishes, uids: Iterable<number>): FlagWishes {
  const wanted = new Map(wishes.wanted)
  for (const uid of uids) wanted.delete(uid)
  return { ...wishes, wanted }
}

export interface BatchOptions {
  /** As the server told; `undefined` where it did not. */
  truthOf: (uid: number) => boolean | undefined
  /** Longest set of UIDs in one command, in characters. */
  maxSetLength: number
  revision: number
}

/** Takes the next command out of what is wanted. Nothing while a command runs; skips flags already in the wanted state. */
export function takeBatch(wishes: FlagWishes, options: BatchOptions): FlagWishes {
  if (wishes.sending) return wishes
  const { unsure = NONE } = wishes
  const needed = [...wishes.wanted].filter(([uid, on]) => unsure.has(uid) || options.truthOf(uid) !== on)
  const [first] = needed
  if (!first) return wishes.wanted.size === 0 ? wishes : NO_FLAG_WISHES
  const [, on] = first
  const uids = needed.filter(([, wish]) => wish === on).map(([uid]) => uid)
  const batch = new Set(fitting(uids, options.maxSetLength))
  return {
    wanted: new Map(needed.filter(([uid]) => !batch.has(uid))),
    sending: { on, uids: batch, sentAt: options.revision },
    ...(unsure.size > 0 && { unsure }),
  }
}

/**
 * The command succeeded, and what it did is the truth by now.
 *
 * @param doubtful Messages the server told otherwise of meanwhile: nobody knows which of the two was last.
 */
export function succeeded(
  { wanted, sending, unsure = NONE }: FlagWishes,
  doubtful: readonly number[] = [],
): FlagWishes {
  return withUnsure({ wanted }, [...[...unsure].filter((uid) => !sending?.uids.has(uid)), ...doubtful])
}

/** Nobody knows whether the command was carried out: it is sent again, unless a newer wish says otherwise. */
export function unanswered(wishes: FlagWishes): FlagWishes {
  const { wanted, sending, unsure = NONE } = wishes
  if (!sending) return wishes
  const again = [...sending.uids].filter((uid) => !wanted.has(uid))
  const next = { wanted: new Map([...again.map((uid) => [uid, sending.on] as const), ...wanted]) }
  return withUnsure(next, [...unsure, ...sending.uids])
}

/** The command failed. What is left of the same change is not tried either: it would fail the same way. */
export function failed({ wanted, sending, unsure = NONE }: FlagWishes): FlagWishes {
  return withUnsure({ wanted: new Map([...wanted].filter(([, on]) => on !== sending?.on)) }, unsure)
}

const NONE: ReadonlySet<number> = new Set()

/** Doubt matters only where something is wanted. */
function withUnsure({ wanted }: FlagWishes, uids: Iterable<number>): FlagWishes {
  const unsure = new Set([...uids].filter((uid) => wanted.has(uid)))
  return unsure.size === 0 ? { wanted } : { wanted, unsure }
}
