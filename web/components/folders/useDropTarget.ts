import { onBeforeUnmount, ref } from 'vue'
import { isFileDrag, isMessageDrag, wantsCopy } from '../shell/messageDrag.ts'

/** How long messages hover over a collapsed folder before it opens, in milliseconds. */
const LINGER_MS = 600

export interface DropTargetOptions {
  accepts: () => boolean
  /** They stayed here: show what is inside. */
  linger: () => void
  dropped: (event: DragEvent) => void
  /** Files come from outside, into any folder that holds messages. */
  takesFiles: () => boolean
  filesDropped: (files: File[]) => void
}

/** Makes an element take dragged messages, and files of messages. */
export function useDropTarget({ accepts, linger, dropped, takesFiles, filesDropped }: DropTargetOptions) {
  const over = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function leave(): void {
    over.value = false
    clearTimeout(timer)
    timer = undefined
  }
  onBeforeUnmount(leave)

  return {
    over,
    listeners: {
      dragover(event: DragEvent): void {
        const files = isFileDrag(event)
        if (!files && !isMessageDrag(event)) return
        timer ??= setTimeout(linger, LINGER_MS)
        if (!(files ? takesFiles() : accepts())) return
        event.preventDefault()
        if (event.dataTransfer) event.dataTransfer.dropEffect = files || wantsCopy(event) ? 'copy' : 'move'
        over.value = true
      },
      dragleave: leave,
      drop(event: DragEvent): void {
        leave()
        if (isFileDrag(event) && takesFiles()) {
          event.preventDefault()
          filesDropped([...(event.dataTransfer?.files ?? [])])
          return
        }
        if (!isMessageDrag(event) || !accepts()) return
        event.preventDefault()
        dropped(event)
      },
    },
  }
}
