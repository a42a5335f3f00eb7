import type { AuthenticationResults } from '../../shared/mail/authenticationResults.ts'
import { fieldValues, type HeaderField } from './headerFields.ts'

/** A DKIM-Signature as far as it says whose it is and what it covers (RFC 6376 section 3.5). */
interface Signature {
  domain: string
  selector: string
  /** Its bytes as base64, without white space. */
  bytes: string
  /** The fields it covers, in lower case; a name stands as often as the field is covered. */
  fields: string[]
}

/**
 * Whether a signature that the provider's border found valid covers every one of these fields, each of which stands in the
 * header exactly once: a second one could have been put above it by anybody.
 */
export function areSigned(
  names: readonly string[],
  header: readonly HeaderField[],
  results: AuthenticationResults | undefined,
): boolean {
  if (!results || names.some((name) => fieldValues(header, name).length !== 1)) return false
  const signatures = fieldValues(header, 'DKIM-Signature').map(readSignature)
  return results.results.some(({ method, result, properties }) => {
    if (method !== 'dkim' || result !== 'pass') return false
    const { 'header.d': domain, 'header.i': identity, 'header.s': selector, 'header.b': bytes } = properties
    const by = domain ?? identity?.slice(identity.lastIndexOf('@') + 1)
    const meant = signatures.filter(
      (one) =>
        one.domain === by &&
        (selector === undefined || one.selector === selector) &&
        // The first characters only (RFC 6008); results come in lower case.
        (bytes === undefined || one.bytes.toLowerCase().startsWith(bytes.replace(/\s/g, ''))),
    )
    // Of two signatures of one domain nobody may know which of them passed.
    return meant.length > 0 && meant.every(({ fields }) => names.every((name) => covers(fields, name)))
  })
}

const covers = (fields: readonly string[], name: string): boolean => fields.includes(name.toLowerCase())

function readSignature(value: string): Signature {
  const tags = new Map<string, string>()
  for (const tag of value.split(';')) {
    const equals = tag.indexOf('=')
    if (equals > 0) tags.set(tag.slice(0, equals).trim(), tag.slice(equals + 1).replace(/\s/g, ''))
  }
  return {
    domain: (tags.get('d') ?? '').toLowerCase(),
    selector: (tags.get('s') ?? '').toLowerCase(),
    bytes: tags.get('b') ?? '',
    fields: (tags.get('h') ?? '').toLowerCase().split(':'),
  }
}
