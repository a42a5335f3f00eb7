import type { Args } from '../../shared/protocol/command.ts'
import { fetchBody } from '../../shared/protocol/commands/fetchBody.ts'
import { PonteError } from '../../shared/protocol/errors.ts'
import { handle } from '../handler.ts'
import { bodyReader, type SectionRequest } from '../imap/bodyReader.ts'
import { transferDecoder } from '../imap/transferEncoding.ts'

type Section = Args<typeof fetchBody>['sections'][number]

export const fetchBodyHandler = handle(fetchBody, async function* ({ lane, download }, args) {
  const { mailbox, uid, sections, range, marks = false } = args
  if (range && (sections.length > 1 || decodingOf(sections[0]) !== undefined)) {
    throw new PonteError('invalidArguments', { message: 'range: goes with one section that is not decoded' })
  }
  const requests = sections.map((section): SectionRequest => ({
    name: sectionName(section),
    size: 'size' in section ? section.size : undefined,
    ...(range === undefined ? {} : { start: range.start, length: range.length }),
  }))
  const decoders = sections.map((section) => transferDecoder(decodingOf(section)))
  const found = bodyReader({ lane, mailbox, uid, requests, marks })
  for await (const piece of found) {
    const { stream } = piece
    if (piece.kind === 'missing') {
      yield { stream, missing: true as const }
      await download.end(stream)
      continue
    }
    const decoder = decoders[stream]
    if (!decoder) continue
    const bytes = decoder.write(piece.bytes)
    if (!piece.last) await download.write(stream, bytes)
    else {
      const end = decoder.end()
      await download.end(stream, end.length === 0 ? bytes : Buffer.concat([bytes, end]))
    }
  }
  return {}
})

function decodingOf(section: Section | undefined): string | undefined {
  return section?.kind === 'part' ? section.decode : undefined
}

/** The section between the brackets, RFC 3501 section 6.4.5. */
function sectionName(section: Section): string {
  switch (section.kind) {
    case 'part':
      return section.part
    case 'mime':
      return `${section.part}.MIME`
    case 'header':
      return section.part === undefined ? 'HEADER' : `${section.part}.HEADER`
    case 'source':
      // BODY[2] of a message/rfc822 is the whole message inside.
      return section.part ?? ''
  }
}
