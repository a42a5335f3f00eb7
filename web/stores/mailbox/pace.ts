import { delay } from '../../delay.ts'
import { TOGGLE_QUIET_MS, TOGGLE_RECENT_MS } from './limits.ts'

/** When the next command may go. The first goes at once; one that takes back what was just sent waits for an end of the toggling. */
export interface Pace {
  /** Somebody sends already. */
  busy: boolean
  /** The user has pressed. */
  wished(): void
  /** A command names these. */
  sent(uids: ReadonlySet<number>): void
  /** Resolves when what is wanted may be sent. */
  settled(wanted: () => ReadonlyMap<number, boolean>): Promise<void>
}

export function createPace(): Pace {
  let wishedAt = 0
  let last: { at: number; uids: ReadonlySet<number> } | undefined

  function isToggled(wanted: ReadonlyMap<number, boolean>): boolean {
    if (!last || performance.now() - last.at > TOGGLE_RECENT_MS) return false
    const { uids } = last
    return [...wanted.keys()].some((uid) => uids.has(uid))
  }

  return {
    busy: false,
    wished: () => void (wishedAt = performance.now()),
    sent: (uids) => void (last = { at: performance.now(), uids }),
    async settled(wanted) {
      for (;;) {
        const left = wishedAt + TOGGLE_QUIET_MS - performance.now()
        if (left <= 0 || !isToggled(wanted())) return
        await delay(left)
      }
    },
  }
}
