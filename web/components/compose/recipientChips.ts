import { formatAddress, parseAddressList, type AddressProblem } from '../../mime/addressList.ts'

/** An entry of a recipient field. */
export interface Chip {
  text: string
  /** The name, or the address where there is none. */
  label: string
  /** Empty when the entry cannot be parsed. */
  address: string
  problem?: AddressProblem
  /** Its local part has letters beyond ASCII, which only servers with SMTPUTF8 (RFC 6531) take. */
  international?: boolean
}

export function readChip(text: string): Chip {
  const { addresses, problems } = parseAddressList(text)
  const [problem] = problems
  const [address] = addresses
  if (problem) return { text, label: text, address: '', problem }
  if (!address || addresses.length > 1) return { text, label: text, address: address?.address ?? '' }
  const local = address.address.slice(0, address.address.lastIndexOf('@'))
  return {
    text,
    label: address.name || address.address,
    address: address.address,
    ...(/[^\p{ASCII}]/u.test(local) ? { international: true } : {}),
  }
}

/**
 * Splits typed text at commas, semicolons and line breaks outside quotes, brackets and comments, into finished entries and
 * the one still being typed.
 */
export function splitTyped(value: string): { finished: string[]; typing: string } {
  const finished: string[] = []
  let typing = ''
  let closing = ''
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at)
    if (closing === '' && /[,;\r\n]/.test(char)) {
      if (typing.trim() !== '') finished.push(typing.trim())
      typing = ''
      continue
    }
    if (closing === '') closing = CLOSING[char] ?? ''
    else if (closing === '"' && char === '\\') {
      typing += char + value.charAt(++at)
      continue
    } else if (char === closing) closing = ''
    typing += char
  }
  return { finished, typing: finished.length > 0 ? typing.trimStart() : typing }
}

const CLOSING: Record<string, string> = { '"': '"', '<': '>', '(': ')' }

/** Entries as they are kept: a group (RFC 5322 section 3.4) is its members, and one without any is nobody. */
export function entriesOf(finished: readonly string[]): string[] {
  return finished.flatMap((text) => {
    const { addresses, problems } = parseAddressList(text)
    return problems.length > 0 ? [text] : addresses.map(formatAddress)
  })
}

/** Whether somebody may mean just what is typed, and no suggestion: an address with a whole domain, or in brackets. */
export function isWhole(typed: string): boolean {
  const { addresses, problems } = parseAddressList(typed)
  const [address] = addresses
  return problems.length === 0 && address !== undefined && /@.+\.[^.]{2,}$|@\[/u.test(address.address)
}
