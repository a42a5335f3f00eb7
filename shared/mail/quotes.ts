/**
 * How mail programs of several languages mark what they quote: the page folds it behind a button, the bridge leaves it
 * out of previews.
 */

/** `-----Original Message-----`. */
export const DIVIDER_LINE =
  /^\s*[-_]{2,12}\s*(?:original message|messaggio originale|ursprüngliche nachricht|message d['’]origine|mensaje original|mensagem original|oorspronkelijk bericht)\s*[-_]{2,12}\s*$/im

/** The first line of the header that Outlook puts above what it quotes. */
export const QUOTED_HEADER = /^\s*(?:from|da|von|de|van|差出人|من)\s*:/i

/** How the line above a quotation begins that says who wrote it and when. */
const ATTRIBUTION =
  /^(?:on|il|am|le|el|em|op|den|på|w dniu|dnia|dne|в|у|在|於)\s.*\d|^\d{4}[-/.年].*[:：]?$|^\d{1,2}[-/. ].*\d/i

/** A line that rules off; Outlook's plain text has underscores. */
const RULE = /^\s*_{8,}\s*$/
/** "-- " ends with a space (RFC 3676 section 4.3); some programs lose it. */
const SIGNATURE = /^-- ?$/
/** A quoted line. mbox writers turn "From " into ">From "; that is no quote. */
const QUOTED = /^\s{0,3}>(?!From )/
/** Lines of one attribution, which wraps where it is long; and characters of one line. */
const MAX_ATTRIBUTION_LINES = 3
const MAX_ATTRIBUTION_LENGTH = 200

/**
 * The writer's own words of a plain text, without what is quoted, the lines that introduce it, and the signature.
 * Empty for an answer that has only quotations so far; of a text that quotes without naming anybody, as some forwards
 * do, the quotation itself.
 * @param cut The text goes on behind its end
 */
export function ownWords(text: string, { cut }: { cut: boolean }): string {
  const lines = text.split(/\r\n|\n|\r/)
  const own: string[] = []
  let answers = false
  for (const [at, line] of lines.entries()) {
    if (QUOTED.test(line)) {
      if (at === 0 || !isQuotedAbove(lines, at)) answers = dropAttribution(own, { cut: false }) || answers
    } else if (hasWords(own) && endsHere(line, lines[at + 1])) {
      return own.join('\n')
    } else own.push(line.replace(/^>(?=From )/, ''))
  }
  if (cut) answers = dropAttribution(own, { cut }) || answers
  if (hasWords(own) || answers) return own.join('\n')
  return lines.map((line) => line.replace(/^[\s>]+/, '')).join('\n')
}

function endsHere(line: string, next: string | undefined): boolean {
  return (
    SIGNATURE.test(line) || DIVIDER_LINE.test(line) || (RULE.test(line) && QUOTED_HEADER.test(next ?? ''))
  )
}

function isQuotedAbove(lines: readonly string[], at: number): boolean {
  for (let above = at - 1; above >= 0; above--) {
    const line = lines[above] ?? ''
    if (line.trim() !== '') return QUOTED.test(line)
  }
  return false
}

function hasWords(lines: readonly string[]): boolean {
  return lines.some((line) => line.trim() !== '')
}

/**
 * Takes the attribution off the end of the lines above a quotation. In any language it ends with a colon, unless the
 * text breaks off in it, and names a date or an address. @returns whether there was one
 */
function dropAttribution(own: string[], { cut }: { cut: boolean }): boolean {
  let end = own.length
  while (end > 0 && own[end - 1]?.trim() === '') end--
  for (let count = 1; count <= Math.min(MAX_ATTRIBUTION_LINES, end); count++) {
    if (own[end - count]?.trim() === '') return false
    const joined = own
      .slice(end - count, end)
      .map((line) => line.trim())
      .join(' ')
    if (joined.length > MAX_ATTRIBUTION_LENGTH) return false
    // A wrapped attribution begins above: its last line alone may only say "wrote:".
    const isParagraph = count === end || own[end - count - 1]?.trim() === ''
    const isOneLine = count === 1 && isParagraph
    const isAttribution = cut
      ? isParagraph && ATTRIBUTION.test(joined)
      : /[:：]$/.test(joined) && (ATTRIBUTION.test(joined) || (isOneLine && /\d|@/.test(joined)))
    if (!isAttribution) continue
    own.length = end - count
    return true
  }
  return false
}
