import { sanitise } from '../reader/sanitise.ts'
import { domToText } from './domText.ts'

export interface CleanHtml {
  html: string
  text: string
}

export interface CleanOptions {
  /** The window of the clean room. */
  window: Window
  /** Replaces the `cid:` URL of a picture; `undefined` removes the picture. */
  resolveCid(url: string): string | undefined
  /** Keep the original's style sheets. In a forward they preserve its look; in an answer they would style the answer too. */
  sheets: boolean
}

/** Cleans foreign HTML for a quote: nothing in it runs or fetches, remote pictures go. It is sanitised again when drawn. */
export function cleanHtml(html: string, { window, resolveCid, sheets }: CleanOptions): CleanHtml {
  const { fragment, bodyAttributes } = sanitise(html, { window, resolveCid })
  const document = fragment.ownerDocument
  const box = document.createElement('div')
  for (const [name, value] of bodyAttributes) if (KEPT.has(name)) box.setAttribute(name, value)
  box.append(fragment)
  // The sanitiser returns elements only, so this removes whole elements.
  if (!sheets) for (const sheet of box.querySelectorAll('style')) sheet.remove()
  const holder = document.createElement('div')
  holder.append(box)
  return { html: holder.innerHTML, text: domToText(box) }
}

/** Attributes of the original's body that fit a div. */
const KEPT = new Set(['dir', 'lang', 'style', 'class'])
