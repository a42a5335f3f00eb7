import type { LeafPart } from './choosePartsToShow.ts'
import { fileExtension, fileNameOf } from './fileName.ts'

/** How a file can be looked at in the page. Anything else is only downloaded (threat 9). */
export type PreviewKind = 'picture' | 'text' | 'calendar' | 'card' | 'pdf' | 'message'

const RASTER = /^image\/(?:png|jpe?g|pjpeg|gif|webp|bmp|x-ms-bmp|avif)$/
const TEXT =
  /^(?:text\/(?!html|xml|rtf|richtext)|application\/(?:json|x-sh|toml|yaml)$|message\/(?:delivery-status|disposition-notification))/
const RASTER_NAME = /^(?:PNG|JPE?G|GIF|WEBP|BMP|AVIF)$/
const TEXT_NAME = /^(?:TXT|LOG|CSV|TSV|MD|JSON|YAML|YML|TOML|INI|CONF|DIFF|PATCH)$/
const CARD = /^text\/(?:x-)?vcard$/

/**
 * By the type the message tells, or, where that says nothing, by the name's ending. It only decides what is offered:
 * pictures are shown for what their first bytes are, PDF as drawn by the page, and everything else as letters.
 */
export function previewKindOf(part: LeafPart): PreviewKind | undefined {
  const { type } = part
  const ending = fileExtension(fileNameOf(part))
  if (type === 'message/rfc822') return 'message'
  if (type === 'text/calendar' || type === 'application/ics') return 'calendar'
  if (type === 'application/pdf' || type === 'application/x-pdf') return 'pdf'
  if (CARD.test(type) || (type === 'text/directory' && ending === 'VCF')) return 'card'
  if (RASTER.test(type)) return 'picture'
  if (TEXT.test(type)) return ending === 'ICS' ? 'calendar' : 'text'
  if (type !== 'application/octet-stream') return undefined
  if (ending === 'EML') return 'message'
  if (ending === 'ICS') return 'calendar'
  if (ending === 'PDF') return 'pdf'
  if (ending === 'VCF') return 'card'
  if (RASTER_NAME.test(ending)) return 'picture'
  return TEXT_NAME.test(ending) ? 'text' : undefined
}
