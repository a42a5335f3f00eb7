import type { Address } from '../../shared/mail/address.ts'
import { decodeWords } from './encodedWords.ts'

/** What a From line says, read without regard to what it should be. */
export interface Authors {
  /** Every address that any program could read in it, in order, each once. */
  all: Address[]
  /** It is a plain list of mailboxes: one reads it as another does. */
  plain: boolean
}

/** Longest From line read, in UTF-16 code units. */
const MAX_LENGTH = 4_000

const ADDRESS = /^[^\s<>()[\],;:"]{1,64}@[^\s<>()[\],;:"@]{1,255}$/u
/** A quoted local part. */
const QUOTED = /^"((?:[^"\\]|\\.){1,64})"@([^\s<>()[\],;:"@]{1,255})$/u

/**
 * Reads From lines as they came (threat 23): servers and programs make different addresses of
 * `"S" <valid@example.net>:<attacker@example.org>`, so all of them are found, and that they differ.
 */
export function readAuthors(lines: readonly string[]): Authors {
  const all: Address[] = []
  let plain = lines.length === 1
  for (const line of lines) {
    for (const { words, inside, odd } of entriesOf(line.slice(0, MAX_LENGTH))) {
      plain &&= !odd && inside.length < 2
      const bare = words.join(' ').trim()
      const name = decodeWords(bare.replace(/^"(.*)"$/s, '$1').replace(/\\(.)/g, '$1'))
      const loose = words.filter(isAddress)
      // An address beside brackets, and not in quotes, is a name to some programs and an author to others.
      if (inside.length > 0 && loose.length > 0) plain &&= inside.includes(loose[0] ?? '')
      for (const address of [...inside.filter(isAddress), ...loose])
        if (!all.some((known) => known.address.toLowerCase() === address.toLowerCase()))
          all.push({ name: loose.includes(address) ? '' : name, address })
    }
  }
  return { all, plain }
}

function isAddress(text: string): boolean {
  return ADDRESS.test(text) || QUOTED.test(text)
}

interface Entry {
  /** What stands outside of brackets: words, and quoted strings whole. */
  words: string[]
  /** What stands in angle brackets. */
  inside: string[]
  odd: boolean
}

/** Words and bracketed addresses between commas. Comments are passed over; a group, or anything unclosed, is odd. */
function entriesOf(line: string): Entry[] {
  const entries: Entry[] = []
  let entry: Entry = { words: [], inside: [], odd: false }
  let afterAngle = false
  const tokens =
    /"((?:[^"\\]|\\.)*)"(@[^\s<>()[\],;:"@]+)?|\((?:[^()\\]|\\.)*\)|<([^<>]*)>|[,;:]|[^\s<>(),;:"]+|[<>()"]/gs
  const end = (): void => {
    if (entry.words.length > 0 || entry.inside.length > 0) entries.push(entry)
    entry = { words: [], inside: [], odd: false }
    afterAngle = false
  }
  for (const { 0: token, 3: inside } of line.matchAll(tokens)) {
    if (token === ',') end()
    else if (token === ';' || token === ':') {
      entry.odd = true
      afterAngle = false
    } else if (token.startsWith('(') && token.length > 1) continue
    else if (inside !== undefined) {
      if (afterAngle) entry.odd = true
      // RFC 5322 section 4.4: a route before the address, which no program writes.
      const address = inside.trim().replace(/^@[^:]*:/, '')
      if (address !== inside.trim() || (address !== '' && !isAddress(address))) entry.odd = true
      entry.inside.push(address)
      afterAngle = true
    } else {
      if (afterAngle || /^[<>()"]$/.test(token)) entry.odd = true
      entry.words.push(token)
    }
  }
  end()
  return entries
}
