/**
 * Keys pressed inside a frame are heard by its document alone: they are told to the page as well, so that its shortcuts
 * work while a letter has the focus. What the page takes, the frame does not do.
 */
export function passKeysOn(document: Document, frame: HTMLIFrameElement): void {
  document.addEventListener('keydown', (event) => {
    const { key, code, ctrlKey, metaKey, altKey, shiftKey, repeat } = event
    const told = new KeyboardEvent('keydown', {
      key,
      code,
      ctrlKey,
      metaKey,
      altKey,
      shiftKey,
      repeat,
      bubbles: true,
      cancelable: true,
    })
    if (!frame.dispatchEvent(told)) event.preventDefault()
  })
}
