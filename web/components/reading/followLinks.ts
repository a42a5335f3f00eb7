import { withoutTracking } from '../../mime/linkTarget.ts'

export interface FollowLinks {
  /** The link under the pointer or with the focus, as it stands in the message; none any more. */
  onTarget(href: string | undefined): void
  stripsTracking(): boolean
}

/** Watches the links of a message: tells which one is pointed at, and takes the tracking out of one that is about to be followed. */
export function followLinks(document: Document, { onTarget, stripsTracking }: FollowLinks): void {
  const linkOf = ({ target }: Event): Element | null =>
    (target as Element | null)?.closest?.('a[href], area[href]') ?? null
  const point = (event: Event): void => {
    const link = linkOf(event)
    const href = link?.getAttribute('href') ?? undefined
    onTarget(href === undefined || href.startsWith('#') ? undefined : href)
    if (!link || href === undefined || !stripsTracking()) return
    const clean = withoutTracking(href)
    if (clean !== href) link.setAttribute('href', clean)
  }
  for (const type of ['mouseover', 'focusin', 'pointerdown']) document.addEventListener(type, point)
  for (const type of ['mouseleave', 'focusout'])
    document.documentElement.addEventListener(type, () => onTarget(undefined))
}
