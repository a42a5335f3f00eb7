import { type Cursor, CommandSyntaxError } from '../wire/cursor.ts'
import { parseSection, type Section } from './section.ts'

/** One thing FETCH is asked for. `label` is how the response names it. */
export type FetchItem =
  | {
      readonly kind: 'ENVELOPE' | 'FLAGS' | 'INTERNALDATE' | 'RFC822.SIZE' | 'UID' | 'BODY' | 'BODYSTRUCTURE'
    }
  | {
      readonly kind: 'SECTION'
      /** BODY[…] as itself, or the older names RFC822, RFC822.HEADER, RFC822.TEXT. */
      readonly label: 'BODY' | 'RFC822' | 'RFC822.HEADER' | 'RFC822.TEXT'
      readonly section: Section
      readonly peek: boolean
      readonly partial: { readonly offset: number; readonly length: number } | undefined
    }

const SIMPLE = ['ENVELOPE', 'FLAGS', 'INTERNALDATE', 'UID', 'BODYSTRUCTURE'] as const
const MACROS: Readonly<Record<string, readonly FetchItem[]>> = {
  ALL: [{ kind: 'FLAGS' }, { kind: 'INTERNALDATE' }, { kind: 'RFC822.SIZE' }, { kind: 'ENVELOPE' }],
  FAST: [{ kind: 'FLAGS' }, { kind: 'INTERNALDATE' }, { kind: 'RFC822.SIZE' }],
  FULL: [
    { kind: 'FLAGS' },
    { kind: 'INTERNALDATE' },
    { kind: 'RFC822.SIZE' },
    { kind: 'ENVELOPE' },
    { kind: 'BODY' },
  ],
}

/** RFC 3501 section 9, what follows the sequence set of FETCH: a macro, an item or a list of items. */
export function parseFetchItems(cursor: Cursor): FetchItem[] {
  if (cursor.peek() === '(') {
    const items = cursor.list(() => parseItem(cursor))
    if (items.length === 0) throw new CommandSyntaxError()
    return items
  }
  const macro = cursor.match(/(?:ALL|FAST|FULL)$/iy)
  return macro ? [...(MACROS[macro.toUpperCase()] ?? [])] : [parseItem(cursor)]
}

function parseItem(cursor: Cursor): FetchItem {
  const name = (cursor.match(/[A-Z0-9.]+/iy) ?? '').toUpperCase()
  const simple = SIMPLE.find((item) => item === name)
  if (simple) return { kind: simple }
  const whole = { peek: false, partial: undefined }
  const section = (what: Section['what']): Section => ({ path: [], what, fields: [] })
  switch (name) {
    case 'RFC822.SIZE':
      return { kind: 'RFC822.SIZE' }
    case 'RFC822':
      return { kind: 'SECTION', label: 'RFC822', section: section('ALL'), ...whole }
    case 'RFC822.HEADER': // the one of the three that does not set \Seen
      return {
        kind: 'SECTION',
        label: 'RFC822.HEADER',
        section: section('HEADER'),
        peek: true,
        partial: undefined,
      }
    case 'RFC822.TEXT':
      return { kind: 'SECTION', label: 'RFC822.TEXT', section: section('TEXT'), ...whole }
    case 'BODY':
      if (cursor.peek() !== '[') return { kind: 'BODY' }
      return {
        kind: 'SECTION',
        label: 'BODY',
        section: parseSection(cursor),
        peek: false,
        partial: parsePartial(cursor),
      }
    case 'BODY.PEEK':
      return {
        kind: 'SECTION',
        label: 'BODY',
        section: parseSection(cursor),
        peek: true,
        partial: parsePartial(cursor),
      }
    default:
      throw new CommandSyntaxError()
  }
}

function parsePartial(cursor: Cursor): { offset: number; length: number } | undefined {
  if (!cursor.take('<')) return undefined
  const offset = cursor.number()
  cursor.expect('.')
  const length = cursor.number()
  cursor.expect('>')
  if (length === 0) throw new CommandSyntaxError()
  return { offset, length }
}
