import { onBeforeUnmount, ref, type Ref } from 'vue'

/** How often the clock is looked at, in milliseconds: a laptop may sleep through midnight. */
const CLOCK_MS = 60_000

/** The start of today: changes at midnight, and with it what "today" and "yesterday" mean. */
export function useToday(): Readonly<Ref<Date>> {
  const today = ref(startOfToday())
  const timer = setInterval(() => {
    const now = startOfToday()
    if (now.getTime() !== today.value.getTime()) today.value = now
  }, CLOCK_MS)
  onBeforeUnmount(() => clearInterval(timer))
  return today
}

function startOfToday(): Date {
  const now = new Date()
  return new Date(now.getFullYear(), now.getMonth(), now.getDate())
}
