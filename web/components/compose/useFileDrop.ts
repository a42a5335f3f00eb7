import { ref } from 'vue'

/** Whether files are dragged over an element, and the listeners for it. Dragged text and links reach the fields below. */
export function useFileDrop(onFiles: (files: File[]) => void) {
  const over = ref(false)
  /** The browser reports entering a child before leaving its parent. */
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
      // A folder comes as an item too; only its entry tells.
      const items = [...(event.dataTransfer?.items ?? [])].filter(
        (item) => item.kind === 'file' && item.webkitGetAsEntry()?.isDirectory !== true,
      )
      onFiles(items.flatMap((item) => item.getAsFile() ?? []))
    },
  }

  return { over, listeners }
}
