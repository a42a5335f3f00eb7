/** What can be imported: a message, or a file of many. */
const NAMES = /\.(?:eml|mbox|mbx)$/i
const TYPES = new Set(['message/rfc822', 'application/mbox'])

export function isMailFile({ name, type }: File): boolean {
  return NAMES.test(name) || TYPES.has(type)
}
