import { MAX_ANIMATIONS, MAX_FILTERED } from './limits.ts'

/** What moves these lays the whole letter out again with each frame, and the page with it where the letter grows. */
const LAYOUT =
  /^(?:height|width|blockSize|inlineSize|m(?:ax|in)|margin|padding|top|bottom|left|right|inset|font|line|border.*Width|display|flex|grid|gap|zoom)/

/**
 * Stops what moves, and draws without filters, where a letter has so much of it that it would cost the page its attention
 * (threat 48). The reader's own style sheet does most of it.
 */
export function calmDown(document: Document): void {
  delete document.documentElement.dataset['calm']
  const animations = document.getAnimations()
  const heavy = animations.some(({ effect }) =>
    (effect as KeyframeEffect | null)
      ?.getKeyframes()
      .some((frame) => Object.keys(frame).some((name) => LAYOUT.test(name))),
  )
  if (heavy || animations.length > MAX_ANIMATIONS || isFilteredEverywhere(document)) stand(document)
}

/** A style attribute that says it is important comes before any sheet. */
function stand({ documentElement, body }: Document): void {
  documentElement.dataset['calm'] = ''
  for (const { style } of body.querySelectorAll<HTMLElement>('[style*="important"]'))
    for (const name of ['animation', 'transition', 'filter']) style.removeProperty(name)
}

function isFilteredEverywhere({ body }: Document): boolean {
  if (body.querySelectorAll('[style*="filter"]').length > MAX_FILTERED) return true
  const sheets = [...body.querySelectorAll('style')].some((sheet) =>
    /filter\s*:/i.test(sheet.textContent ?? ''),
  )
  return sheets && body.querySelectorAll('*').length > MAX_FILTERED
}
