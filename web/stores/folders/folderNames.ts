import type { MailboxEntry } from '../../../shared/mail/mailbox.ts'
import { MAX_FOLDER_NAME } from './limits.ts'

/** Why a name cannot be a folder's. */
export type NameProblem =
  | { kind: 'empty' }
  | { kind: 'separator'; character: string }
  | { kind: 'control' }
  | { kind: 'tooLong' }
  | { kind: 'exists' }

export interface PlaceForName {
  /** The folder above; undefined for the top. */
  parent: string | undefined
  delimiter: string | null
  entries: readonly MailboxEntry[]
  /** Where new folders go at the top: what NAMESPACE tells (RFC 2342), usually nothing. */
  prefix?: string
  /** The folder that is being renamed: its own name is no clash. */
  self?: string
}

// eslint-disable-next-line no-control-regex -- naming control characters is the point
const CONTROL = /[\u0000-\u001f\u007f]/

/** What is wrong with `name` at that place, if anything. `/` parts levels for people, whatever the server's delimiter. */
export function nameProblem(name: string, place: PlaceForName): NameProblem | undefined {
  const trimmed = name.trim()
  if (trimmed === '') return { kind: 'empty' }
  const separator = ['/', place.delimiter].find((one) => one && trimmed.includes(one))
  if (separator) return { kind: 'separator', character: separator }
  if (CONTROL.test(trimmed)) return { kind: 'control' }
  if (trimmed.length > MAX_FOLDER_NAME) return { kind: 'tooLong' }
  const path = pathIn(trimmed, place)
  if (path !== place.self && place.entries.some((entry) => entry.path === path)) return { kind: 'exists' }
  return undefined
}

export function pathIn(name: string, place: Pick<PlaceForName, 'parent' | 'delimiter' | 'prefix'>): string {
  const above = place.parent === undefined ? (place.prefix ?? '') : place.parent + (place.delimiter ?? '')
  return above + name.trim()
}

/** The path of the folder above, by the delimiter alone; undefined at the top. */
export function parentOf(path: string, delimiter: string | null): string | undefined {
  const cut = delimiter ? path.lastIndexOf(delimiter) : -1
  return cut > 0 ? path.slice(0, cut) : undefined
}

export function isBelow(path: string, above: string, delimiter: string | null): boolean {
  return delimiter !== null && delimiter !== '' && path.startsWith(above + delimiter)
}

/** The list as it will be after RENAME, RFC 3501 section 6.3.5: what is below moves along. */
export function renamed(
  entries: readonly MailboxEntry[],
  { from, to }: { from: string; to: string },
): MailboxEntry[] {
  return entries.map((entry) => {
    if (entry.path === from) return { ...entry, path: to, name: lastName(to, entry.delimiter) }
    if (!isBelow(entry.path, from, entry.delimiter)) return entry
    return { ...entry, path: to + entry.path.slice(from.length) }
  })
}

function lastName(path: string, delimiter: string | null): string {
  const above = parentOf(path, delimiter)
  return above === undefined ? path : path.slice(above.length + (delimiter?.length ?? 0))
}

/** A folder and all that is below it, deepest first: the order in which they can be deleted. */
export function withBelow(entries: readonly MailboxEntry[], path: string): string[] {
  return entries
    .filter((entry) => entry.path === path || isBelow(entry.path, path, entry.delimiter))
    .map((entry) => entry.path)
    .sort((a, b) => b.length - a.length)
}
