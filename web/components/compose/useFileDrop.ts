import { ref } from 'vue'

/** Files dragged over an element: whether they are, and its listeners. Text and links go to what is below. */
export function useFileDrop(onFiles: (files: File[]) => void) {
  const over = ref(false)
  /** Entering a child comes before leaving its parent. */
  let depth = 0

  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

  const listeners = {
    dragenter(event: DragEvent): void {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth++
      over.value = true
    },
    dragover(event: DragEvent): void {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    },
    dragleave(event: DragEvent): void {
      if (!hasFiles(event)) return
      depth = Math.max(0, depth - 1)
      over.value = depth > 0
    },
    drop(event: DragEvent): void {
      depth = 0
      over.value = false
      if (!hasFiles(event)) return
      event.preventDefault()
      // A folder is no file: its entry says so.
      const items = [...(event.dataTransfer?.items ?? [])].filter(
        (item) => item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true,
      )
      onFiles(items.flatMap((item) => item.getAsFile() ?? []))
    },
  }

  return { over, listeners }
}
