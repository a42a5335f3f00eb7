const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  zwnj: '',
  shy: '',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  euro: '€',
  copy: '©',
  agrave: 'à',
  egrave: 'è',
  eacute: 'é',
  igrave: 'ì',
  ograve: 'ò',
  ugrave: 'ù',
}

/**
 * The text a character reference of HTML stands for: by its number, or by one of the common names.
 *
 * @returns `undefined` for a name that is not known, nothing for a number that is no character
 */
export function referencedText(reference: {
  decimal?: string | undefined
  hex?: string | undefined
  name?: string | undefined
}): string | undefined {
  const { decimal, hex, name } = reference
  if (name !== undefined) return ENTITIES[name.toLowerCase()]
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ''
}
