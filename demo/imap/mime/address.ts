import { MAX_ADDRESSES } from '../limits.ts'

/**
 * An address as ENVELOPE has it (RFC 3501 section 7.4.2). A group begins with an entry whose `host` is undefined and
 * whose `mailbox` is the group's name, and ends with one where both are undefined.
 */
export interface EnvelopeAddress {
  readonly name: string | undefined
  readonly mailbox: string | undefined
  readonly host: string | undefined
}

interface Token {
  kind: 'word' | 'quoted' | 'comment' | 'special'
  text: string
  /** White space came before it. */
  spaced: boolean
}

/** Reads an RFC 5322 address list; never throws. Encoded words stay encoded, as ENVELOPE wants. */
export function parseAddresses(text: string): EnvelopeAddress[] {
  const addresses: EnvelopeAddress[] = []
  let pending: Token[] = []
  let inGroup = false
  const finish = (): void => {
    const address = toAddress(pending)
    if (address) addresses.push(address)
    pending = []
  }
  let inAngle = false
  for (const token of tokens(text)) {
    if (addresses.length >= MAX_ADDRESSES) break
    const special = token.kind === 'special' ? token.text : ''
    if (special === '<') inAngle = true
    if (special === '>') inAngle = false
    if (special === ',' && !inAngle) finish()
    else if (special === ':' && !inGroup && !inAngle && !pending.some(isSpecial('@'))) {
      const words = pending.filter((word) => word.kind !== 'comment')
      addresses.push({ name: undefined, mailbox: join(words), host: undefined })
      pending = []
      inGroup = true
    } else if (special === ';' && !inAngle) {
      finish()
      if (inGroup) addresses.push({ name: undefined, mailbox: undefined, host: undefined })
      inGroup = false
    } else pending.push(token)
  }
  finish()
  if (inGroup) addresses.push({ name: undefined, mailbox: undefined, host: undefined })
  return addresses
}

function isSpecial(text: string): (token: Token) => boolean {
  return (token) => token.kind === 'special' && token.text === text
}

function toAddress(all: readonly Token[]): EnvelopeAddress | undefined {
  const comments = all.filter((token) => token.kind === 'comment')
  const rest = all.filter((token) => token.kind !== 'comment')
  if (rest.length === 0) return undefined
  const open = rest.findIndex(isSpecial('<'))
  let name: string | undefined
  let route = rest
  if (open === -1) name = comments.length > 0 ? comments.map((token) => token.text).join(' ') : undefined
  else {
    name = join(rest.slice(0, open)) || undefined
    const close = rest.findIndex(isSpecial('>'))
    route = rest.slice(open + 1, close > open ? close : undefined)
    const colon = route.findIndex(isSpecial(':')) // the obsolete route of RFC 5322 section 4.4
    if (colon !== -1) route = route.slice(colon + 1)
  }
  const at = route.findLastIndex(isSpecial('@'))
  // Without a host the whole is a local part; an empty string keeps it from reading as the start of a group.
  if (at === -1) return { name, mailbox: join(route), host: '' }
  const compact = (tokens: readonly Token[]): string => tokens.map((token) => token.text).join('')
  return { name, mailbox: compact(route.slice(0, at)), host: compact(route.slice(at + 1)) }
}

function join(tokens: readonly Token[]): string {
  return tokens.map((token, index) => (token.spaced && index > 0 ? ` ${token.text}` : token.text)).join('')
}

function* tokens(text: string): Generator<Token> {
  let at = 0
  let spaced = false
  while (at < text.length) {
    const character = text[at] ?? ''
    if (character === ' ' || character === '\t' || character === '\r' || character === '\n') {
      spaced = true
      at++
      continue
    }
    const begin = at
    let kind: Token['kind'] = 'word'
    let content: string
    if (character === '"' || character === '(') {
      kind = character === '"' ? 'quoted' : 'comment'
      ;({ content, at } = character === '"' ? quoted(text, at) : comment(text, at))
    } else if ('<>@,;:'.includes(character)) {
      kind = 'special'
      content = character
      at++
    } else {
      while (at < text.length && !' \t\r\n"(<>@,;:'.includes(text[at] ?? '')) at++
      content = text.slice(begin, at)
    }
    yield { kind, text: content, spaced }
    spaced = false
  }
}

function quoted(text: string, start: number): { content: string; at: number } {
  let content = ''
  let at = start + 1
  for (; at < text.length && text[at] !== '"'; at++) {
    if (text[at] === '\\') at++
    content += text[at] ?? ''
  }
  return { content, at: at + 1 }
}

function comment(text: string, start: number): { content: string; at: number } {
  let content = ''
  let depth = 1
  let at = start + 1
  for (; at < text.length; at++) {
    const character = text[at]
    if (character === '(') depth++
    if (character === ')' && --depth === 0) break
    if (character === '\\') at++
    content += text[at] ?? ''
  }
  return { content: content.trim(), at: at + 1 }
}
