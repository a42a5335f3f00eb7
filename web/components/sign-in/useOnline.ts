import { onScopeDispose, ref, type Ref } from 'vue'

/** `navigator.onLine`, kept current. */
export function useOnline(): Readonly<Ref<boolean>> {
  const online = ref(navigator.onLine)
  const update = () => (online.value = navigator.onLine)
  addEventListener('online', update)
  addEventListener('offline', update)
  onScopeDispose(() => {
    removeEventListener('online', update)
    removeEventListener('offline', update)
  })
  return online
}
