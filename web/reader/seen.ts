import { MAX_SEEN_ANCESTORS, SMALLEST_SEEN_PX } from './limits.ts'

/** Whether a person can see a text that is drawn: newsletters hide a preheader, and phishing the half of a word. */
export function isSeen(text: Text): boolean {
  const element = text.parentElement
  const window = text.ownerDocument.defaultView
  if (!element || !window) return false
  // Nothing of a frame that is not on screen has a layout: by its styles everything would be hidden.
  if (text.ownerDocument.body.offsetWidth === 0) return true
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return isFolded(element)
  const style = window.getComputedStyle(element)
  if (parseFloat(style.fontSize) < SMALLEST_SEEN_PX || isTransparent(style.color)) return false
  let ancestor: Element | null = element
  for (let depth = 0; ancestor && depth < MAX_SEEN_ANCESTORS; depth++, ancestor = ancestor.parentElement) {
    if (ancestor === text.ownerDocument.body) break
    const { overflow } = window.getComputedStyle(ancestor)
    const clips =
      overflow !== 'visible' && ancestor instanceof (window as typeof globalThis & Window).HTMLElement
    if (clips && (ancestor.clientHeight <= 1 || ancestor.clientWidth <= 1)) return false
  }
  return true
}

/** What a closed fold of ours, or of the letter's, holds is hidden only until it is opened. */
function isFolded(element: Element): boolean {
  const fold = element.closest('details:not([open])')
  return fold !== null && fold !== element && fold.checkVisibility()
}

function isTransparent(colour: string): boolean {
  return /^rgba\(.*, 0\)$|\/ 0\)$/.test(colour)
}

/** The text of an element as far as one sees it. */
export function seenText(element: Element): string {
  // Nothing inside can be hidden from what is around it.
  if (element.childElementCount === 0) return element.textContent ?? ''
  let text = ''
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (isSeen(node as Text)) text += node.nodeValue ?? ''
  return text
}
