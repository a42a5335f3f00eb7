import { sanitise } from '../reader/sanitise.ts'
import { domToText } from './domText.ts'

export interface CleanHtml {
  html: string
  text: string
}

export interface CleanOptions {
  /** Of the clean room. */
  window: Window
  /** What a picture's `cid:` URL becomes; `undefined` takes it out. */
  resolveCid(url: string): string | undefined
  /** Style sheets of the original: in a forward it looks as it did, in an answer they would style the answer too. */
  sheets: boolean
}

/** Foreign HTML for quoting: nothing in it runs or fetches, remote pictures are gone. It is made safe again when drawn. */
export function cleanHtml(html: string, { window, resolveCid, sheets }: CleanOptions): CleanHtml {
  const { fragment, bodyAttributes } = sanitise(html, { window, resolveCid })
  const document = fragment.ownerDocument
  const box = document.createElement('div')
  for (const [name, value] of bodyAttributes) if (KEPT.has(name)) box.setAttribute(name, value)
  box.append(fragment)
  // The sanitiser keeps elements only; what is taken out here is a whole element.
  if (!sheets) for (const sheet of box.querySelectorAll('style')) sheet.remove()
  const holder = document.createElement('div')
  holder.append(box)
  return { html: holder.innerHTML, text: domToText(box) }
}

/** Attributes of the original's body that a div can have. */
const KEPT = new Set(['dir', 'lang', 'style', 'class'])
