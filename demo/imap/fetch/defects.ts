import type { Quirks, StructureDefect } from '../quirks.ts'

const KINDS: readonly StructureDefect[] = ['nilBody', 'bareInline', 'strayDescription']

/** What Exchange's BODYSTRUCTURE looks like when it goes wrong; undefined when the switch is off. */
export function defectiveStructure(uid: number, quirk: Quirks['bodystructureDefects']): string | undefined {
  if (quirk === false) return undefined
  switch (quirk === true ? KINDS[uid % KINDS.length] : quirk) {
    case 'bareInline': // the disposition ought to be a list
      return '("text" "plain" ("charset" "utf-8") NIL NIL "7BIT" 120 4 NIL "inline" NIL NIL)'
    case 'strayDescription': // a description where only the encoding may follow the id
      return '("text" "plain" ("charset" "utf-8") NIL "Message" "text" "7BIT" 120 4 NIL NIL NIL NIL)'
    default:
      return '(NIL NIL NIL NIL NIL "7BIT" 0 NIL NIL NIL NIL)'
  }
}
