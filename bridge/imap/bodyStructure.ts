import type { BodyPart } from '../../shared/mail/bodyStructure.ts'
import { parseBodystructure, type ParsedBodyStructure, type TokenTree } from './library.ts'

/** How deep and wide a structure is passed on; what lies beyond is hostile and is left to "show source". */
const MAX_DEPTH = 50
const MAX_PARTS = 1_000

/**
 * BODYSTRUCTURE as the protocol's tree. Defects seen at Outlook are repaired: a part without a type becomes
 * `application/octet-stream`, `"7BIT"` with NILs becomes `text/plain`.
 */
export function toBodyPart(list: TokenTree[]): BodyPart {
  return convert(parseBodystructure(list as never), { depth: 0, counter: { parts: 0 }, root: true })
}

interface Position {
  depth: number
  counter: { parts: number }
  root: boolean
}

function convert(node: ParsedBodyStructure, position: Position): BodyPart {
  position.counter.parts += 1
  const type = repairType(node)
  const part: BodyPart = {
    type,
    parameters: clean(node.parameters),
    dispositionParameters: clean(node.dispositionParameters),
  }
  // A message that is not multipart has one part, number 1, which imapflow leaves unnumbered.
  const number = node.part ?? (position.root && !type.startsWith('multipart/') ? '1' : undefined)
  if (number !== undefined) part.part = number
  if (node.id) part.id = node.id
  if (node.description) part.description = node.description
  if (node.encoding) part.encoding = node.encoding
  if (node.size !== undefined) part.size = node.size
  if (node.disposition) part.disposition = node.disposition
  const children = node.childNodes ?? []
  if (children.length > 0 && position.depth < MAX_DEPTH) {
    const { counter } = position
    part.children = []
    for (const child of children) {
      if (counter.parts >= MAX_PARTS) break
      part.children.push(convert(child, { depth: position.depth + 1, counter, root: false }))
    }
  }
  return part
}

function repairType(node: ParsedBodyStructure): string {
  const type = (node.type ?? '').toLowerCase()
  if (/^[^/\s]+\/[^/\s]+$/.test(type)) return type
  if (node.childNodes && node.childNodes.length > 0) return 'multipart/mixed'
  return node.encoding ? 'text/plain' : 'application/octet-stream'
}

function clean(parameters: Record<string, unknown> | undefined): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [key, value] of Object.entries(parameters ?? {})) {
    if (key !== '' && key !== '__proto__' && typeof value === 'string') result[key] = value
  }
  return result
}
