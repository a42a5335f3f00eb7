import { MAX_FRAME_HEIGHT, MIN_ZOOM } from './limits.ts'

/**
 * Keeps the frame as high as its content, so that nothing is cut and only the page scrolls; mail wider than the frame
 * is drawn smaller. Watched from outside: no script runs in the frame.
 * @returns how to stop
 */
export function followContentSize(frame: HTMLIFrameElement): () => void {
  const document = frame.contentDocument
  if (!document) throw new Error('the reader frame has no document')
  let width = -1
  let height = -1
  const fit = (): void => {
    // Measuring anew would lay the page out once more.
    if (frame.clientWidth === width && document.body.offsetHeight === height) return
    if (frame.clientWidth !== width) {
      width = frame.clientWidth
      fitWidth(document)
    }
    fitHeight(frame, document)
    height = document.body.offsetHeight
  }
  const onPicture = (): void => {
    width = -1
    fit()
  }
  const observer = new ResizeObserver(fit)
  observer.observe(document.body)
  observer.observe(frame)
  document.addEventListener('load', onPicture, true)
  // Before the next frame is painted, and once for all that changes until then: measuring lays the whole page out.
  const first = requestAnimationFrame(onPicture)
  return () => {
    cancelAnimationFrame(first)
    observer.disconnect()
    document.removeEventListener('load', onPicture, true)
  }
}

function fitWidth(document: Document): void {
  const root = document.documentElement
  document.body.style.removeProperty('zoom')
  if (root.scrollWidth <= root.clientWidth) return
  const zoom = Math.max(root.clientWidth / root.scrollWidth, MIN_ZOOM)
  document.body.style.setProperty('zoom', String(zoom))
}

/** Asks as little as it can after a change: each time the page around the frame is laid out anew. */
function fitHeight(frame: HTMLIFrameElement, document: Document): void {
  const holder = frame.parentElement
  const root = document.documentElement
  // A document is never measured lower than its frame; the holder keeps the page from jumping meanwhile.
  const mayShrink = root.clientHeight > 0 && root.scrollHeight <= root.clientHeight
  if (mayShrink) {
    holder?.style.setProperty('min-block-size', `${frame.offsetHeight}px`)
    frame.style.blockSize = '0'
  }
  const height = Math.min(root.scrollHeight, MAX_FRAME_HEIGHT)
  const scrollsSideways = root.scrollWidth > root.clientWidth
  frame.style.blockSize = `${height}px`
  if (scrollsSideways) {
    const scrollbar = (document.defaultView?.innerHeight ?? root.clientHeight) - root.clientHeight
    if (scrollbar > 0) frame.style.blockSize = `${height + scrollbar}px`
  }
  if (mayShrink) holder?.style.removeProperty('min-block-size')
}
