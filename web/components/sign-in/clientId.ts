/** What a pasted client ID is: a GUID, as Entra shows it under "Application (client) ID". */
export type ClientIdCheck = 'empty' | 'invalid' | 'zero' | 'valid'

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** People paste with braces, spaces and capitals. */
export function normaliseClientId(pasted: string): string {
  return pasted
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .toLowerCase()
}

export function checkClientId(pasted: string): ClientIdCheck {
  const id = normaliseClientId(pasted)
  if (id === '') return 'empty'
  if (!GUID.test(id)) return 'invalid'
  return new Set(id.replaceAll('-', '')).size === 1 ? 'zero' : 'valid'
}
