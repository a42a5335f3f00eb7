import {
  parseAuthenticationResults,
  withoutComments,
  type AuthenticationResults,
} from './authenticationResults.ts'

/**
 * How to tell the Authentication-Results fields that a provider's own border wrote from those that came with a message.
 * `relays` are the provider's servers as they name themselves in `Received … by`: names, or `*.example.org` for all
 * below a domain.
 */
export type Border =
  /** Microsoft: the field names no server, and incoming ones are renamed. */
  | { kind: 'unnamed'; relays: string[] }
  /** RFC 8601: the field names one of these servers. `stripsForeign`: the border removes incoming fields with its name. */
  | { kind: 'named'; authservIds: string[]; relays: string[]; stripsForeign: boolean }

interface HeaderField {
  name: string
  value: string
}

/** The results that the border wrote into this header, whose fields are in their order; `undefined`: none for certain. */
export function borderResults(
  fields: readonly HeaderField[],
  border: Border | undefined,
): AuthenticationResults | undefined {
  switch (border?.kind) {
    case 'unnamed':
      return unnamedResults(fields, border.relays)
    case 'named':
      return namedResults(fields, border)
    case undefined:
      return undefined
  }
}

/**
 * Of the topmost field, when the servers that wrote above it and the one that wrote next beneath it are relays. Real ones
 * stand above the border hop and below two to four inner hops.
 */
function unnamedResults(
  fields: readonly HeaderField[],
  relays: readonly string[],
): AuthenticationResults | undefined {
  const top = fields.findIndex(isResults)
  if (top < 0) return undefined
  const above = fields.slice(0, top).filter(isReceived)
  const beneath = fields.slice(top).find(isReceived)
  if (!beneath || ![...above, beneath].every(({ value }) => isByRelay(value, relays))) return undefined
  const results = parseAuthenticationResults(fields[top]?.value ?? '')
  return results?.server === '' ? results : undefined
}

/**
 * Of the topmost field that names the border. Whatever stands above a hop was written after that hop, so the field counts
 * above the last of the provider's own; below it a sender may have written it. A border may write several fields in one
 * place, one per check: they count together.
 */
function namedResults(
  fields: readonly HeaderField[],
  border: Extract<Border, { kind: 'named' }>,
): AuthenticationResults | undefined {
  let lowest = -1
  for (const [at, field] of fields.entries()) {
    if (!isReceived(field)) continue
    if (!isByRelay(field.value, border.relays)) break
    lowest = at
  }
  let merged: AuthenticationResults | undefined
  for (const [at, field] of fields.entries()) {
    if (merged && isReceived(field)) break
    if (!isResults(field)) continue
    const results = parseAuthenticationResults(field.value)
    if (!results || !border.authservIds.some((id) => id.toLowerCase() === results.server)) continue
    if (at > lowest && !border.stripsForeign) return undefined
    merged = { server: results.server, results: [...(merged?.results ?? []), ...results.results] }
  }
  return merged
}

const isResults = ({ name }: HeaderField): boolean => name.toLowerCase() === 'authentication-results'
const isReceived = ({ name }: HeaderField): boolean => name.toLowerCase() === 'received'

/** Received, RFC 5321 section 4.4: `from … by … with …`. */
function isByRelay(received: string, relays: readonly string[]): boolean {
  const by = /(?:^|\s)by\s+([^\s;]+)/i.exec(withoutComments(received))?.[1]?.toLowerCase()
  return by !== undefined && relays.some((relay) => isNamedBy(by, relay.toLowerCase()))
}

/** Whether a pattern names a host: exactly, or `*.example.org` any below that domain. */
export function isNamedBy(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern
}
