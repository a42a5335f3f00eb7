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

/** Whose verdict counts, and on whom. */
export interface TrustOptions {
  /** The mail server's name and the domain of the account: whoever judges in their name is the receiving server. */
  receivers: readonly string[]
  /** The service writes its verdicts without a name (Outlook, Microsoft 365). */
  unnamed: boolean
  /** Domain of the From address. */
  fromDomain: string
}

export type Verdict =
  /** The receiving server saw proof that the domain sent it. */
  | { kind: 'verified'; domain: string }
  /** It saw that the domain's own rules were broken. */
  | { kind: 'failed'; domain: string }
  /** Nothing to go by. */
  | { kind: 'unknown' }

/** Fields longer than this are no verdict; in UTF-16 code units. */
const MAX_LENGTH = 8_192
const MAX_RESULTS = 50

/** Parses one Authentication-Results field, RFC 8601 section 2.2, comments left out. `undefined`: it is none. */
export function parseAuthenticationResults(value: string): AuthenticationResults | undefined {
  if (value.length > MAX_LENGTH) return undefined
  const [first = '', ...rest] = withoutComments(value).split(';')
  const unnamed = /^\s*[a-z0-9-]+\s*=/i.test(first)
  const server = unnamed ? '' : (first.trim().split(/\s+/)[0]?.toLowerCase() ?? '')
  const results: MethodResult[] = []
  for (const text of unnamed ? [first, ...rest] : rest) {
    const found = /^\s*([a-z0-9-]+)(?:\s*\/\s*\d+)?\s*=\s*([a-z]+)/i.exec(text)
    if (!found || results.length >= MAX_RESULTS) continue
    const properties: Record<string, string> = {}
    for (const [, name = '', quoted, bare] of text
      .slice(found[0].length)
      .matchAll(/([a-z]+\.[a-z0-9_-]+)\s*=\s*(?:"([^"]*)"|([^\s;"]+))/gi)) {
      properties[name.toLowerCase()] ??= (quoted ?? bare ?? '').toLowerCase()
    }
    results.push({
      method: (found[1] ?? '').toLowerCase(),
      result: (found[2] ?? '').toLowerCase(),
      properties,
    })
  }
  return results.length === 0 ? undefined : { server, results }
}

/** Linear, and without recursion: comments nest. Semicolons in quotes and comments separate nothing. */
function withoutComments(value: string): string {
  let text = ''
  let depth = 0
  let quoted = false
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at)
    if (character === '\\' && (quoted || depth > 0)) at++
    else if (depth === 0 && character === '"') {
      quoted = !quoted
      text += character
    } else if (!quoted && character === '(') depth++
    else if (!quoted && depth > 0 && character === ')') depth--
    else if (depth === 0) text += quoted && character === ';' ? ',' : character
  }
  return text
}

/**
 * What the topmost field says of the From domain. Only the receiving server's own counts: anybody can write the field
 * into a message before it is sent (RFC 8601 section 7.1).
 */
export function judge(found: AuthenticationResults | undefined, options: TrustOptions): Verdict {
  const domain = options.fromDomain.toLowerCase()
  if (!found || domain === '' || !isReceiver(found.server, options)) return { kind: 'unknown' }
  const of = (method: string): MethodResult[] => found.results.filter((one) => one.method === method)
  const dmarc = of('dmarc').find((one) => aligned(one.properties['header.from'] ?? domain, domain))
  if (dmarc?.result === 'pass') return { kind: 'verified', domain }
  if (dmarc?.result === 'fail') return { kind: 'failed', domain }
  // Without a DMARC record: the domain's own signature is proof as well; SPF speaks of the envelope's sender only.
  const signed = of('dkim').some(
    (one) => one.result === 'pass' && aligned(one.properties['header.d'] ?? '', domain),
  )
  return signed ? { kind: 'verified', domain } : { kind: 'unknown' }
}

function isReceiver(server: string, { receivers, unnamed }: TrustOptions): boolean {
  if (server === '') return unnamed
  return receivers.some((one) => related(server, one.toLowerCase()))
}

/** `mx.example.org` and `imap.example.org` are one house; `mx.co.uk` and `imap.co.uk` are not. */
function related(one: string, other: string): boolean {
  if (one === other) return true
  const house = (host: string): string => {
    const labels = host.split('.')
    const short = (labels.at(-1)?.length ?? 0) === 2 && (labels.at(-2)?.length ?? 0) <= 3
    return labels.slice(short ? -3 : -2).join('.')
  }
  return house(one) === house(other) && house(one).includes('.') && !/^[\d.]+$/.test(one)
}

/** The domain itself, or the one above it that signed for it (RFC 7489 section 3.1, relaxed). */
function aligned(proved: string, from: string): boolean {
  const [one, other] = [proved.replace(/^@/, ''), from]
  return (
    one !== '' &&
    one.includes('.') &&
    (one === other || other.endsWith(`.${one}`) || one.endsWith(`.${other}`))
  )
}
