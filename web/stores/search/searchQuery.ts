import type { SearchCriteria } from '../../../shared/mail/searchCriteria.ts'
import { HAS_FILES } from './criteria.ts'

/** What was typed into the search box, understood. */
export interface SearchQuery {
  /** A conjunction; empty where nothing was asked. */
  criteria: SearchCriteria[]
  /** After `in:`, as typed. */
  folder?: string
  problems: SearchProblem[]
}

export interface SearchProblem {
  kind: 'date' | 'size' | 'is' | 'has' | 'label' | 'folder' | 'empty'
  /** What was typed. */
  value: string
}

const IS: Record<string, SearchCriteria> = {
  unread: { key: 'unseen' },
  unseen: { key: 'unseen' },
  read: { key: 'seen' },
  seen: { key: 'seen' },
  flagged: { key: 'flagged' },
  starred: { key: 'flagged' },
  answered: { key: 'answered' },
  draft: { key: 'draft' },
}
const HAS: Record<string, SearchCriteria> = { attachment: HAS_FILES, attachments: HAS_FILES, file: HAS_FILES }
const UNITS: Record<string, number> = { '': 1, k: 1_024, m: 1_024 ** 2, g: 1_024 ** 3 }

type Understood = SearchCriteria | { folder: string } | SearchProblem

const OPERATORS: Record<string, (value: string) => Understood> = {
  from: (value) => ({ key: 'from', value }),
  to: (value) => ({
    key: 'or',
    criteria: [
      { key: 'to', value },
      { key: 'cc', value },
    ],
  }),
  cc: (value) => ({ key: 'cc', value }),
  bcc: (value) => ({ key: 'bcc', value }),
  subject: (value) => ({ key: 'subject', value }),
  list: (value) => ({ key: 'header', field: 'List-Id', value }),
  body: (value) => ({ key: 'body', value }),
  is: (value) => IS[value.toLowerCase()] ?? { kind: 'is', value },
  has: (value) => HAS[value.toLowerCase()] ?? { kind: 'has', value },
  before: (value) => withDay(value, 'before'),
  after: (value) => withDay(value, 'since'),
  since: (value) => withDay(value, 'since'),
  on: (value) => withDay(value, 'on'),
  larger: (value) => withSize(value, 'larger'),
  smaller: (value) => withSize(value, 'smaller'),
  label: (value) => ({ key: 'keyword', flag: value }),
  in: (folder) => ({ folder }),
}

/** An optional minus, an optional operator, and a word or words in quotation marks. */
const TERM = /(-)?(?:([A-Za-z]+):)?(?:"([^"]*)"?|(\S+))|(-)?([A-Za-z]+):(?=\s|$)/g

/** A size as people write it, `500 kB`, is one word. */
const SPACED_SIZE = /\b(larger|smaller):\s*"?(\d+(?:[.,]\d+)?)\s+([kmg]?b)\b"?/gi

/** What stands in the box beside words: an operator with its value, as it was typed. */
export interface SearchTerm {
  /** All of it: without this piece the rest is another search. */
  typed: string
  /** In small letters; with the minus that excludes. */
  name: string
  value: string
}

/** The operators of a search, in order. Pure. */
export function termsOf(text: string): SearchTerm[] {
  return [...joinSizes(text).matchAll(TERM)].flatMap(([typed, minus = '', name, quoted, word]) => {
    const value = quoted ?? word ?? ''
    const isTerm = name !== undefined && OPERATORS[name.toLowerCase()] !== undefined && value !== ''
    return isTerm ? [{ typed, name: `${minus}${name.toLowerCase()}`, value }] : []
  })
}

/** The same search with one of its operators added, or without it. Pure. */
export function withTerm(text: string, typed: string, on: boolean): string {
  const rest = joinSizes(text)
    .replaceAll(TERM, (whole) => (whole === typed ? '' : whole))
    .replace(/\s+/g, ' ')
    .trim()
  return on ? `${rest} ${typed}`.trim() : rest
}

function joinSizes(text: string): string {
  return text.replaceAll(SPACED_SIZE, '$1:$2$3')
}

/**
 * Words and `from: to: cc: subject: list: body: has: is: label: before: after: larger: smaller: in:`; a minus excludes.
 * @param keywordOf The keyword of a label by its name; `undefined` where the server keeps none
 */
export function parseSearch(
  text: string,
  keywordOf: (label: string) => string | undefined = (label) => label,
): SearchQuery {
  const query: SearchQuery = { criteria: [], problems: [] }
  for (const match of joinSizes(text).matchAll(TERM)) {
    const [whole, minus, name, quoted, word] = match
    const operator = name === undefined ? undefined : OPERATORS[name.toLowerCase()]
    const understood = operator
      ? (quoted ?? word ?? '') === ''
        ? { kind: 'empty' as const, value: `${name ?? ''}:` }
        : operator(quoted ?? word ?? '')
      : wordsOf(whole, { minus, name, quoted })
    if (!understood) continue
    if ('kind' in understood) query.problems.push(understood)
    else if ('folder' in understood) query.folder = understood.folder
    else if (understood.key === 'keyword') {
      const flag = keywordOf(understood.flag)
      if (flag === undefined) query.problems.push({ kind: 'label', value: whole })
      else query.criteria.push({ key: minus ? 'unkeyword' : 'keyword', flag })
    } else query.criteria.push(minus ? { key: 'not', criteria: understood } : understood)
  }
  return query
}

interface Term {
  minus: string | undefined
  name: string | undefined
  quoted: string | undefined
}

/** What is no operator is looked for everywhere, `re:invoice` as it stands. */
function wordsOf(whole: string, { minus, name, quoted }: Term): Understood | undefined {
  const bare = minus ? whole.slice(1) : whole
  if (OPERATORS[bare.replace(/:$/, '').toLowerCase()] && bare.endsWith(':'))
    return { kind: 'empty', value: bare }
  const value = name === undefined && quoted !== undefined ? quoted : bare
  return value.trim() === '' ? undefined : { key: 'text', value }
}

function withDay(value: string, key: 'before' | 'since' | 'on'): Understood {
  const [, year, month, date] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(value) ?? []
  const day = `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`
  const time = Date.parse(`${day}T00:00:00Z`)
  // 30 February parses, as another day.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) return { kind: 'date', value }
  return { key, day }
}

function withSize(value: string, key: 'larger' | 'smaller'): Understood {
  const [, digits, unit = ''] = /^(\d+(?:[.,]\d+)?)\s*([kmg]?)i?b?$/i.exec(value) ?? []
  const size = Math.round(Number(digits?.replace(',', '.')) * (UNITS[unit.toLowerCase()] ?? 1))
  return digits === undefined || !Number.isSafeInteger(size) ? { kind: 'size', value } : { key, size }
}
