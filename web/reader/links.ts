import { linkTarget } from '../mime/linkTarget.ts'
import { falseClaim } from '../mime/linkText.ts'
import { seenText } from './seen.ts'

/**
 * Marks links whose text names another site, or another address, than they lead to, with `data-claims` and the real target on
 * hover. The links are drawn already: what a person cannot see in them claims nothing, and hides no claim.
 * @returns how many there are
 */
export function markMismatchedLinks(root: ParentNode): number {
  let count = 0
  for (const link of root.querySelectorAll('a[href]')) {
    const href = link.getAttribute('href') ?? ''
    if (!/^(?:https?|mailto):/i.test(href)) continue
    const { url } = linkTarget(href)
    const claimed = falseClaim(seenText(link), url)
    if (claimed === undefined) continue
    link.setAttribute('data-claims', claimed)
    link.setAttribute('title', url)
    count++
  }
  return count
}
