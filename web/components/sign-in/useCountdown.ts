import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** Whole seconds until `at` (milliseconds since the epoch), counted down; 0 when it is past or absent. */
export function useCountdown(at: () => number | undefined): Readonly<Ref<number>> {
  const seconds = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined

  function update(): void {
    seconds.value = Math.max(0, Math.ceil(((at() ?? 0) - Date.now()) / 1000))
    if (seconds.value === 0) clearInterval(timer)
  }

  watch(
    at,
    () => {
      clearInterval(timer)
      timer = setInterval(update, 250)
      update()
    },
    { immediate: true },
  )
  onScopeDispose(() => clearInterval(timer))
  return seconds
}
