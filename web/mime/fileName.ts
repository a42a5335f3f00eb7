import type { BodyPart } from '../../shared/mail/bodyStructure.ts'
import { MAX_FILE_NAME_LENGTH } from './limits.ts'

/** Controls, and characters that reorder or hide what follows: `exe.gpj` must not read as `jpg.exe` (CVE-like tricks). */
// eslint-disable-next-line no-control-regex -- naming control characters is the point
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g
const FORBIDDEN = /[<>:"|?*]/g
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** Endings for parts without a name. */
const EXTENSIONS: Record<string, string> = {
  'text/plain': 'txt',
  'text/html': 'html',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'message/rfc822': 'eml',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/pkcs7-signature': 'p7s',
  'application/pgp-signature': 'asc',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
}

/** A name that is safe to show and to save: no path, no control or reordering character, not hidden, not reserved. */
export function safeFileName(name: string, fallback = 'file'): string {
  const last = name.replace(INVISIBLE, '').split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .replace(FORBIDDEN, '_')
    .trim()
    .replace(/^\.+/, '')
    .replace(/[. ]+$/, '')
  if (clean === '') return fallback
  return shorten(RESERVED.test(clean) ? `_${clean}` : clean)
}

/** The name of an attachment as the message gives it, made safe, or one from its type. */
export function fileNameOf(part: BodyPart, fallback = 'file'): string {
  const given = part.dispositionParameters['filename'] ?? part.parameters['name'] ?? ''
  const described = part.type === 'message/rfc822' ? (part.description ?? '') : ''
  const extension = EXTENSIONS[part.type]
  const standIn = extension === undefined ? fallback : `${fallback}.${extension}`
  if (given !== '') return safeFileName(given, standIn)
  return described === '' ? standIn : safeFileName(`${described}.eml`, standIn)
}

/** What to draw on the file's icon: `PDF`; empty when the name has no ending. */
export function fileExtension(name: string): string {
  return /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toUpperCase() ?? ''
}

function shorten(name: string): string {
  if (name.length <= MAX_FILE_NAME_LENGTH) return name
  const ending = /\.[^.]{1,15}$/.exec(name)?.[0] ?? ''
  return (
    name.slice(0, MAX_FILE_NAME_LENGTH - ending.length - 1).replace(/[\ud800-\udbff]$/, '') + '…' + ending
  )
}
