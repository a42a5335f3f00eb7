import type { Flowed } from '../mime/plainText.ts'
import { calmDown } from './calm.ts'
import { adaptToPage, hasDarkVersion } from './adapt.ts'
import { REMOTE_BACKGROUND, standInForBlockedImages } from './blockedImage.ts'
import { foldLongQuotes, foldQuotes } from './foldQuotes.ts'
import { markMismatchedLinks } from './links.ts'
import { renderPlain } from './plain.ts'
import { RemotePictures } from './remotePictures.ts'
import { sanitise, type SafeHtml } from './sanitise.ts'

/** What is drawn, in reading order. Each HTML part is made safe and drawn on its own (EFAIL, threat 25). */
export type ReaderPart =
  | { kind: 'html'; html: string }
  | { kind: 'text'; text: string; flowed?: Flowed }
  /** A blob URL of a picture whose first bytes were those of a raster picture. */
  | { kind: 'image'; url: string; name: string }

export interface DrawOptions {
  /** Blob URLs of the message's own pictures by Content-ID, without brackets. */
  pictures: ReadonlyMap<string, string>
  /** Remote pictures that are shown at once, by URL: where each can be loaded from. */
  shown?: ReadonlyMap<string, string> | undefined
  /** Name of the button behind which quotations are folded; absent: they stay open. */
  foldLabel?: string | undefined
  /** The page is dark. */
  dark?: boolean | undefined
}

export interface Drawn {
  /** How many remote pictures, sheets, fonts and frames were taken out. */
  blockedRemote: number
  /** Those that can be shown on wish. */
  remote: RemotePictures
  mismatchedLinks: number
  cut: boolean
  /** Content-IDs that the HTML shows; pictures it does not show are attachments. */
  usedPictures: ReadonlySet<string>
  /**
   * `paper`: HTML brings its own colours and is drawn on white. `theme`: text, and simple letters, take the page's.
   * `own`: HTML with a dark version of its own, which is drawn anew when the page's theme changes.
   */
  ground: 'paper' | 'theme' | 'own'
}

/**
 * Fills the document of the reader frame. What was there goes first: whatever throws, a letter never stands under the
 * sender of the next one. The frame is empty when this throws.
 */
export function drawMessage(document: Document, parts: readonly ReaderPart[], options: DrawOptions): Drawn {
  emptyDocument(document)
  try {
    return fillDocument(document, parts, options)
  } catch (error) {
    emptyDocument(document)
    throw error
  }
}

function emptyDocument({ documentElement, body }: Document): void {
  documentElement.dataset['ground'] = 'theme'
  delete documentElement.dataset['calm']
  for (const { name } of [...body.attributes]) body.removeAttribute(name)
  body.replaceChildren()
}

function fillDocument(
  document: Document,
  parts: readonly ReaderPart[],
  { pictures, foldLabel, dark, shown }: DrawOptions,
): Drawn {
  const window = document.defaultView
  if (!window) throw new Error('the reader frame is not on screen')
  const usedPictures = new Set<string>()
  const remote = new RemotePictures(document.body)
  const drawn = { blockedRemote: 0, mismatchedLinks: 0, cut: false, usedPictures, remote }
  const resolveCid = (url: string): string | undefined => {
    const id = contentIdOf(url)
    const picture = id === undefined ? undefined : pictures.get(id)
    if (id !== undefined && picture !== undefined) usedPictures.add(id)
    return picture
  }
  const htmlParts = parts.filter((part) => part.kind === 'html')
  const own = htmlParts.length === 1 && hasDarkVersion(htmlParts[0]?.html ?? '')
  document.documentElement.dataset['ground'] = own ? 'own' : htmlParts.length > 0 ? 'paper' : 'theme'
  const boxes = parts.map((part) => {
    const box = document.createElement('div')
    box.className = 'ponte-part'
    if (part.kind === 'text') box.append(renderPlain(document, part.text, { flowed: part.flowed, foldLabel }))
    else if (part.kind === 'image') box.append(picture(document, part))
    else {
      const safe = sanitise(part.html, {
        window,
        resolveCid,
        dark: own ? dark === true : undefined,
        remotePicture: (url) => remote.addScenery(url),
      })
      drawn.blockedRemote += safe.blockedRemote
      drawn.cut ||= safe.cut
      placeHtml(box, safe, { body: htmlParts.length === 1 ? document.body : box, remote })
    }
    return box
  })
  remote.setVariables()
  document.body.replaceChildren(...boxes)
  for (const [url, address] of shown ?? []) remote.show(url, address)
  const html = boxes.filter((_box, at) => parts[at]?.kind === 'html')
  if (!own && html.length > 0 && !remote.asScenery && html.every(adaptToPage))
    document.documentElement.dataset['ground'] = 'theme'
  calmDown(document)
  // Links whose text names another site than they lead to (threat 21), before folding hides some of them.
  for (const box of html) drawn.mismatchedLinks += markMismatchedLinks(box)
  if (foldLabel !== undefined) for (const box of html) foldQuotes(box, foldLabel)
  if (foldLabel !== undefined) for (const box of boxes) foldLongQuotes(box, foldLabel)
  return { ...drawn, ground: document.documentElement.dataset['ground'] as Drawn['ground'] }
}

function placeHtml(
  box: HTMLElement,
  safe: SafeHtml,
  { body, remote }: { body: HTMLElement; remote: RemotePictures },
): void {
  for (const [name, value] of safe.bodyAttributes) {
    if (name === 'class' && body === box) box.className += ` ${value}`
    else if (name === REMOTE_BACKGROUND) remote.addBackground(value, body)
    else body.setAttribute(name, value)
  }
  box.append(box.ownerDocument.importNode(safe.fragment, true))
  // The sanitiser's document stands under the page's policy, which allows no style attribute; this one's allows it.
  for (const styled of box.querySelectorAll('[style]')) {
    styled.setAttribute('style', styled.getAttribute('style') ?? '')
  }
  standInForBlockedImages(box, remote)
}

function picture(document: Document, part: { url: string; name: string }): HTMLImageElement {
  const image = document.createElement('img')
  image.className = 'ponte-picture'
  image.alt = part.name
  image.src = part.url
  return image
}

/** RFC 2392: `cid:` and the percent-encoded Content-ID without its brackets. */
export function contentIdOf(url: string): string | undefined {
  const raw = /^cid:(.+)$/is.exec(url.trim())?.[1]
  if (raw === undefined) return undefined
  try {
    return decodeURIComponent(raw)
  } catch {
    return raw
  }
}
