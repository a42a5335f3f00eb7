import type { Page } from 'playwright-core'

/** Smallest side of what is pressed, in CSS pixels: WCAG 2.2's 2.5.8 for a mouse, 2.5.5 for a finger. */
export const TARGET = { mouse: 24, finger: 44 }

/**
 * What does not fit on the page as it stands, a line for each element: content cut off or wider than its box, boxes
 * beyond the window, and controls smaller than `target`, measured by where a press reaches them. What is scrolled out
 * of sight is left out, and so are the lines between panes, which keys move too.
 */
export function misfits(page: Page, target: number): Promise<string[]> {
  return page.evaluate((smallest) => {
    /** Boxes end between two pixels. */
    const SLACK = 1
    const CONTROLS =
      'button, a[href], input, select, textarea, summary, [role=button], [role=menuitem], [role=option], [role=treeitem], [role=tab], .twist, .foldable'
    const found = new Set<string>()
    /** Of the layers that lie over the page where they have room, the one an element is part of. */
    const layerOf = (element: Element | null): Element | undefined => {
      for (let parent = element; parent; parent = parent.parentElement)
        if (getComputedStyle(parent).position === 'fixed') return parent
      return undefined
    }

    const shown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('.visually-hidden, [inert]') === null
    const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll'
    const nameOf = (element: Element): string => {
      const words = element.getAttribute('aria-label') ?? element.textContent.trim()
      const parent = element.parentElement
      return [
        parent ? `${parent.tagName.toLowerCase()}.${parent.classList[0] ?? ''} >` : '',
        `${element.tagName.toLowerCase()}.${[...element.classList].join('.')}`,
        `"${words.slice(0, 40)}"`,
      ].join(' ')
    }
    /** Beyond the edge of the window, or of something that scrolls, there is nothing to press. */
    const halfScrolledAway = (element: Element, box: DOMRect): boolean => {
      if (box.top < 0 || box.bottom > innerHeight) return true
      for (let parent = element.parentElement; parent; parent = parent.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(parent)
        const frame = parent.getBoundingClientRect()
        if (scrolls(overflowY) && (box.top < frame.top || box.bottom > frame.bottom)) return true
        if (scrolls(overflowX) && (box.left < frame.left || box.right > frame.right)) return true
      }
      return false
    }
    /** Whether the window shows what is beyond its edge, for want of a box that cuts it. */
    const uncut = (element: Element): boolean => {
      for (let parent = element.parentElement; parent; parent = parent.parentElement)
        if (getComputedStyle(parent).overflowX !== 'visible')
          return parent === document.body || parent === document.documentElement
      return true
    }

    const { clientWidth } = document.documentElement
    if (document.documentElement.scrollWidth > clientWidth) found.add('the page is wider than the window')
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (element.closest('svg, iframe') || !shown(element)) continue
      const box = element.getBoundingClientRect()
      if (box.width <= 1 || box.height <= 1) continue
      const style = getComputedStyle(element)
      // An ellipsis says that something is cut; text to type scrolls in its field.
      const cutOnPurpose =
        style.textOverflow === 'ellipsis' || style.clipPath !== 'none' || element.matches('input')
      // A press reaches beyond some controls, by a box that is not seen.
      const reachesOut = getComputedStyle(element, '::after').position === 'absolute'
      if (
        element.scrollWidth - element.clientWidth > SLACK &&
        style.display !== 'inline' &&
        !scrolls(style.overflowX) &&
        !cutOnPurpose &&
        !reachesOut
      )
        found.add(`${nameOf(element)}: ${element.scrollWidth} px in ${element.clientWidth}`)
      if ((box.left < -SLACK || box.right > clientWidth + SLACK) && uncut(element))
        found.add(`${nameOf(element)}: from ${Math.round(box.left)} to ${Math.round(box.right)}`)
    }

    for (const control of document.querySelectorAll<HTMLElement>(CONTROLS)) {
      if (control.matches(':disabled, [aria-disabled=true]')) continue
      // A link inside a sentence is as high as its lines.
      if (control.tagName === 'A' && getComputedStyle(control).display === 'inline') continue
      const label = control instanceof HTMLInputElement ? control.labels?.[0] : undefined
      const box = (label?.contains(control) ? label : control).getBoundingClientRect()
      const x = box.left + box.width / 2
      const y = box.top + box.height / 2
      const pressed = (atX: number, atY: number): boolean => {
        const hit = document.elementFromPoint(atX, atY)
        return hit !== null && (control.contains(hit) || label?.contains(hit) === true)
      }
      // Not drawn, or beneath a menu or a dialog.
      if (!pressed(x, y) || halfScrolledAway(control, box)) continue
      const half = smallest / 2 - SLACK
      if (pressed(x - half, y) && pressed(x + half, y) && pressed(x, y - half) && pressed(x, y + half))
        continue
      // The end of it lies beneath a message that is being written.
      const layer = layerOf(control)
      const ends = [x - half, x + half].map((end) => document.elementFromPoint(end, y))
      const sides = [y - half, y + half].map((end) => document.elementFromPoint(x, end))
      if ([...ends, ...sides].some((hit) => hit && layerOf(hit) !== undefined && layerOf(hit) !== layer))
        continue
      const reach = (dx: number, dy: number): number => {
        let steps = 0
        while (steps < smallest && pressed(x + dx * (steps + 1), y + dy * (steps + 1))) steps += 1
        return steps
      }
      const width = reach(-1, 0) + reach(1, 0) + 1
      const height = reach(0, -1) + reach(0, 1) + 1
      if (width < smallest - SLACK || height < smallest - SLACK)
        found.add(`${nameOf(control)}: pressed on ${width}×${height} px`)
    }
    return [...found]
  }, target)
}
