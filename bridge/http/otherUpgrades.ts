import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** Whether a WebSocket is asked for, among the protocols that an Upgrade header offers (RFC 9110 section 7.8). */
export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return (headers.upgrade ?? '').split(',').some((one) => /^\s*websocket(?:\/.*)?\s*$/i.test(one))
}

/** What only belongs to an upgrade that is not taken: HTTP/2's settings come with `h2c`. */
const OF_THE_UPGRADE = new Set(['upgrade', 'http2-settings'])

/**
 * Lets the server answer a request as if it had not offered to change the protocol (`Upgrade: h2c`, which some proxies
 * and clients send along with every request): a server may ignore the header, but Node hands the connection over as soon
 * as anybody listens for upgrades. So the request goes to the server's parser again, without the header.
 */
export function ignoreUpgrade(
  server: Server,
  request: IncomingMessage,
  { socket, head }: { socket: Duplex; head: Buffer },
): void {
  const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/${request.httpVersion}`]
  const { rawHeaders } = request
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    const value = rawHeaders[index + 1] ?? ''
    if (OF_THE_UPGRADE.has(name.toLowerCase())) continue
    lines.push(`${name}: ${name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value}`)
  }
  // Read as Latin-1 and written as such: byte for byte what came.
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit('connection', socket)
}

function withoutUpgrade(connection: string): string {
  return connection
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !OF_THE_UPGRADE.has(one.toLowerCase()))
    .join(', ')
}
