import { SECRETS } from '../../shared/protocol/fields.ts'
import { FILLED_IN } from './startArgs.ts'

/** Fields that hold what somebody wrote, in arguments, items and results of the protocol. */
const MAIL: readonly string[] = [
  'address',
  'bcc',
  'calendar',
  'cc',
  'draft',
  'envelope',
  'filename',
  'from',
  'headers',
  'html',
  'name',
  'preview',
  'subject',
  'text',
  'to',
  'value',
]

/** A text in whose place only its length is told. */
const hidden = (text: string): string => (text === '' ? '' : `… (${text.length})`)

/** Without the secrets in it: done before anything is kept. */
export function withoutSecrets(value: unknown): unknown {
  return replaced(value, (name, text) => (SECRETS.includes(name) ? FILLED_IN : text))
}

/**
 * Without what somebody wrote: what is shown, copied and exported unless mail is asked for. Items that are arrays are rows of
 * the compact shape, whose texts have no names.
 */
export function withoutMail(value: unknown): unknown {
  return replaced(value, (name, text, path) =>
    MAIL.some((field) => path.includes(field)) || name === '' ? hidden(text) : text,
  )
}

type Replace = (name: string, text: string, path: readonly string[]) => string

/** @param path Names on the way, from the outside; of an entry of a list without a name, the empty text. */
function replaced(value: unknown, replace: Replace, path: readonly string[] = []): unknown {
  if (typeof value === 'string') return replace(path.at(-1) ?? 'text', value, path)
  if (Array.isArray(value)) {
    const below = path.length > 0 ? path : ['']
    return value.map((entry) => replaced(entry, replace, below))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      replaced(entry, replace, [...path.filter(Boolean), key]),
    ]),
  )
}

/** Quoted text of lines that tell, or look for, what is in messages. */
const OF_MESSAGES = /\b(?:FETCH|SEARCH)\b/
export function lineWithoutMail(line: string): string {
  return OF_MESSAGES.test(line) ? line.replace(/"(?:[^"\\]|\\.)*"/g, '"…"') : line
}
