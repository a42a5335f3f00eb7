import { parseFields } from '../mime/header.ts'
import type { MimePart } from '../mime/structure.ts'
import type { Cursor } from '../wire/cursor.ts'
import { CommandSyntaxError } from '../wire/cursor.ts'
import { imapAstring } from '../wire/output.ts'

/** RFC 3501 section 6.4.5, what stands in `BODY[…]`. */
export interface Section {
  readonly path: readonly number[]
  readonly what: 'ALL' | 'HEADER' | 'HEADER.FIELDS' | 'HEADER.FIELDS.NOT' | 'TEXT' | 'MIME'
  readonly fields: readonly string[]
}

/** Reads a section up to and with its `]`. */
export function parseSection(cursor: Cursor): Section {
  cursor.expect('[')
  const path: number[] = []
  let what: Section['what'] = 'ALL'
  let fields: string[] = []
  while (/\d/.test(cursor.peek())) {
    const number = cursor.number()
    if (number === 0) throw new CommandSyntaxError()
    path.push(number)
    if (cursor.peek() === ']') break
    cursor.expect('.')
    if (cursor.peek() === ']') throw new CommandSyntaxError()
  }
  if (cursor.peek() !== ']') {
    if (cursor.take('HEADER.FIELDS.NOT')) what = 'HEADER.FIELDS.NOT'
    else if (cursor.take('HEADER.FIELDS')) what = 'HEADER.FIELDS'
    else if (cursor.take('HEADER')) what = 'HEADER'
    else if (cursor.take('TEXT')) what = 'TEXT'
    else if (cursor.take('MIME') && path.length > 0) what = 'MIME'
    else throw new CommandSyntaxError()
    if (what === 'HEADER.FIELDS' || what === 'HEADER.FIELDS.NOT') {
      cursor.space()
      fields = cursor.list(() => cursor.astring())
      if (fields.length === 0) throw new CommandSyntaxError()
    }
  }
  cursor.expect(']')
  return { path, what, fields }
}

/** The section as the response repeats it. */
export function formatSection(section: Section): string {
  const what = section.what === 'ALL' ? [] : [section.what]
  const fields = section.fields.length > 0 ? ` (${section.fields.map(imapAstring).join(' ')})` : ''
  return `[${[...section.path, ...what].join('.')}${fields}]`
}

/** The section's bytes; undefined, which FETCH shows as NIL, when the message has no such part. */
export function sectionBytes(raw: Buffer, root: MimePart, section: Section): Buffer | undefined {
  if (section.path.length === 0) return entityBytes(raw, root, section)
  const part = findPart(root, section.path)
  if (!part) return undefined
  if (section.what === 'ALL') return raw.subarray(part.bodyStart, part.bodyEnd)
  if (section.what === 'MIME') return raw.subarray(part.headerStart, part.bodyStart)
  return part.message && entityBytes(raw, part.message, section)
}

/** HEADER and TEXT belong to a message: the outermost, or the one inside a message/rfc822. */
function entityBytes(raw: Buffer, message: MimePart, section: Section): Buffer {
  switch (section.what) {
    case 'HEADER':
      return raw.subarray(message.headerStart, message.bodyStart)
    case 'TEXT':
      return raw.subarray(message.bodyStart, message.bodyEnd)
    case 'HEADER.FIELDS':
    case 'HEADER.FIELDS.NOT':
      return someFields(raw, message, section)
    default:
      return raw.subarray(message.headerStart, message.bodyEnd)
  }
}

/** The fields asked for, or all others, as they stand, closed by the empty line. */
function someFields(raw: Buffer, message: MimePart, section: Section): Buffer {
  const wanted = new Set(section.fields.map((name) => name.toLowerCase()))
  const keep = section.what === 'HEADER.FIELDS'
  const pieces = parseFields(raw, message.headerStart, message.bodyStart)
    .filter((field) => wanted.has(field.name.toLowerCase()) === keep)
    .map((field) => {
      const piece = raw.subarray(field.start, field.end)
      return piece.at(-1) === 0x0a ? piece : Buffer.concat([piece, Buffer.from('\r\n')])
    })
  return Buffer.concat([...pieces, Buffer.from('\r\n')])
}

/**
 * RFC 3501 section 6.4.5: a number names a part of a multipart; what is no multipart has one part, itself; numbers
 * after a message/rfc822 name the parts of the message inside.
 */
function findPart(root: MimePart, path: readonly number[]): MimePart | undefined {
  let part: MimePart | undefined
  let inside: MimePart | undefined = root
  for (const number of path) {
    if (!inside) return undefined
    const next: MimePart | undefined =
      inside.parts.length > 0 ? inside.parts[number - 1] : number === 1 ? inside : undefined
    if (!next) return undefined
    part = next
    inside = next.message ?? (next.parts.length > 0 ? next : undefined)
  }
  return part
}
