import { fold } from '../../index/fold.ts'

/** A label is a keyword of IMAP (RFC 3501 section 2.3.2) with a name and a colour of this person's. */
export interface Label {
  keyword: string
  name: string
  colour: LabelColour
}

export const LABEL_COLOURS = ['grey', 'red', 'orange', 'green', 'teal', 'blue', 'purple', 'pink'] as const
export type LabelColour = (typeof LABEL_COLOURS)[number]

/** Thunderbird's five, which other clients know by now, with the keys of their names. */
const KNOWN = {
  $label1: { text: 'labels.known.important', colour: 'red' },
  $label2: { text: 'labels.known.work', colour: 'orange' },
  $label3: { text: 'labels.known.personal', colour: 'green' },
  $label4: { text: 'labels.known.toDo', colour: 'blue' },
  $label5: { text: 'labels.known.later', colour: 'purple' },
} as const satisfies Record<string, { text: string; colour: LabelColour }>

/** What programs tell each other by keywords without a `$`. */
const OF_PROGRAMS = new Set(['junk', 'nonjunk', 'notjunk', 'forwarded', 'redirected', 'mdnsent', 'seen'])
const MAX_KEYWORD = 40

/** A flag that a person means something by: not the system's, nor what programs tell each other. */
export function isLabel(flag: string): boolean {
  const name = flag.toLowerCase()
  return name in KNOWN || !(name.startsWith('\\') || name.startsWith('$') || OF_PROGRAMS.has(name))
}

/** As it shows before anybody named it. */
export function plainLabel(keyword: string, t: (key: string) => string): Label {
  const known = KNOWN[keyword.toLowerCase() as keyof typeof KNOWN] as (typeof KNOWN)['$label1'] | undefined
  if (known) return { keyword, name: t(known.text), colour: known.colour }
  return { keyword, name: keyword.replaceAll('_', ' '), colour: colourOf(keyword) }
}

/** The same for the same keyword on every device. */
function colourOf(keyword: string): LabelColour {
  const sum = [...keyword.toLowerCase()].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0)
  return LABEL_COLOURS[1 + (sum % (LABEL_COLOURS.length - 1))] ?? 'grey'
}

/** An atom for a name in any script: what ASCII has no letter for is written as its code. */
export function keywordFor(name: string): string {
  const plain = fold(name.trim().toLowerCase())
  return [...plain]
    .map((letter) =>
      /[a-z0-9-]/.test(letter)
        ? letter
        : /[\s_]/.test(letter)
          ? '_'
          : `u${letter.codePointAt(0)?.toString(16)}`,
    )
    .join('')
    .slice(0, MAX_KEYWORD)
}

export function isSameName(one: string, other: string): boolean {
  return fold(one.trim().toLowerCase()) === fold(other.trim().toLowerCase())
}

/** Reads names and colours from anything: what is no longer understood is left out. */
export function labelsFrom(stored: unknown): Label[] {
  return (Array.isArray(stored) ? stored : []).flatMap((one: unknown) => {
    const { keyword, name, colour } = (typeof one === 'object' && one !== null ? one : {}) as Partial<Label>
    const known = LABEL_COLOURS.find((other) => other === colour)
    return typeof keyword === 'string' && isLabel(keyword) && typeof name === 'string' && name !== ''
      ? [{ keyword, name, colour: known ?? 'grey' }]
      : []
  })
}
