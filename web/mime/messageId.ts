/** A new Message-ID, RFC 5322 section 3.6.4, at the sender's domain; made once a draft, so that a repeat can be recognised. */
export function newMessageId(from: string): string {
  const domain = /@([A-Za-z0-9.-]{1,200})$/.exec(from)?.[1] ?? 'localhost'
  return `<${crypto.randomUUID()}@${domain}>`
}

/** Every `<…>` in a References or In-Reply-To value, in order, each once. */
export function messageIdsIn(value: string | undefined, limit = 100): string[] {
  const ids = new Set<string>()
  // eslint-disable-next-line no-control-regex -- a Message-ID holds none of them
  for (const match of (value ?? '').matchAll(/<[^\s<>\x00-\x1f\x7f]{1,990}>/g)) {
    ids.add(match[0])
    if (ids.size > 10_000) break
  }
  const all = [...ids]
  // A long thread keeps its root and its newest members (RFC 5322 section 3.6.4 allows to trim).
  return all.length <= limit ? all : [...all.slice(0, 1), ...all.slice(1 - limit)]
}
