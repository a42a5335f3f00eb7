import type { RemotePictures } from './remotePictures.ts'

/** Pictures no wider or higher than this watch the reader and show nothing; in CSS pixels. */
const TRACKER_SIZE = 3

/** Where the sanitiser leaves the address of a remote picture; no attribute of a letter has such a name. */
export const REMOTE_SRC = 'data-remote-src'
export const REMOTE_BACKGROUND = 'data-remote-background'

/**
 * Puts a quiet box with the picture's description where a picture was taken out, as large as it would have been, so
 * that the letter keeps its shape; the browser's own sign for a broken picture would say that something is wrong.
 */
export function standInForBlockedImages(root: ParentNode, remote: RemotePictures): void {
  for (const element of root.querySelectorAll(`[${REMOTE_BACKGROUND}]`)) {
    const url = element.getAttribute(REMOTE_BACKGROUND) ?? ''
    element.removeAttribute(REMOTE_BACKGROUND)
    remote.addBackground(url, element)
  }
  for (const image of root.querySelectorAll<HTMLImageElement>('img:not([src])')) {
    const url = image.getAttribute(REMOTE_SRC)
    image.removeAttribute(REMOTE_SRC)
    const [width, height] = [lengthOf(image, 'width'), lengthOf(image, 'height')]
    if (isUnseen(image, [width, height])) {
      if (url !== null) remote.addTracker()
      image.remove()
      continue
    }
    // Without words and without a size there is nothing to keep the room of.
    const isBare =
      image.alt.trim() === '' && (width === undefined || height === undefined) && image.style.width === ''
    const box = isBare ? placeOf(image) : boxFor(image, width, height)
    const isShownLater =
      url !== null &&
      remote.add(url, (address) => {
        image.src = address
        box.replaceWith(image)
      })
    if (isBare && !isShownLater) image.remove()
    else image.replaceWith(box)
  }
}

/** Its place in the text and nothing to be seen, whatever its own styles say. */
function placeOf(image: HTMLImageElement): HTMLElement {
  const place = image.ownerDocument.createElement('span')
  place.hidden = true
  return place
}

function boxFor(image: HTMLImageElement, width: string | undefined, height: string | undefined): HTMLElement {
  const box = image.ownerDocument.createElement('span')
  for (const name of ['style', 'class', 'dir', 'title']) {
    const value = image.getAttribute(name)
    if (value !== null) box.setAttribute(name, value)
  }
  box.classList.add('ponte-blocked')
  box.textContent = image.alt
  // "As high as its width asks": only the attributes know the shape of what is not here.
  if (image.style.height === 'auto' && width?.endsWith('px') && height?.endsWith('px'))
    box.style.aspectRatio = `${Number.parseInt(width, 10)} / ${Number.parseInt(height, 10)}`
  if (width !== undefined && box.style.width === '') box.style.width = width
  if (height !== undefined && box.style.height === '') box.style.height = height
  return box
}

/** `width="120"` and `width="50%"` as CSS lengths; anything else is no length. */
function lengthOf(image: HTMLImageElement, name: 'width' | 'height'): string | undefined {
  const value = /^\s*(\d{1,5})(%|px)?\s*$/.exec(image.getAttribute(name) ?? '')
  return value ? `${value[1]}${value[2] === '%' ? '%' : 'px'}` : undefined
}

function isUnseen({ style }: HTMLImageElement, attributes: readonly (string | undefined)[]): boolean {
  if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return true
  const lengths = [...attributes, style.width, style.height, style.maxWidth, style.maxHeight]
  return lengths.some(
    (length) =>
      length !== undefined && /^[\d.]+px$/.test(length) && Number.parseFloat(length) <= TRACKER_SIZE,
  )
}
