import { customRef, type Ref } from 'vue'

export interface ThrottledRef<Value> {
  /** Always the newest value; those who watch it are told at once when it is set. */
  ref: Ref<Value>
  /** Sets it without delay, and tells those who watch at most once per `everyMs`: the first time at once. */
  setSoon(value: Value): void
}

/** For what a server may change a thousand times a second: reading it is exact, drawing it is bearable. */
export function throttledRef<Value>(initial: Value, everyMs: number): ThrottledRef<Value> {
  let value = initial
  let tell: () => void = () => undefined
  let resting: ReturnType<typeof setTimeout> | undefined
  let waiting = false

  const rest = (): void => {
    waiting = false
    resting = setTimeout(() => {
      resting = undefined
      if (!waiting) return
      tell()
      rest()
    }, everyMs)
  }

  return {
    ref: customRef((track, trigger) => {
      tell = trigger
      return {
        get() {
          track()
          return value
        },
        set(next) {
          if (Object.is(next, value)) return
          value = next
          trigger()
        },
      }
    }),
    setSoon(next) {
      if (Object.is(next, value)) return
      value = next
      if (resting !== undefined) waiting = true
      else {
        tell()
        rest()
      }
    },
  }
}
