/**
 * Runs work once what was just drawn is on screen, so that nothing holds it up. A hidden page paints nothing: it runs when the
 * page is looked at again.
 */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work))
}
