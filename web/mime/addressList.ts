import type { Address } from '../../shared/mail/address.ts'
import { MAX_ADDRESS_LIST_LENGTH } from './limits.ts'

/** Why an entry is no address; a key of the texts under `compose.address`. */
export type AddressProblemReason =
  'noAt' | 'noName' | 'noDomain' | 'openQuote' | 'openBracket' | 'textAfter' | 'invalid' | 'tooLong'

export interface AddressProblem {
  /** The entry as typed. */
  text: string
  reason: AddressProblemReason
}

export interface AddressList {
  addresses: Address[]
  problems: AddressProblem[]
}

/** The same characters as `mailAddress` in shared/mail/address.ts allows; a test holds the two together. */
const ADDRESS =
  // eslint-disable-next-line no-control-regex -- naming control characters is the point
  /^(?:[^\s<>()[\]\\,;:@"\x00-\x1f\x7f]+|"[^\x00-\x1f\x7f<>"\\]+")@(?:[^\s<>()[\]\\,;:@"\x00-\x1f\x7f]+|\[[0-9A-Fa-f:.]+\])$/u

const MAX_ADDRESS_LENGTH = 320

/**
 * Reads what a person typed as recipients: RFC 5322 section 3.4 with quoted names, comments and groups, and `;` and
 * line breaks as separators too. Every entry becomes an address or a problem; nothing is dropped in silence.
 */
export function parseAddressList(input: string): AddressList {
  const list: AddressList = { addresses: [], problems: [] }
  if (input.length > MAX_ADDRESS_LIST_LENGTH) {
    list.problems.push({ text: input.slice(0, 40), reason: 'tooLong' })
    return list
  }
  for (const entry of splitEntries(input)) {
    const text = entry.text.trim()
    if (text === '') continue
    const parsed = entry.problem ?? parseEntry(text)
    if (typeof parsed === 'string') list.problems.push({ text, reason: parsed })
    else list.addresses.push(parsed)
  }
  return list
}

interface Entry {
  text: string
  problem?: AddressProblemReason
}

/** Splits at separators outside quotes, brackets and comments; a group's name and its end fall away. */
function splitEntries(input: string): Entry[] {
  const entries: Entry[] = []
  let text = ''
  let quoted = false
  let angle = false
  let square = false
  let comment = 0
  for (let at = 0; at < input.length; at++) {
    const character = input.charAt(at)
    if ((quoted || comment > 0) && character === '\\') {
      if (quoted) text += character + input.charAt(at + 1)
      at++
    } else if (quoted) {
      quoted = character !== '"'
      text += character
    } else if (comment > 0) {
      comment += character === '(' ? 1 : character === ')' ? -1 : 0
    } else if (character === '(') comment = 1
    else if (character === '"') {
      quoted = true
      text += character
    } else if (!angle && !square && /[,;\n\r]/.test(character)) {
      entries.push({ text })
      text = ''
    } else if (!angle && !square && character === ':' && !text.includes('@')) text = ''
    else {
      if (character === '<') angle = true
      if (character === '>') angle = false
      if (character === '[') square = true
      if (character === ']') square = false
      text += character
    }
  }
  const problem = quoted ? 'openQuote' : angle || square ? 'openBracket' : undefined
  entries.push(problem === undefined ? { text } : { text, problem })
  return entries
}

function parseEntry(text: string): Address | AddressProblemReason {
  const open = indexOutsideQuotes(text, '<')
  if (open === -1) return check('', text)
  const close = text.indexOf('>', open)
  if (close === -1) return 'openBracket'
  if (text.slice(close + 1).trim() !== '') return 'textAfter'
  return check(unquote(text.slice(0, open).trim()), text.slice(open + 1, close).trim())
}

function indexOutsideQuotes(text: string, wanted: string): number {
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (quoted && character === '\\') at++
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === wanted) return at
  }
  return -1
}

function check(name: string, address: string): Address | AddressProblemReason {
  const at = address.lastIndexOf('@')
  if (at === -1) return 'noAt'
  if (at === 0) return 'noName'
  if (at === address.length - 1) return 'noDomain'
  if (address.length > MAX_ADDRESS_LENGTH) return 'tooLong'
  const domain = address.slice(at + 1)
  if (!ADDRESS.test(address) || /^\.|\.$|\.\./.test(domain)) return 'invalid'
  return { name, address }
}

function unquote(name: string): string {
  const folded = name.replace(/\s+/g, ' ')
  if (!/^".*"$/.test(folded)) return folded.replaceAll('"', '')
  return folded.slice(1, -1).replace(/\\(.)/g, '$1')
}

/** `"Rossi, Anna" <anna@example.org>`: what `parseAddressList` reads back to the same address. */
export function formatAddress({ name, address }: Address): string {
  const clean = name.replace(/[\r\n\0]+/g, ' ').trim()
  if (clean === '' || clean === address) return address
  const quoted = /[()<>[\]:;@\\,"]|^\s|\s\s/.test(clean) ? `"${clean.replace(/["\\]/g, '\\$&')}"` : clean
  return `${quoted} <${address}>`
}

export function formatAddressList(addresses: readonly Address[]): string {
  return addresses.map(formatAddress).join(', ')
}

/** As a mail server without SMTPUTF8 takes it: the domain by its ASCII name (IDNA). */
export function asciiDomain(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  if (/^\p{ASCII}*$/u.test(domain)) return address
  try {
    return address.slice(0, at) + new URL(`https://${domain}`).hostname
  } catch {
    return address
  }
}
