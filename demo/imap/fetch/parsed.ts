import { STRUCTURE_CACHE_ENTRIES } from '../limits.ts'
import type { MessageContent } from '../mailbox.ts'
import { endOfHeader, parseFields } from '../mime/header.ts'
import { type MimePart, parseStructure } from '../mime/structure.ts'
import { formatBodyStructure } from './bodystructure.ts'
import { formatEnvelope } from './envelope.ts'

/** What FETCH asks for again and again, kept as the finished text: a list of thousands of rows is then a join of strings. */
interface Texts {
  envelope?: string
  body?: string
  bodystructure?: string
}

const texts = new WeakMap<MessageContent, Texts>()

/** The trees are larger than their texts and needed while a message is read, so only the last ones stay. */
const structures = new Map<MessageContent, MimePart>()

function textsOf(content: MessageContent): Texts {
  let kept = texts.get(content)
  if (!kept) texts.set(content, (kept = {}))
  return kept
}

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
  const kept = textsOf(content)
  if (kept.envelope === undefined) {
    const raw = content.raw
    kept.envelope = formatEnvelope(parseFields(raw, 0, endOfHeader(raw, 0, raw.length)))
  }
  return kept.envelope
}

/** RFC 3501 section 7.4.2, BODYSTRUCTURE, or BODY when not `extended`. */
export function bodyStructureOf(content: MessageContent, options: { extended: boolean }): string {
  const kept = textsOf(content)
  const key = options.extended ? 'bodystructure' : 'body'
  return (kept[key] ??= formatBodyStructure(content.raw, structureOf(content), options))
}
