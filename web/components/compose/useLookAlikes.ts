import { computed, reactive, watch } from 'vue'
import { type Suggestion, useAddressBook } from '../../stores/compose/index.ts'

/** Of the addresses of a field, those that are likely a slip, each with whom it may mean. */
export function useLookAlikes(accountId: string, addresses: () => readonly string[]) {
  const book = useAddressBook(accountId)
  const found = reactive(new Map<string, Suggestion>())
  watch(
    addresses,
    (all) => {
      // Those without an answer are asked about at each change: the index may have learned of Sent meanwhile.
      for (const address of all) {
        if (address === '' || found.has(address)) continue
        void book.lookAlike(address).then((known) => known && found.set(address, known))
      }
    },
    { immediate: true },
  )
  return computed(() =>
    addresses().flatMap((address, at) => {
      const known = found.get(address)
      return known ? [{ at, address, known }] : []
    }),
  )
}
