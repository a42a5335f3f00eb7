import { HOST_RETRY_MS } from '../limits.ts'

const READER = 'reader.html'

/**
 * Hands on each document of `reader.html` that a frame loads, which it also does when it moves in the page: for the `load`
 * event of the frame. While the page's host is away a frame shows something else, the browser's own page or a proxy's,
 * without the reader's policy: nothing is drawn in that, and `reader.html` is asked for again.
 */
export function onReader(
  take: (document: Document, frame: HTMLIFrameElement) => void,
): (event: Event) => void {
  return ({ target }) => {
    const frame = target as HTMLIFrameElement
    const document = frame.contentDocument
    if (document && isReader(document)) take(document, frame)
    else
      setTimeout(() => {
        if (frame.isConnected) frame.src = READER
      }, HOST_RETRY_MS)
  }
}

function isReader(document: Document): boolean {
  const policy = document.querySelector<HTMLMetaElement>('head > meta[http-equiv="Content-Security-Policy"]')
  return policy?.content.startsWith("default-src 'none'") ?? false
}
