import { linkTarget } from '../mime/linkTarget.ts'
import { mismatchedHost } from '../mime/lookAlike.ts'

/**
 * Marks links whose text names another site than they lead to, with `data-claims` and the real target on hover.
 * @returns how many there are
 */
export function markMismatchedLinks(root: ParentNode): number {
  let count = 0
  for (const link of root.querySelectorAll('a[href]')) {
    const href = link.getAttribute('href') ?? ''
    if (!/^https?:/i.test(href)) continue
    const { url } = linkTarget(href)
    const claimed = mismatchedHost(link.textContent ?? '', url)
    if (claimed === undefined) continue
    link.setAttribute('data-claims', claimed)
    // Last of the attributes, so that a second pass writes the same.
    link.removeAttribute('title')
    link.setAttribute('title', url)
    count++
  }
  return count
}
