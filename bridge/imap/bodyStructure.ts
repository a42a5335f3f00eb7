import type { BodyPart } from '../../shared/mail/bodyStructure.ts'
import { MAX_STRUCTURE_LENGTH } from '../limits.ts'
import { parseBodystructure, type ParsedBodyStructure, type TokenTree } from './library.ts'
import { TextBudget } from './textBudget.ts'

/** How deep and wide a structure is passed on; what lies beyond is hostile and is left to "show source". */
const MAX_DEPTH = 50
const MAX_PARTS = 1_000
/** Units that a part and a parameter cost beside their texts: field names, quotes and numbers of JSON. */
const PART_COST = 30
const PARAMETER_COST = 2
/** Longest text of a part, in UTF-16 units: file names, identifiers. */
const MAX_PART_TEXT_LENGTH = 2_048
/** Longest name of a type, RFC 6838 section 4.2: two of 127 characters. */
const MAX_TYPE_LENGTH = 255

/**
 * BODYSTRUCTURE as the protocol's tree. Defects seen at Outlook are repaired: a part without a type becomes
 * `application/octet-stream`, `"7BIT"` with NILs becomes `text/plain`.
 */
export function toBodyPart(list: TokenTree[]): BodyPart {
  const limits = { parts: 0, text: new TextBudget(MAX_STRUCTURE_LENGTH) }
  return convert(parseBodystructure(list as never), { depth: 0, limits, root: true })
}

interface Position {
  depth: number
  limits: { parts: number; text: TextBudget }
  root: boolean
}

function convert(node: ParsedBodyStructure, position: Position): BodyPart {
  const { text } = position.limits
  const cut = (value: string): string => text.cut(value, MAX_PART_TEXT_LENGTH)
  position.limits.parts += 1
  const type = repairType(node)
  const part: BodyPart = {
    type,
    parameters: clean(node.parameters, text),
    dispositionParameters: clean(node.dispositionParameters, text),
  }
  // A message that is not multipart has one part, number 1, which imapflow leaves unnumbered.
  const number = node.part ?? (position.root && !type.startsWith('multipart/') ? '1' : undefined)
  if (number !== undefined) part.part = number
  if (node.id) part.id = cut(node.id)
  if (node.description) part.description = cut(node.description)
  if (node.encoding) part.encoding = cut(node.encoding)
  if (node.size !== undefined) part.size = node.size
  if (node.disposition) part.disposition = cut(node.disposition)
  const children = node.childNodes ?? []
  if (children.length > 0 && position.depth < MAX_DEPTH) {
    const { limits } = position
    part.children = []
    for (const child of children) {
      const cost = PART_COST + (child.part ?? '').length + (child.type ?? '').length
      if (limits.parts >= MAX_PARTS || !text.take(cost)) break
      part.children.push(convert(child, { depth: position.depth + 1, limits, root: false }))
    }
  }
  return part
}

function repairType(node: ParsedBodyStructure): string {
  const type = (node.type ?? '').toLowerCase()
  if (type.length <= MAX_TYPE_LENGTH && /^[^/\s]+\/[^/\s]+$/.test(type)) return type
  if (node.childNodes && node.childNodes.length > 0) return 'multipart/mixed'
  return node.encoding ? 'text/plain' : 'application/octet-stream'
}

function clean(parameters: Record<string, unknown> | undefined, text: TextBudget): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [key, value] of Object.entries(parameters ?? {})) {
    if (key === '' || key === '__proto__' || typeof value !== 'string') continue
    if (!text.take(PARAMETER_COST + key.length)) break
    result[key] = text.cut(value, MAX_PART_TEXT_LENGTH)
  }
  return result
}
