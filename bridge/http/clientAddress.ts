import type { IncomingMessage } from 'node:http'

/**
 * Who asks: the peer, or, when that is a trusted proxy, the last address in X-Forwarded-For that is none. What stands
 * before it was written by the client and may be anything.
 */
export function clientAddress(
  request: { socket: Pick<IncomingMessage['socket'], 'remoteAddress'>; headers: IncomingMessage['headers'] },
  trusted: readonly string[],
): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const hops = [
    ...forwarded.map(plain).filter((one) => one !== ''),
    plain(request.socket.remoteAddress ?? ''),
  ]
  while (hops.length > 1 && trusted.includes(hops.at(-1) ?? '')) hops.pop()
  return hops.at(-1) ?? ''
}

/** An IPv4 address that came through an IPv6 socket is written as IPv4. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '')
}

/** The X-Request-Id of a trusted proxy, so that its log and this one can be read together. Anything else is nobody's word. */
export function traceOf(
  request: Pick<IncomingMessage, 'socket' | 'headers'>,
  trusted: readonly string[],
): string | undefined {
  const id = request.headers['x-request-id']
  if (typeof id !== 'string' || !trusted.includes(plain(request.socket.remoteAddress ?? ''))) return undefined
  return /^[\w-]{1,64}$/.test(id) ? id : undefined
}
