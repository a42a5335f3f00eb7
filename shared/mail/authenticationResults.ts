/** One method's verdict: `dkim=pass (…) header.d=example.org`. */
export interface MethodResult {
  /** `spf`, `dkim`, `dmarc` …, in lower case. */
  method: string
  /** `pass`, `fail`, `none`, `softfail`, `temperror` …, in lower case. */
  result: string
  /** Properties by `ptype.property`, in lower case: `header.from`. */
  properties: Record<string, string>
}

export interface AuthenticationResults {
  /** Who judged; empty where the server does not say (Outlook does not). */
  server: string
  results: MethodResult[]
}

export type Verdict =
  /** The receiving server saw proof that the domain sent it. */
  | { kind: 'verified'; domain: string }
  /** The message breaks the domain's own rules. */
  | { kind: 'failed'; domain: string }
  /** The domain has no rules to break, or weak ones, and Microsoft does not believe the sender (`compauth=fail`). */
  | { kind: 'doubtful'; domain: string }
  /** Nothing to go by. */
  | { kind: 'unknown' }

/** Fields longer than this are no verdict; in UTF-16 code units. */
const MAX_LENGTH = 8_192
const MAX_RESULTS = 50

/**
 * Parses one Authentication-Results field, RFC 8601 section 2.2, comments left out. A server that checked nothing gives no
 * results (`none`). `undefined`: the value is no such field.
 */
export function parseAuthenticationResults(value: string): AuthenticationResults | undefined {
  if (value.length > MAX_LENGTH) return undefined
  const [first = '', ...rest] = withoutComments(value).split(';')
  const unnamed = /^\s*[a-z0-9-]+\s*=/i.test(first)
  const server = unnamed ? '' : (first.trim().split(/\s+/)[0]?.toLowerCase() ?? '')
  const results: MethodResult[] = []
  for (const text of unnamed ? [first, ...rest] : rest) {
    const match = /^\s*([a-z0-9-]+)(?:\s*\/\s*\d+)?\s*=\s*([a-z]+)/i.exec(text)
    if (!match || results.length >= MAX_RESULTS) continue
    const properties: Record<string, string> = {}
    for (const [, name = '', quoted, bare] of text
      .slice(match[0].length)
      .matchAll(/([a-z]+\.[a-z0-9_-]+)\s*=\s*(?:"([^"]*)"|([^\s;"]+))/gi)) {
      properties[name.toLowerCase()] ??= (quoted ?? bare ?? '').toLowerCase()
    }
    results.push({
      method: (match[1] ?? '').toLowerCase(),
      result: (match[2] ?? '').toLowerCase(),
      properties,
    })
  }
  return results.length === 0 && !isNone(rest) ? undefined : { server, results }
}

const isNone = (rest: readonly string[]): boolean =>
  rest.length === 1 && rest[0]?.trim().toLowerCase() === 'none'

/** What a field says of the two methods that speak of the sender shown, without its proofs. Cheap: for bulk. */
export function claimsOf(value: string): { dmarc?: string; compauth?: string } {
  if (value === '' || value.length > MAX_LENGTH) return {}
  const claims: { dmarc?: string; compauth?: string } = {}
  for (const text of withoutComments(value).split(';')) {
    const [, method, result] = /^\s*(dmarc|compauth)\s*=\s*([a-z]+)/i.exec(text) ?? []
    if (method && result) claims[method.toLowerCase() as 'dmarc' | 'compauth'] ??= result.toLowerCase()
  }
  return claims
}

/** Linear, and without recursion: comments nest. Semicolons in quotes and comments separate nothing. */
export function withoutComments(value: string): string {
  let text = ''
  let depth = 0
  let quoted = false
  /** Where what has not been taken over begins. */
  let from = 0
  const marks = /[\\()";]/g
  for (let match = marks.exec(value); match; match = marks.exec(value)) {
    const { 0: mark, index: at } = match
    const isEscape = mark === '\\' && (quoted || depth > 0)
    if (isEscape) marks.lastIndex = at + 2
    if (depth > 0) {
      if (mark === '(') depth++
      else if (mark === ')' && --depth === 0) from = at + 1
    } else if (mark === '"') quoted = !quoted
    else if (quoted ? isEscape || mark === ';' : mark === '(') {
      text += value.slice(from, at)
      from = isEscape ? at + 2 : at + 1
      if (mark === ';') text += ','
      else if (mark === '(') depth = 1
    }
  }
  return depth > 0 ? text : text + value.slice(from)
}

/**
 * What results say of the From domain. Only those of the receiving server's border may be passed in (`border.ts`): anybody
 * can write the field into a message before it is sent (RFC 8601 section 7.1).
 */
export function judge(found: AuthenticationResults | undefined, fromDomain: string): Verdict {
  const domain = fromDomain.toLowerCase()
  if (!found || domain === '') return { kind: 'unknown' }
  const resultsOf = (method: string): MethodResult[] =>
    found.results.filter((entry) => entry.method === method)
  const dmarc = resultsOf('dmarc')
    .filter(({ properties }) => aligned(properties['header.from'] ?? domain, domain))
    .map(({ result }) => result)
  if (dmarc.includes('fail')) return { kind: 'failed', domain }
  // `compauth=pass` proves nothing: Microsoft also writes it beside dmarc=fail.
  if (resultsOf('compauth').some(({ result }) => result === 'fail')) return { kind: 'doubtful', domain }
  if (dmarc.includes('pass')) return { kind: 'verified', domain }
  // Without a DMARC record: the domain's own signature is proof as well; SPF speaks of the envelope's sender only.
  const signed = resultsOf('dkim').some(
    ({ result, properties }) => result === 'pass' && aligned(properties['header.d'] ?? '', domain),
  )
  return signed ? { kind: 'verified', domain } : { kind: 'unknown' }
}

/** The domain itself, or the one above it that signed for it (RFC 7489 section 3.1, relaxed). */
function aligned(proved: string, from: string): boolean {
  const domain = proved.replace(/^@/, '')
  return (
    domain.includes('.') && (domain === from || from.endsWith(`.${domain}`) || domain.endsWith(`.${from}`))
  )
}
