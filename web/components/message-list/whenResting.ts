/** How long a pointer rests on a row before its message is asked for, in milliseconds: who passes over rows asks for none. */
export const REST_MS = 60

/** Tells of the row that the pointer has come to rest on, once. */
export function whenResting(act: (index: number) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let at: number | undefined

  function over(index: number | undefined): void {
    if (index === at) return
    at = index
    clearTimeout(timer)
    timer = index === undefined ? undefined : setTimeout(() => act(index), REST_MS)
  }

  return {
    over,
    leave: () => over(undefined),
  }
}
