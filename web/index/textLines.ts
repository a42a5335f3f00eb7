/** Lines of text in one piece: as strings of their own, a hundred thousand would weigh more than what they say. */
export interface TextLines {
  text: string
  /** Where each begins. */
  starts: Uint32Array
}

export function textLines(text: string): TextLines {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return { text, starts: Uint32Array.from(starts) }
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
