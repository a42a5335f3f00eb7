import { MAX_MIME_DEPTH, MAX_MIME_PARTS } from '../limits.ts'
import { endOfHeader, fieldValue, parseFields, parseParameterized, type Parameterized } from './header.ts'

/** One MIME entity, as offsets into the message: the header (with its empty line) and the body. */
export interface MimePart {
  readonly headerStart: number
  readonly bodyStart: number
  readonly bodyEnd: number
  /** As written, `text` and `plain` where absent or unreadable. */
  readonly type: string
  readonly subtype: string
  readonly parameters: Parameterized['parameters']
  readonly id: string | undefined
  readonly description: string | undefined
  readonly encoding: string
  readonly md5: string | undefined
  readonly disposition: Parameterized | undefined
  readonly language: string | undefined
  readonly location: string | undefined
  /** Line breaks in the body. */
  readonly lines: number
  /** The parts of a multipart; empty for anything else. */
  readonly parts: readonly MimePart[]
  /** The message inside a message/rfc822. */
  readonly message: MimePart | undefined
}

interface Budget {
  parts: number
}

/**
 * Finds the MIME structure of a message (RFC 2045, 2046). Never throws: mail is written by anyone. A multipart without
 * a boundary, or whose boundary never comes, is shown as the text it is; beyond the limits of depth and number what
 * is left is one opaque part.
 */
export function parseStructure(raw: Buffer): MimePart {
  return parseEntity(raw, { start: 0, end: raw.length, depth: 0, parent: 'message', budget: { parts: 1 } })
}

interface Range {
  start: number
  end: number
  depth: number
  parent: 'message' | 'multipart' | 'digest'
  budget: Budget
}

const TYPE = /^\s*([^\s/;]+)\s*\/\s*([^\s;/]+)\s*$/

function parseEntity(raw: Buffer, range: Range): MimePart {
  const bodyStart = endOfHeader(raw, range.start, range.end)
  const fields = parseFields(raw, range.start, bodyStart)
  const contentType = fieldValue(fields, 'content-type')
  const { value, parameters } = parseParameterized(contentType ?? '')
  const written = TYPE.exec(value)
  const fallback = range.parent === 'digest' ? (['message', 'rfc822'] as const) : (['text', 'plain'] as const)
  let [type, subtype]: readonly [string, string] = written ? [written[1] ?? '', written[2] ?? ''] : fallback
  let shown = written ? parameters : []
  const kind = type.toLowerCase()
  let parts: MimePart[] = []
  let message: MimePart | undefined
  const inside = { end: range.end, depth: range.depth + 1, budget: range.budget }
  if (kind === 'multipart') {
    const digest = subtype.toLowerCase() === 'digest'
    const boundary = parameters
      .find(([name]) => name.toLowerCase() === 'boundary')?.[1]
      .replace(/[ \t]+$/, '')
    if (boundary && range.depth < MAX_MIME_DEPTH)
      parts = splitBody(raw, { start: bodyStart, end: range.end, boundary, budget: range.budget }).map(
        (part) => parseEntity(raw, { ...inside, ...part, parent: digest ? 'digest' : 'multipart' }),
      )
    if (parts.length === 0) {
      ;[type, subtype] = ['text', 'plain']
      shown = []
    }
  } else if (kind === 'message' && subtype.toLowerCase() === 'rfc822') {
    if (range.depth < MAX_MIME_DEPTH)
      message = parseEntity(raw, { ...inside, start: bodyStart, parent: 'message' })
    else [type, subtype] = ['application', 'octet-stream']
  }
  const disposition = fieldValue(fields, 'content-disposition')
  return {
    headerStart: range.start,
    bodyStart,
    bodyEnd: range.end,
    type,
    subtype,
    parameters: shown,
    id: fieldValue(fields, 'content-id'),
    description: fieldValue(fields, 'content-description'),
    encoding: parseParameterized(fieldValue(fields, 'content-transfer-encoding') ?? '').value || '7bit',
    md5: fieldValue(fields, 'content-md5'),
    disposition: disposition ? parseParameterized(disposition) : undefined,
    language: fieldValue(fields, 'content-language'),
    location: fieldValue(fields, 'content-location'),
    lines: parts.length > 0 ? 0 : countLines(raw, bodyStart, range.end),
    parts,
    message,
  }
}

interface Body {
  start: number
  end: number
  boundary: string
  budget: Budget
}

/**
 * The parts between boundary lines. The line break before a boundary belongs to the boundary (RFC 2046 section 5.1.1);
 * a missing last boundary ends with the body.
 */
function splitBody(raw: Buffer, body: Body): { start: number; end: number }[] {
  const delimiter = Buffer.from(`--${body.boundary}`, 'latin1')
  const upToEnd = raw.subarray(0, body.end) // so that a search for what is not there ends with this body
  const parts: { start: number; end: number }[] = []
  let open: number | undefined
  let at = upToEnd.indexOf(delimiter, body.start)
  for (; at !== -1; at = upToEnd.indexOf(delimiter, at + delimiter.length)) {
    const line = boundaryLine(raw, {
      at,
      after: at + delimiter.length,
      bodyStart: body.start,
      bodyEnd: body.end,
    })
    if (!line) continue
    if (!line.closes && body.budget.parts >= MAX_MIME_PARTS) break
    if (open !== undefined) parts.push({ start: open, end: Math.max(open, line.contentEnd) })
    if (line.closes) return parts
    body.budget.parts++
    open = line.next
  }
  if (open !== undefined) parts.push({ start: open, end: body.end })
  return parts
}

/** Reads what stands at a delimiter: a whole line of it, perhaps with `--` and padding, or undefined. */
function boundaryLine(
  raw: Buffer,
  place: { at: number; after: number; bodyStart: number; bodyEnd: number },
): { contentEnd: number; next: number; closes: boolean } | undefined {
  if (place.at !== place.bodyStart && raw[place.at - 1] !== 0x0a) return undefined
  let after = place.after
  const closes = raw[after] === 0x2d && raw[after + 1] === 0x2d
  if (closes) after += 2
  while (raw[after] === 0x20 || raw[after] === 0x09) after++
  if (raw[after] === 0x0d) after++
  if (after < place.bodyEnd && raw[after] !== 0x0a) return undefined
  let contentEnd = place.at
  if (contentEnd > place.bodyStart)
    contentEnd -= raw[contentEnd - 2] === 0x0d && contentEnd - 2 >= place.bodyStart ? 2 : 1
  return { contentEnd, next: Math.min(after + 1, place.bodyEnd), closes }
}

function countLines(raw: Buffer, start: number, end: number): number {
  const body = raw.subarray(start, end)
  let lines = 0
  for (let at = body.indexOf(0x0a); at !== -1; at = body.indexOf(0x0a, at + 1)) lines++
  return lines
}
