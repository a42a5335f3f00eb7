import { MAX_REMOTE_PICTURES } from './limits.ts'

/** Puts a picture where it was meant to be, by an address that the frame may load. */
type Place = (address: string) => void

/**
 * The remote pictures of one drawn letter. None is in the document: elements have stand-ins, and styles name variables of
 * ours, which no letter can name itself. Showing one changes nodes, and no text of the letter.
 */
export class RemotePictures {
  /** By URL, in reading order. */
  readonly #places = new Map<string, Place[]>()
  readonly #root: HTMLElement
  #variables = 0
  #trackers = 0
  #asScenery = false

  /** @param root Where the variables are set: the body, which goes to paper with them. */
  constructor(root: HTMLElement) {
    this.#root = root
  }

  get urls(): readonly string[] {
    return [...this.#places.keys()]
  }

  /** Pictures of which nobody would see anything: they only watch, and are never shown. */
  get trackers(): number {
    return this.#trackers
  }

  /** Styles or backgrounds name some: the letter is designed, though nothing shows it yet. */
  get asScenery(): boolean {
    return this.#asScenery
  }

  addTracker(): void {
    this.#trackers++
  }

  /** @returns whether it can be shown later */
  add(url: string, place: Place): boolean {
    const address = absolute(url)
    if (address === undefined) return false
    const places = this.#places.get(address)
    if (places) places.push(place)
    else if (this.#places.size >= MAX_REMOTE_PICTURES) return false
    else this.#places.set(address, [place])
    return true
  }

  /** The same for `background` of a table, a cell or the body. */
  addBackground(url: string, element: Element): void {
    if (this.add(url, (address) => element.setAttribute('background', address))) this.#asScenery = true
  }

  /** What stands for a picture in a style sheet: a variable, which is `none` until then. */
  addScenery(url: string): string | undefined {
    const name = `--ponte-picture-${this.#variables}`
    const place: Place = (address) => this.#root.style.setProperty(name, `url("${address}")`)
    if (!this.add(url, place)) return undefined
    this.#variables++
    this.#asScenery = true
    return `var(${name})`
  }

  /** Once the letter's own attributes are on the root. */
  setVariables(): void {
    for (let at = 0; at < this.#variables; at++) this.#root.style.setProperty(`--ponte-picture-${at}`, 'none')
  }

  show(url: string, address: string): void {
    for (const place of this.#places.get(url) ?? []) place(address)
  }
}

/** Addresses of the web only, as the bridge takes them. */
function absolute(url: string): string | undefined {
  try {
    const { protocol, href } = new URL(url.trim(), 'https://invalid.invalid/')
    return /^https?:$/.test(protocol) && href.length <= MAX_URL_LENGTH ? href : undefined
  } catch {
    return undefined
  }
}

/** In UTF-16 units: what the protocol takes of a text. */
const MAX_URL_LENGTH = 8_000
