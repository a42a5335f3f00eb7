import type { MessageRow } from '../../shared/mail/message.ts'
import { MAX_FLAGS_LENGTH, MAX_HEADERS_LENGTH } from '../limits.ts'
import { toBodyPart } from './bodyStructure.ts'
import { toEnvelope } from './envelope.ts'
import { toInstant } from './instant.ts'
import type { ParsedResponse, TokenTree } from './library.ts'
import { decodedHeaders } from './headers.ts'
import { previewText } from './preview.ts'
import { TextBudget } from './textBudget.ts'
import { bytesOf, decimalOf, isList, numberOf, sectionOf, textOf, textsOf } from './tokens.ts'

/** The data items of one FETCH response, by name in upper case; sections are part of the name: `BODY[1]<0>`. */
export type FetchItems = ReadonlyMap<string, TokenTree | undefined>

/** Reads `* n FETCH (name value …)`, RFC 3501 section 7.4.2. */
export function fetchItems(response: ParsedResponse): FetchItems {
  const items = new Map<string, TokenTree | undefined>()
  const list = response.attributes?.[1]
  if (!isList(list)) return items
  for (let index = 0; index < list.length; index += 2) {
    const key = list[index]
    const name = textOf(key)?.toUpperCase()
    if (name === undefined) continue
    const section = sectionOf(key)
    items.set(section ? `${name}[${section.map(sectionText).join(' ')}]` : name, list[index + 1])
  }
  return items
}

function sectionText(node: TokenTree): string {
  if (isList(node)) return `(${node.map(sectionText).join(' ')})`
  return (textOf(node) ?? '').toUpperCase()
}

/** Whether the response answers a FETCH or only tells a change of flags. */
export function isFlagsOnly(items: FetchItems): boolean {
  for (const name of items.keys()) if (!['FLAGS', 'UID', 'MODSEQ'].includes(name)) return false
  return items.has('FLAGS')
}

/** One message's fields. @returns `undefined` when the response is not one of a message. */
export function toMessageRow(response: ParsedResponse): MessageRow | undefined {
  const seq = numberOf(response.command)
  if (seq === undefined || seq < 1) return undefined
  const items = fetchItems(response)
  const row: MessageRow = { seq }
  const headers = new TextBudget(MAX_HEADERS_LENGTH)
  const uid = numberOf(items.get('UID'))
  if (uid !== undefined && uid > 0) row.uid = uid
  if (items.has('FLAGS')) row.flags = flagsOf(items.get('FLAGS'))
  const modSeq = items.get('MODSEQ')
  const modSeqValue = decimalOf(isList(modSeq) ? modSeq[0] : modSeq)
  if (modSeqValue !== undefined) row.modSeq = modSeqValue
  const size = numberOf(items.get('RFC822.SIZE'))
  if (size !== undefined) row.size = size
  const internalDate = toInstant(textOf(items.get('INTERNALDATE')))
  if (internalDate !== undefined) row.internalDate = internalDate
  const envelope = items.get('ENVELOPE')
  if (isList(envelope)) row.envelope = toEnvelope(envelope)
  const structure = items.get('BODYSTRUCTURE')
  if (isList(structure)) row.bodyStructure = toBodyPart(structure)
  for (const [name, value] of items) {
    if (name === 'BODY[1]' || name.startsWith('BODY[1]<'))
      row.preview = previewText(bytesOf(value) ?? Buffer.alloc(0), row.bodyStructure)
    else if (name.startsWith('BODY[HEADER.FIELDS'))
      row.headers = decodedHeaders(bytesOf(value) ?? Buffer.alloc(0), headers)
  }
  return row
}

export function flagsOf(node: TokenTree | undefined): string[] {
  const budget = new TextBudget(MAX_FLAGS_LENGTH)
  return textsOf(node).filter((flag) => budget.take(flag.length + 1))
}
