/** Two letters for a person: first letters of the first and last word of the name, else of the address. */
export function initials(name: string, address: string): string {
  const words = name
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
  const letters =
    words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? address.replace(/[^\p{L}\p{N}]/gu, '')]
  const short = letters.map((word) => [...(word ?? '')][0] ?? '').join('')
  return short === '' ? '?' : short.toLocaleUpperCase()
}

/** The same hue for the same address, in degrees. */
export function hueOf(address: string): number {
  let hash = 0
  for (const character of address.toLowerCase()) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360
  return hash
}
