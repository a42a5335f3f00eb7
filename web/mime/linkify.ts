import { MAX_LINKS, MAX_LINK_LENGTH } from './limits.ts'

/** A stretch of text; with `href`, a link. Both are to be put into the page as text and attribute, never as markup. */
export interface Segment {
  text: string
  href?: string
}

/** Every quantifier is bounded, so the work is at most a constant per character (threats: mailparser's linkify). */
const CANDIDATE = new RegExp(
  `\\bhttps?://[^\\s<>"]{1,${MAX_LINK_LENGTH}}` +
    `|\\bwww\\.[a-z0-9][^\\s<>"]{1,${MAX_LINK_LENGTH}}` +
    '|(?<![a-z0-9._%+-])(?:mailto:)?[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){1,8}',
  'gi',
)

/** Finds links and mail addresses in plain text, in linear time. Joining the segments' texts gives the text again. */
export function linkify(text: string): Segment[] {
  const segments: Segment[] = []
  let done = 0
  let links = 0
  for (const match of text.matchAll(CANDIDATE)) {
    if (links >= MAX_LINKS) break
    const label = trimEnd(match[0])
    const href = toHref(label)
    if (href === undefined) continue
    if (match.index > done) segments.push({ text: text.slice(done, match.index) })
    segments.push({ text: label, href })
    done = match.index + label.length
    links++
  }
  if (done < text.length) segments.push({ text: text.slice(done) })
  return segments
}

const CLOSERS: Record<string, string> = { ')': '(', ']': '[', '}': '{' }

/** Punctuation that ends the sentence is not part of the link; a bracket is only when the link opened it. */
function trimEnd(label: string): string {
  const open: Record<string, number> = {}
  for (const character of label) open[character] = (open[character] ?? 0) + 1
  let end = label.length
  for (; end > 0; end--) {
    const last = label.charAt(end - 1)
    const opener = CLOSERS[last]
    if (opener !== undefined) {
      if ((open[last] ?? 0) <= (open[opener] ?? 0)) break
      open[last] = (open[last] ?? 0) - 1
    } else if (!/[.,;:!?'*_~…»”’]/.test(last)) break
  }
  return label.slice(0, end)
}

function toHref(label: string): string | undefined {
  const isAddress = !/^(?:https?:\/\/|www\.)/i.test(label)
  const candidate = isAddress
    ? `mailto:${label.replace(/^mailto:/i, '')}`
    : /^www\./i.test(label)
      ? `https://${label}`
      : label
  if (!URL.canParse(candidate)) return undefined
  return candidate
}
