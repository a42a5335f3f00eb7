/** Bundled for test/e2e/reader-*.test.ts: the reader's own code, to be called from a test. */
import { drawMessage, type DrawOptions, type Drawn, type ReaderPart } from '../../web/reader/draw.ts'
import { drawForPrint } from '../../web/reader/print.ts'
import { filterSheet } from '../../web/reader/css.ts'
import { followContentSize } from '../../web/reader/size.ts'
import { sanitise } from '../../web/reader/sanitise.ts'
import { cleanHtml } from '../../web/editor/cleanHtml.ts'

export interface ReaderPage {
  /** Draws into the frame of the page and waits until its pictures have loaded or failed. */
  draw(
    parts: ReaderPart[],
    pictures?: [string, string][],
    options?: Omit<DrawOptions, 'pictures'>,
  ): Promise<
    Omit<Drawn, 'remote'> & { html: string; height: number; remote: readonly string[]; trackers: number }
  >
  /** Shows a remote picture of what was drawn last. */
  show(url: string, address: string): void
  /** What is drawn, once more as it goes to paper, into the same document. */
  print(): void
  /** Draws each letter in the frame with every feature on. @returns what threw, by the letter's number */
  drawAll(letters: readonly string[]): { at: number; error: string }[]
  /** What style sheets are after the filter. @returns what threw, or what the filter leaves and must not */
  filterAll(sheets: readonly string[]): { at: number; error: string }[]
  /** Quotes it, and shows the quotation as whoever gets the answer does. @returns the quotation */
  quote(html: string): string
  /** Sanitised, written out, and the same again: the two must not differ. */
  twice(html: string): [first: string, second: string]
}

declare global {
  interface Window {
    readerPage?: ReaderPage
  }
}

const frame = document.querySelector('iframe')
if (!frame) throw new Error('no frame')
let stop: (() => void) | undefined
let last: Drawn | undefined

function write(html: string): string {
  const window = frame?.contentWindow
  if (!window) throw new Error('the frame is not readable')
  const { fragment } = sanitise(html, { window, resolveCid: () => undefined })
  const holder = fragment.ownerDocument.createElement('div')
  holder.append(fragment)
  // Without the tag a parser would move the first style element into a head of its own.
  return `<body>${holder.innerHTML}`
}

async function draw(
  parts: ReaderPart[],
  pictures: [string, string][] = [],
  options: Omit<DrawOptions, 'pictures'> = {},
) {
  const inner = frame?.contentDocument
  if (!inner || !frame) throw new Error('the frame is not readable')
  stop?.()
  const drawn = drawMessage(inner, parts, { ...options, pictures: new Map(pictures) })
  last = drawn
  stop = followContentSize(frame)
  // It is measured before the next frame is painted.
  await new Promise(requestAnimationFrame)
  await Promise.all([...inner.images].map((image) => image.decode().catch(() => undefined)))
  return {
    ...drawn,
    remote: drawn.remote.urls,
    trackers: drawn.remote.trackers,
    usedPictures: drawn.usedPictures,
    html: inner.body.innerHTML,
    height: frame.offsetHeight,
  }
}

function print(): void {
  const inner = frame?.contentDocument
  if (!inner) throw new Error('the frame is not readable')
  drawForPrint(inner, inner, {
    subject: '<b>',
    lines: [{ label: '<i>', value: '<u>' }],
    files: [],
    filesLabel: '',
  })
}

function failures(cases: readonly string[], run: (one: string) => void): { at: number; error: string }[] {
  return cases.flatMap((one, at) => {
    try {
      run(one)
      return []
    } catch (error) {
      return [{ at, error: String(error) }]
    }
  })
}

function drawAll(letters: readonly string[]): { at: number; error: string }[] {
  const inner = frame?.contentDocument
  if (!inner) throw new Error('the frame is not readable')
  stop?.()
  stop = undefined
  return failures(letters, (html) => {
    const parts: ReaderPart[] = [
      { kind: 'html', html },
      { kind: 'text', text: html },
    ]
    drawMessage(inner, parts.slice(0, 1), { pictures: new Map(), foldLabel: 'Quotation', dark: true })
    drawMessage(inner, parts, { pictures: new Map(), foldLabel: 'Quotation', dark: false })
  })
}

function quote(html: string): string {
  const inner = frame?.contentDocument
  if (!inner?.defaultView) throw new Error('the frame is not readable')
  const quoted = cleanHtml(html, { window: inner.defaultView, resolveCid: () => undefined, sheets: true })
  const holder = inner.createElement('div')
  holder.innerHTML = quoted.html
  inner.body.replaceChildren(holder)
  return quoted.html
}

function filterAll(sheets: readonly string[]): { at: number; error: string }[] {
  return failures(sheets, (sheet) => {
    const filtered = filterSheet(sheet, { resolveCid: () => undefined, blocked: () => undefined, dark: true })
    if (
      /@(?:import|namespace|font-face|property|function|page)|\b(?:url|image-set|src|var|env|attr|if)\(/i.test(
        filtered.replaceAll(/"(?:[^"\\]|\\.)*"/g, ''),
      )
    )
      throw new Error(`the filter leaves ${filtered}`)
  })
}

const start = (): void => {
  window.readerPage = {
    draw,
    drawAll,
    filterAll,
    print,
    quote,
    show: (url, address) => last?.remote.show(url, address),
    twice: (html) => [write(html), write(write(html))],
  }
}
if (frame.contentDocument?.readyState === 'complete' && frame.contentDocument.body.childElementCount === 0) {
  frame.addEventListener('load', start, { once: true })
  if (frame.contentWindow?.location.href !== 'about:blank') start()
} else start()
