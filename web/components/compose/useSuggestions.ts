import { computed, ref, shallowRef, watch } from 'vue'
import { type Suggestion, useAddressBook } from '../../stores/compose/index.ts'
import { isWhole } from './recipientChips.ts'

const NONE: readonly Suggestion[] = []

/** Whom typed text may mean. The worker answers a little later than somebody types; the last answer counts. */
export function useSuggestions(accountId: string, typing: () => string, taken: () => string[]) {
  const book = useAddressBook(accountId)
  const answered = shallowRef<{ typed: string; list: readonly Suggestion[] }>({ typed: '', list: NONE })
  const dismissed = ref(false)
  /** Chosen with the arrows; otherwise the first, unless what is typed is an address itself. */
  const chosen = ref<number>()

  const suggestions = computed(() => (dismissed.value || typing().trim() === '' ? NONE : answered.value.list))
  /** The list is about what is typed now. */
  const isCurrent = computed(() => answered.value.typed === typing())
  const active = computed(() => {
    const first = suggestions.value[0]
    if (!first) return -1
    if (chosen.value !== undefined) return Math.min(chosen.value, suggestions.value.length - 1)
    return isWhole(typing()) && !typing().includes(first.address) ? -1 : 0
  })

  async function ask(typed: string): Promise<readonly Suggestion[]> {
    const list = await book.suggest(typed, taken())
    if (typing() === typed) answered.value = { typed, list }
    return list
  }

  watch(typing, (typed) => {
    chosen.value = undefined
    if (typed.trim() === '') answered.value = { typed, list: NONE }
    else void ask(typed)
  })

  function step(by: 1 | -1): void {
    const { length } = suggestions.value
    const from = active.value < 0 && by < 0 ? 0 : active.value
    chosen.value = (from + by + length) % length
  }

  return {
    suggestions,
    active,
    step,
    isDismissed: () => dismissed.value,
    dismiss: (on = true) => void (dismissed.value = on),
    prepare: book.prepare,
    /** What Enter would choose; a promise while the worker has not answered to the last letters. */
    choice(): Suggestion | undefined | Promise<Suggestion | undefined> {
      if (dismissed.value) return undefined
      if (isCurrent.value) return suggestions.value[active.value]
      const typed = typing()
      return isWhole(typed) ? undefined : ask(typed).then(([first]) => first)
    },
    /** @returns takes it back */
    forget({ address }: Suggestion): () => void {
      const back = book.forget(address)
      void ask(typing())
      return () => {
        back()
        void ask(typing())
      }
    },
  }
}
