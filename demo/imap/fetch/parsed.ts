import { STRUCTURE_CACHE_ENTRIES } from '../limits.ts'
import type { MessageContent } from '../mailbox.ts'
import { endOfHeader, parseFields } from '../mime/header.ts'
import { type MimePart, parseStructure } from '../mime/structure.ts'
import { formatBodyStructure } from './bodystructure.ts'
import { formatEnvelope } from './envelope.ts'

/** The trees are larger than the texts that are kept of every message, and needed while a message is read, so only the last ones stay. */
const structures = new Map<MessageContent, MimePart>()

export function structureOf(content: MessageContent): MimePart {
  const known = structures.get(content)
  const structure = known ?? parseStructure(content.raw)
  structures.delete(content)
  structures.set(content, structure)
  for (const oldest of structures.keys()) {
    if (structures.size <= STRUCTURE_CACHE_ENTRIES) break
    structures.delete(oldest)
  }
  return structure
}

/** RFC 3501 section 7.4.2, ENVELOPE. */
export function envelopeOf(content: MessageContent): string {
  const kept = content.texts
  if (kept.envelope === undefined) {
    const raw = content.raw
    kept.envelope = formatEnvelope(parseFields(raw, 0, endOfHeader(raw, 0, raw.length)))
  }
  return kept.envelope
}

/** RFC 3501 section 7.4.2, BODYSTRUCTURE, or BODY when not `extended`. */
export function bodyStructureOf(content: MessageContent, options: { extended: boolean }): string {
  const kept = content.texts
  const key = options.extended ? 'bodystructure' : 'body'
  return (kept[key] ??= formatBodyStructure(content.raw, structureOf(content), options))
}
