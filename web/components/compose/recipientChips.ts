import { parseAddressList, type AddressProblem } from '../../mime/addressList.ts'

/** One entry of a recipient field as it is shown. */
export interface Chip {
  text: string
  /** The name, or the address where there is none. */
  label: string
  /** Empty when it cannot be read. */
  address: string
  problem?: AddressProblem
}

export function readChip(text: string): Chip {
  const { addresses, problems } = parseAddressList(text)
  const [problem] = problems
  const [address] = addresses
  if (problem) return { text, label: text, address: '', problem }
  if (!address || addresses.length > 1) return { text, label: text, address: address?.address ?? '' }
  return { text, label: address.name || address.address, address: address.address }
}

/**
 * What was typed, taken apart at commas, semicolons and line breaks outside quotes, brackets and comments: entries that
 * are finished, and the one that is still being typed.
 */
export function splitTyped(value: string): { finished: string[]; typing: string } {
  const finished: string[] = []
  let typing = ''
  let closing = ''
  for (let at = 0; at < value.length; at++) {
    const one = value.charAt(at)
    if (closing === '' && /[,;\r\n]/.test(one)) {
      if (typing.trim() !== '') finished.push(typing.trim())
      typing = ''
      continue
    }
    if (closing === '') closing = CLOSING[one] ?? ''
    else if (closing === '"' && one === '\\') {
      typing += one + value.charAt(++at)
      continue
    } else if (one === closing) closing = ''
    typing += one
  }
  return { finished, typing: finished.length > 0 ? typing.trimStart() : typing }
}

const CLOSING: Record<string, string> = { '"': '"', '<': '>', '(': ')' }
