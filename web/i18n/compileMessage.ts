import type { MessageContext, MessageFunction } from '@intlify/core-base'

const compiled = new Map<string, MessageFunction<string>>()

/**
 * Compiles a text of this page: `{name}` stands for a value, `{'@'}` for a sign, and `|` parts the forms of a plural. That is
 * all of the message syntax that the texts use; the library's own compiler, for all of it, is 5 kB of the first load.
 * @throws when a text uses more of it
 */
export function compileMessage(text: string): MessageFunction<string> {
  let known = compiled.get(text)
  if (!known) compiled.set(text, (known = compile(text)))
  return known
}

function compile(text: string): MessageFunction<string> {
  if (/@|\{(?![A-Za-z]\w*\})/.test(text.replaceAll(/\{'[^']*'\}/g, '')))
    throw new Error(`unknown syntax: ${text}`)
  const forms = text.split('|').map((form) => form.trim().split(/\{([A-Za-z]\w*|'[^']*')\}/))
  return ({ plural, named }: MessageContext<string>) => {
    const drawn = forms.map((pieces) =>
      pieces.map((piece, at) => (at % 2 === 0 ? piece : valueOf(piece, named))).join(''),
    )
    return drawn.length === 1 ? (drawn[0] ?? '') : plural(drawn)
  }
}

/** Characters in a stranger's name that turn text around would turn the sentence around it too. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g

function valueOf(name: string, named: (name: string) => unknown): string {
  return name.startsWith("'") ? name.slice(1, -1) : String(named(name) ?? '').replace(TURNING, '')
}
