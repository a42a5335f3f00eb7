/** The command does not follow RFC 3501's grammar. `number` is the one Exchange shows: 11 for arguments, 12 for what it does not know. */
export class CommandSyntaxError extends Error {
  readonly number: number
  constructor(number = 11) {
    super(`Command Argument Error. ${number}`)
    this.name = 'CommandSyntaxError'
    this.number = number
  }
}

/** An inclusive range of a sequence set; Infinity stands for `*`. */
export interface SequenceRange {
  readonly from: number
  readonly to: number
}

/** Stands in the text where a literal was; no latin1 character collides with it. */
export const LITERAL_MARK = '\uFFFC'

const MAX_NUMBER = 0xffffffff
const ATOM = /[^(){ %*"\\\]\u0000-\u001f\u007f-\u{10ffff}]+/uy
const ASTRING_ATOM = /[^(){ %*"\\\u0000-\u001f\u007f-\u{10ffff}]+/uy
const LIST_MAILBOX = /[^(){ "\\\u0000-\u001f\u007f-\u{10ffff}]+/uy
const FLAG = /\\?[^(){ %*"\\\]\u0000-\u001f\u007f-\u{10ffff}]+/uy
const NUMBER = /\d{1,10}/y
const SEQUENCE_SET = /(?:\*|\d{1,10})(?::(?:\*|\d{1,10}))?(?:,(?:\*|\d{1,10})(?::(?:\*|\d{1,10}))?)*/y

/**
 * Reads one command from left to right. `text` is the command as latin1, with {@link LITERAL_MARK} for each literal.
 * Every method either consumes what it names or throws {@link CommandSyntaxError}.
 */
export class Cursor {
  readonly #text: string
  readonly #literals: readonly Buffer[]
  #position = 0
  #literal = 0

  constructor(text: string, literals: readonly Buffer[] = []) {
    this.#text = text
    this.#literals = literals
  }

  get atEnd(): boolean {
    return this.#position >= this.#text.length
  }

  /** The next character without consuming it; empty at the end. */
  peek(): string {
    return this.#text[this.#position] ?? ''
  }

  end(): void {
    if (!this.atEnd) throw new CommandSyntaxError(12)
  }

  /** Consumes `text`, in any case, when it comes next. */
  take(text: string): boolean {
    const next = this.#text.slice(this.#position, this.#position + text.length)
    if (next.toLowerCase() !== text.toLowerCase()) return false
    this.#position += text.length
    return true
  }

  expect(text: string): void {
    if (!this.take(text)) throw new CommandSyntaxError()
  }

  space(): void {
    this.expect(' ')
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position
    const found = pattern.exec(this.#text)?.[0]
    if (found !== undefined) this.#position += found.length
    return found
  }

  atom(): string {
    return this.#required(ATOM)
  }

  /** A keyword in upper case. */
  keyword(): string {
    return this.atom().toUpperCase()
  }

  number(): number {
    const value = Number(this.#required(NUMBER))
    if (value > MAX_NUMBER) throw new CommandSyntaxError()
    return value
  }

  /** An astring as latin1: one character, one byte. */
  astring(): string {
    return this.#atString() ? this.string() : this.#required(ASTRING_ATOM)
  }

  /** A mailbox name that may hold LIST's wildcards. */
  listMailbox(): string {
    return this.#atString() ? this.string() : this.#required(LIST_MAILBOX)
  }

  nstring(): string | undefined {
    if (this.#atString()) return this.string()
    if (this.take('NIL')) return undefined
    throw new CommandSyntaxError()
  }

  string(): string {
    if (this.peek() === LITERAL_MARK) return this.literal().toString('latin1')
    this.expect('"')
    let value = ''
    for (;;) {
      const character = this.peek()
      this.#position++
      if (character === '"') return value
      if (character === '\\') {
        const escaped = this.peek()
        if (escaped !== '"' && escaped !== '\\') throw new CommandSyntaxError()
        this.#position++
        value += escaped
      } else if (character === '' || character === LITERAL_MARK || character === '\0' || character === '\r') {
        throw new CommandSyntaxError()
      } else value += character
    }
  }

  literal(): Buffer {
    const literal = this.#literals[this.#literal]
    if (this.peek() !== LITERAL_MARK || !literal) throw new CommandSyntaxError()
    this.#position++
    this.#literal++
    return literal
  }

  /** `(item item …)`, possibly empty. */
  list<T>(item: () => T): T[] {
    this.expect('(')
    const items: T[] = []
    if (this.take(')')) return items
    for (;;) {
      items.push(item())
      if (this.take(')')) return items
      this.space()
    }
  }

  flag(): string {
    return this.#required(FLAG)
  }

  /** RFC 3501 section 9, sequence-set. Ranges keep the client's order of numbers sorted within each. */
  sequenceSet(): SequenceRange[] {
    return this.#required(SEQUENCE_SET)
      .split(',')
      .map((range) => {
        const [first = 0, second = first] = range.split(':').map((text) => {
          const value = text === '*' ? Infinity : Number(text)
          if (value === 0 || (value !== Infinity && value > MAX_NUMBER)) throw new CommandSyntaxError()
          return value
        })
        return { from: Math.min(first, second), to: Math.max(first, second) }
      })
  }

  #atString(): boolean {
    return this.peek() === '"' || this.peek() === LITERAL_MARK
  }

  #required(pattern: RegExp): string {
    const found = this.match(pattern)
    if (found === undefined) throw new CommandSyntaxError()
    return found
  }
}
