import { MAX_QUOTE_DEPTH, MAX_TEXT_BLOCKS } from './limits.ts'

/** Lines of one quote depth, joined by `\n`. */
export interface TextBlock {
  /** 0 for the writer's own words, 1 for what they quote, and so on. */
  depth: number
  text: string
}

export interface Flowed {
  /** `delsp=yes`: the space that marks a soft break is not part of the text. */
  delSp: boolean
}

/**
 * Plain text as blocks by quote depth (RFC 3676 section 4.5). With `flowed`, soft line breaks are undone, so that the
 * text wraps at the reader's width.
 */
export function toBlocks(text: string, flowed?: Flowed): TextBlock[] {
  const blocks: TextBlock[] = []
  let lines: string[] = []
  let depth = 0
  let soft = false
  const close = (): void => {
    if (lines.length > 0) blocks.push({ depth, text: lines.join('\n') })
    lines = []
  }
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const line = readLine(raw, flowed !== undefined)
    const lineDepth = blocks.length < MAX_TEXT_BLOCKS ? Math.min(line.depth, MAX_QUOTE_DEPTH) : 0
    if (lineDepth !== depth) {
      close()
      depth = lineDepth
      soft = false
    }
    const content = blocks.length < MAX_TEXT_BLOCKS ? line.text : raw
    // "-- " ends with a space and is still a line of its own (RFC 3676 section 4.3).
    const flows = flowed !== undefined && content.endsWith(' ') && content !== '-- '
    const kept = flows && flowed.delSp ? content.slice(0, -1) : content
    const signature = content === '-- '
    if (soft && !signature) lines[lines.length - 1] += kept
    else lines.push(kept)
    soft = flows
  }
  close()
  return blocks
}

interface Line {
  depth: number
  text: string
}

/** Flowed text quotes with `>` only at the very start and stuffs a space after it; others write `> > `. */
function readLine(raw: string, flowed: boolean): Line {
  let at = 0
  let depth = 0
  while (raw[at] === '>') {
    depth++
    at++
    if (!flowed && raw[at] === ' ' && raw[at + 1] === '>') at++
  }
  // mbox writers turn "From " into ">From "; that is no quote.
  if (depth === 1 && raw.startsWith('>From ')) return { depth: 0, text: raw.slice(1) }
  if (depth > 0 || flowed) at += raw[at] === ' ' ? 1 : 0
  return { depth, text: raw.slice(at) }
}
