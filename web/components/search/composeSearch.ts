/** What the search options hold. Days as `2026-11-22`, `larger` as `5M`, `folder` a path; empty where not asked for. */
export interface SearchFields {
  words: string
  from: string
  to: string
  subject: string
  after: string
  before: string
  larger: string
  folder: string
  attachment: boolean
  unread: boolean
  flagged: boolean
}

/** The same as one types it: `from:anna subject:"two words" is:unread`. */
export function composeSearch(fields: SearchFields): string {
  const named = (['from', 'to', 'subject', 'after', 'before', 'larger'] as const).map(
    (name) => [name, fields[name]] as const,
  )
  const terms = [...named, ['in', fields.folder] as const]
    .filter(([, value]) => value.trim() !== '')
    .map(([name, value]) => `${name}:${quoted(value)}`)
  if (fields.attachment) terms.push('has:attachment')
  if (fields.unread) terms.push('is:unread')
  if (fields.flagged) terms.push('is:flagged')
  return [fields.words.trim(), ...terms].filter((term) => term !== '').join(' ')
}

function quoted(value: string): string {
  const bare = value.trim().replaceAll('"', '')
  return /\s/.test(bare) ? `"${bare}"` : bare
}
