import { onBeforeUnmount, ref } from 'vue'
import { isMessageDrag, wantsCopy } from '../shell/messageDrag.ts'

/** How long messages hover over a collapsed folder before it opens, in milliseconds. */
const LINGER_MS = 600

export interface DropTargetOptions {
  accepts: () => boolean
  /** They stayed here: show what is inside. */
  linger: () => void
  dropped: (event: DragEvent) => void
}

/** Makes an element take dragged messages. */
export function useDropTarget({ accepts, linger, dropped }: DropTargetOptions) {
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
        if (!isMessageDrag(event)) return
        timer ??= setTimeout(linger, LINGER_MS)
        if (!accepts()) return
        event.preventDefault()
        if (event.dataTransfer) event.dataTransfer.dropEffect = wantsCopy(event) ? 'copy' : 'move'
        over.value = true
      },
      dragleave: leave,
      drop(event: DragEvent): void {
        leave()
        if (!isMessageDrag(event) || !accepts()) return
        event.preventDefault()
        dropped(event)
      },
    },
  }
}
