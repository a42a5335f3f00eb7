/** Pictures no wider or higher than this watch the reader and show nothing; in CSS pixels. */
const TRACKER_SIZE = 3

/**
 * Puts a quiet box with the picture's description where a picture was taken out, as large as it would have been, so
 * that the letter keeps its shape; the browser's own sign for a broken picture would say that something is wrong.
 */
export function standInForBlockedImages(root: ParentNode): void {
  for (const image of root.querySelectorAll<HTMLImageElement>('img:not([src])')) {
    const [width, height] = [lengthOf(image, 'width'), lengthOf(image, 'height')]
    // Without words and without a size there is nothing to keep the place of.
    const nothing =
      image.alt.trim() === '' && (width === undefined || height === undefined) && image.style.width === ''
    if (nothing || isTiny(width) || isTiny(height)) {
      image.remove()
      continue
    }
    const box = image.ownerDocument.createElement('span')
    for (const name of ['style', 'class', 'dir', 'title']) {
      const value = image.getAttribute(name)
      if (value !== null) box.setAttribute(name, value)
    }
    box.classList.add('ponte-blocked')
    box.textContent = image.alt
    if (width !== undefined && box.style.width === '') box.style.width = width
    if (height !== undefined && box.style.height === '') box.style.height = height
    image.replaceWith(box)
  }
}

/** `width="120"` and `width="50%"` as CSS lengths; anything else is no length. */
function lengthOf(image: HTMLImageElement, name: 'width' | 'height'): string | undefined {
  const value = /^\s*(\d{1,5})(%|px)?\s*$/.exec(image.getAttribute(name) ?? '')
  return value ? `${value[1]}${value[2] === '%' ? '%' : 'px'}` : undefined
}

function isTiny(length: string | undefined): boolean {
  return length !== undefined && length.endsWith('px') && Number.parseInt(length, 10) <= TRACKER_SIZE
}
