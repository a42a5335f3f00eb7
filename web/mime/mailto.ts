import { MAX_ADDRESS_LIST_LENGTH, MAX_MAILTO_LENGTH } from './limits.ts'
import type { Letter } from './letter.ts'

/**
 * What a mailto: link asks to be written (RFC 6068). Of its header fields only those are taken that a writer sees before
 * sending; `undefined`: it names nobody.
 */
export function readMailto(link: string): Letter | undefined {
  const found = /^mailto:([^?#]*)(?:\?([^#]*))?/is.exec(link.trim().slice(0, MAX_MAILTO_LENGTH))
  if (!found) return undefined
  const fields = new Map<string, string[]>()
  for (const pair of (found[2] ?? '').replaceAll('&amp;', '&').split('&')) {
    const equals = pair.indexOf('=')
    if (equals < 1) continue
    const name = decode(pair.slice(0, equals)).toLowerCase()
    fields.set(name, [...(fields.get(name) ?? []), decode(pair.slice(equals + 1))])
  }
  const people = (first: string, name: string): string[] =>
    [...first.split(','), ...(fields.get(name) ?? []).flatMap((value) => value.split(','))]
      .map((one) => oneLine(decode(one)))
      .filter((one) => one !== '' && one.length < MAX_ADDRESS_LIST_LENGTH)
  const to = people(found[1] ?? '', 'to')
  const cc = people('', 'cc')
  if (to.length === 0 && cc.length === 0) return undefined
  return {
    to,
    ...(cc.length > 0 ? { cc } : {}),
    subject: oneLine(fields.get('subject')?.[0] ?? ''),
    text: (fields.get('body') ?? []).join('\n').replace(/\r\n?/g, '\n').replaceAll('\0', ''),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, ' ').trim()
