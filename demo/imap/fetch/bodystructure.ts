import { endOfHeader, parseFields, type Parameterized } from '../mime/header.ts'
import type { MimePart } from '../mime/structure.ts'
import { imapNstring, imapString } from '../wire/output.ts'
import { formatEnvelope } from './envelope.ts'

/** RFC 3501 section 7.4.2, `body`: with `extended` the fields of BODYSTRUCTURE follow those of BODY. */
export function formatBodyStructure(raw: Buffer, part: MimePart, options: { extended: boolean }): string {
  const extension = options.extended ? ` ${extensionOf(part)}` : ''
  if (part.parts.length > 0) {
    const parts = part.parts.map((child) => formatBodyStructure(raw, child, options)).join('')
    return `(${parts} ${imapString(part.subtype)}${extension})`
  }
  const fields = [
    imapString(part.type),
    imapString(part.subtype),
    formatParameters(withCharset(part)),
    imapNstring(part.id),
    imapNstring(part.description),
    imapString(part.encoding),
    String(part.bodyEnd - part.bodyStart),
  ]
  if (part.message) {
    const header = parseFields(raw, part.bodyStart, endOfHeader(raw, part.bodyStart, part.bodyEnd))
    fields.push(formatEnvelope(header), formatBodyStructure(raw, part.message, options))
  }
  if (part.message || part.type.toLowerCase() === 'text') fields.push(String(part.lines))
  return `(${fields.join(' ')}${extension})`
}

/** Text without a charset is US-ASCII (RFC 2045 section 5.2), and servers say so. */
function withCharset(part: MimePart): Parameterized['parameters'] {
  const isText = part.type.toLowerCase() === 'text'
  if (!isText || part.parameters.some(([name]) => name.toLowerCase() === 'charset')) return part.parameters
  return [...part.parameters, ['charset', 'us-ascii']]
}

function extensionOf(part: MimePart): string {
  const first = part.parts.length > 0 ? formatParameters(part.parameters) : imapNstring(part.md5)
  return [
    first,
    formatDisposition(part.disposition),
    formatLanguage(part.language),
    imapNstring(part.location),
  ].join(' ')
}

function formatDisposition(disposition: Parameterized | undefined): string {
  if (!disposition || disposition.value === '') return 'NIL'
  return `(${imapString(disposition.value)} ${formatParameters(disposition.parameters)})`
}

function formatParameters(parameters: Parameterized['parameters']): string {
  if (parameters.length === 0) return 'NIL'
  return `(${parameters.map(([name, value]) => `${imapString(name)} ${imapString(value)}`).join(' ')})`
}

function formatLanguage(language: string | undefined): string {
  const tags = (language ?? '').split(/[\s,]+/).filter((tag) => tag !== '')
  if (tags.length <= 1) return imapNstring(tags[0])
  return `(${tags.map(imapString).join(' ')})`
}
