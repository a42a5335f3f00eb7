import createDOMPurify, { type DOMPurify, type WindowLike } from 'dompurify'
import { REMOTE_BACKGROUND, REMOTE_SRC } from './blockedImage.ts'
import { filterDeclarations, filterSheet, isTooMuch } from './css.ts'
import { REMOTE_URL, type CssContext } from './cssValues.ts'
import { MAX_ELEMENT_DEPTH, MAX_ELEMENTS, MAX_TAGS } from './limits.ts'

export interface SanitiseOptions {
  /**
   * The frame's window, whose parser is used. Its policy stands for what is parsed there: the page's own, which allows
   * no inline style, would complain about every styled element of a newsletter.
   */
  window: Window
  /**
   * Where the picture of a `cid:` URL is: a blob URL of a raster picture of the same message, `undefined` when there
   * is none (threat 19).
   */
  resolveCid(url: string): string | undefined
  /** As in `CssContext`. */
  dark?: boolean | undefined
  /**
   * What stands for a remote picture in a style. Given, elements keep the address of theirs too, where nothing fetches
   * it; absent, nothing of it remains.
   */
  remotePicture?: CssContext['remotePicture']
}

export interface SafeHtml {
  /** Style elements and the body's content. Belongs to an inert document: import it where it is to be drawn. */
  fragment: DocumentFragment
  /** Attributes of the message's own body element (`bgcolor`, `style`, `dir` …), as safe as the rest. */
  bodyAttributes: [name: string, value: string][]
  /** How many remote pictures, sheets, fonts and frames were taken out. */
  blockedRemote: number
  /** The message was larger than what can be drawn. */
  cut: boolean
}

const TAGS =
  'a abbr acronym address article aside b bdi bdo big blockquote body br caption center cite code col colgroup dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 head header hgroup hr html i img ins kbd li main mark menu nav nobr ol p pre q rp rt ruby s samp section small span strike strong style sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'.split(
    ' ',
  )
const ATTRIBUTES =
  'abbr align alink alt background bgcolor border bordercolor cellpadding cellspacing class clear color colspan compact datetime dir face headers height href hspace id lang link noshade nowrap open reversed rowspan rules scope size span src start style summary text title type valign value vlink vspace width'.split(
    ' ',
  )
/** Elements whose text is not for reading. */
const WITHOUT_CONTENT =
  'applet audio canvas datalist embed frameset iframe math noembed noframes noscript object optgroup option plaintext script select svg template textarea title video xmp'.split(
    ' ',
  )
/** What would have been fetched; taken out, and counted. */
const FETCHING: Record<string, string> = {
  link: 'href',
  iframe: 'src',
  frame: 'src',
  embed: 'src',
  object: 'data',
  video: 'src',
  audio: 'src',
  source: 'src',
  input: 'src',
}

const REMOTE = /^\s*(?:https?:|\/\/|ftp:)/i
const LINK = /^(?:https?:|mailto:|tel:|#)/i
/** DOMPurify holds every attribute's value against this, `width="10"` too: no scheme, or one a link may have. */
const VALUE = /^(?:(?:https?|mailto|tel):|[^a-z]|[a-z+.-]+(?:[^a-z+.:-]|$))/i
const RASTER_DATA = /^data:image\/(?:png|jpe?g|gif|webp|bmp|avif)[;,]/i

/** The running pass. DOMPurify's hooks are its own, and sanitising is synchronous. */
let pass: CssContext | undefined
/** Remote pictures of the element in hand: its attributes are being walked, and get no other meanwhile. */
let remoteOfNode: [name: string, url: string][] = []

const purifiers = new WeakMap<Window, DOMPurify>()

function purifierOf(window: Window): DOMPurify {
  const known = purifiers.get(window)
  if (known) return known
  const purifier = createDOMPurify(window as unknown as WindowLike)
  if (!purifier.isSupported) throw new Error('this browser cannot sanitise HTML')
  addHooks(purifier)
  purifiers.set(window, purifier)
  return purifier
}

function addHooks(purifier: DOMPurify): void {
  purifier.addHook('uponSanitizeElement', (node, data) => {
    if (!pass || !isElement(node)) return
    if (data.tagName === 'img') chooseSource(node)
    if (data.tagName === 'style') node.textContent = filterSheet(node.textContent ?? '', pass)
    const attribute = FETCHING[data.tagName]
    if (attribute !== undefined && REMOTE.test(node.getAttribute(attribute) ?? '')) pass.blocked()
  })
  purifier.addHook('uponSanitizeAttribute', (node, data) => {
    if (!pass) return
    if (data.attrName === 'style') {
      data.attrValue = filterDeclarations(data.attrValue, pass)
      data.keepAttr = data.attrValue !== ''
    } else if (data.attrName === 'src' || data.attrName === 'background') {
      const foreign = data.attrName === 'src' && node.tagName !== 'IMG'
      const url = foreign ? undefined : pictureUrl(data.attrValue, pass)
      data.keepAttr = url !== undefined
      if (url === undefined) {
        if (pass.remotePicture && !foreign && REMOTE_URL.test(data.attrValue))
          remoteOfNode.push([data.attrName === 'src' ? REMOTE_SRC : REMOTE_BACKGROUND, data.attrValue])
        return
      }
      // Kept without DOMPurify's own check of URLs, which knows no blob: and no background=.
      node.setAttribute(data.attrName, url)
      data.forceKeepAttr = true
    } else if (data.attrName === 'href') data.keepAttr = node.tagName === 'A' && LINK.test(data.attrValue)
  })
  purifier.addHook('afterSanitizeAttributes', (node) => {
    for (const [name, url] of remoteOfNode.splice(0)) node.setAttribute(name, url)
    if (node.tagName !== 'A' || !/^https?:|^mailto:|^tel:/i.test(node.getAttribute('href') ?? '')) return
    node.setAttribute('target', '_blank')
    node.setAttribute('rel', 'noopener noreferrer')
  })
}

/** Nodes come from the frame's realm, where `instanceof` of ours does not hold. */
function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE
}

/** An `img` that has its pictures in `srcset` alone; the first is the smallest, mostly. */
function chooseSource(image: Element): void {
  if (image.hasAttribute('src')) return
  const [, url] = /^\s*([^\s,]\S*[^\s,])/.exec(image.getAttribute('srcset') ?? '') ?? []
  if (url !== undefined) image.setAttribute('src', url)
}

function pictureUrl(url: string, context: CssContext): string | undefined {
  if (/^cid:/i.test(url)) return context.resolveCid(url)
  if (RASTER_DATA.test(url)) return url
  if (REMOTE.test(url)) context.blocked()
  return undefined
}

/**
 * HTML from a stranger as a fragment that neither runs nor fetches anything. DOMPurify has the last word: afterwards
 * only nodes are counted and cut off, never strings edited (threats 1 to 4, 13 to 20).
 */
export function sanitise(
  html: string,
  { window, resolveCid, dark, remotePicture }: SanitiseOptions,
): SafeHtml {
  const running = {
    remote: 0,
    resolveCid,
    dark,
    remotePicture,
    blocked(): void {
      running.remote++
    },
  }
  pass = running
  try {
    const bounded = withinTags(html)
    const root = purifierOf(window).sanitize(withoutHugeStyles(bounded), {
      ALLOWED_TAGS: TAGS,
      ALLOWED_ATTR: ATTRIBUTES,
      FORBID_CONTENTS: WITHOUT_CONTENT,
      ALLOW_DATA_ATTR: false,
      ALLOW_ARIA_ATTR: false,
      ALLOWED_URI_REGEXP: VALUE,
      WHOLE_DOCUMENT: true,
      RETURN_DOM: true,
    })
    if (!isElement(root)) throw new Error('the sanitiser answered no element')
    const safe = collect(root, running)
    return { ...safe, cut: safe.cut || bounded !== html }
  } finally {
    pass = undefined
    remoteOfNode = []
  }
}

/** The beginning, where there is more markup than is drawn anyway: parsing and sanitising the rest would take seconds. */
function withinTags(html: string): string {
  let at = -1
  for (let tags = 0; tags <= MAX_TAGS; tags++) {
    at = html.indexOf('<', at + 1)
    if (at === -1) return html
  }
  return html.slice(0, at)
}

/** A style element or attribute, as far as it can be told without a parser. */
const STYLES = /<style\b[^]*?(?=<\/style\b|$)|\bstyle\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s>]*)/gi

/** Chromium parses the styles of an inert document too, before any hook sees them. */
function withoutHugeStyles(html: string): string {
  return html.replace(STYLES, (style) =>
    isTooMuch(style) ? (style.startsWith('<') ? '<style>' : 'style=""') : style,
  )
}

function collect(root: Element, running: { remote: number }): SafeHtml {
  const document = root.ownerDocument
  const fragment = document.createDocumentFragment()
  const body = root.querySelector('body')
  for (const style of root.querySelectorAll('head > style')) fragment.append(style)
  // One by one: a letter can have more children than a call takes arguments.
  while (body?.firstChild) fragment.append(body.firstChild)
  const cut = prune(fragment)
  return {
    fragment,
    bodyAttributes: attributesOf(root, body),
    blockedRemote: running.remote,
    cut,
  }
}

/** The body's, and the direction and language of the whole, which letters often put on `html`. */
function attributesOf(root: Element, body: Element | null): SafeHtml['bodyAttributes'] {
  const whole = [...root.attributes].filter((one) => one.name === 'dir' || one.name === 'lang')
  const own = body ? [...body.attributes] : []
  return [...whole, ...own].map((one) => [one.name, one.value])
}

/** Takes out what is beyond the bounds. Walks without recursion: mail can nest deeper than the stack. */
function prune(fragment: DocumentFragment): boolean {
  let count = 0
  let cut = false
  let level: Element[] = [...fragment.children]
  for (let depth = 0; level.length > 0; depth++) {
    const next: Element[] = []
    for (const element of level) {
      if (depth >= MAX_ELEMENT_DEPTH || ++count > MAX_ELEMENTS) {
        element.remove()
        cut = true
      } else for (const child of element.children) next.push(child)
    }
    level = next
  }
  return cut
}
