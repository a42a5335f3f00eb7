/** Lines of text in one piece: as strings of their own, a hundred thousand would weigh more than what they say. */
export interface TextLines {
  text: string
  /** Where each begins. */
  starts: Uint32Array
}

function textLines(text: string): TextLines {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return { text, starts: Uint32Array.from(starts) }
}

/** The lines of an owner's texts, found when first asked for and kept as long as the owner. */
export function keptLines<Owner extends object>(
  read: (owner: Owner) => { subjects: string; people: string },
): (owner: Owner) => { subjects: TextLines; people: TextLines } {
  const kept = new WeakMap<Owner, { subjects: TextLines; people: TextLines }>()
  return (owner) => {
    const known = kept.get(owner)
    if (known) return known
    const { subjects, people } = read(owner)
    const made = { subjects: textLines(subjects), people: textLines(people) }
    kept.set(owner, made)
    return made
  }
}

/** @param line From 0; empty beyond the last. */
export function lineAt({ text, starts }: TextLines, line: number): string {
  const next = starts[line + 1]
  return text.slice(starts[line] ?? text.length, next === undefined ? undefined : next - 1)
}

/** 1 for each line that has this in it. */
export function linesWith({ text, starts }: TextLines, wanted: string): Uint8Array {
  const found = new Uint8Array(starts.length)
  if (wanted === '') return found.fill(1)
  if (wanted.includes('\n')) return found
  let line = 0
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, starts[line])) {
    while ((starts[line + 1] ?? Infinity) <= at) line++
    found[line++] = 1
    if (line === starts.length) break
  }
  return found
}
