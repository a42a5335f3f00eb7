import { onBeforeUnmount, onMounted } from 'vue'

/** Ctrl+P, or Cmd+P, prints the open message rather than the page around it. */
export function usePrintKey(canPrint: () => boolean, print: () => void): void {
  function onKey(event: KeyboardEvent): void {
    const wanted = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    if (!wanted || event.key.toLowerCase() !== 'p' || !canPrint()) return
    event.preventDefault()
    print()
  }
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}
