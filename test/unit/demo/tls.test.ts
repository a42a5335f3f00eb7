import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { makeCertificate } from '../../../demo/tls.ts'

const made = makeCertificate({ hosts: ['localhost', '127.0.0.1', '::1'] })

/** Opens a TLS connection to a server that shows `made`; resolves with the verified peer or rejects with the TLS error. */
async function handshake(options: { host?: string; servername?: string; ca?: string }): Promise<string> {
  const server = createServer({ key: made.key, cert: made.cert }, (socket) => socket.end('hello'))
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const socket = connect({ ...options, host: options.host ?? '127.0.0.1', port })
  try {
    await once(socket, 'secureConnect')
    expect(socket.authorized).toBe(true)
    return String(socket.getPeerCertificate().subjectaltname)
  } finally {
    socket.destroy()
    server.close()
  }
}

describe('makeCertificate', () => {
  it.each([
    ['127.0.0.1', { host: '127.0.0.1' }],
    ['localhost', { host: '127.0.0.1', servername: 'localhost' }],
  ])('is accepted by a client that verifies %s against its authority', async (_name, options) => {
    expect(await handshake({ ...options, ca: made.ca })).toContain('DNS:localhost')
  })

  it('is refused for another name, and without the authority', async () => {
    await expect(handshake({ servername: 'example.org', ca: made.ca })).rejects.toThrow(/altnames/)
    await expect(handshake({ servername: 'localhost' })).rejects.toThrow(/certificate/)
  })

  it('is a leaf signed by a separate authority, valid now', () => {
    const leaf = new X509Certificate(made.cert)
    const authority = new X509Certificate(made.ca)
    expect(authority.ca).toBe(true)
    expect(leaf.ca).toBe(false)
    expect(leaf.verify(authority.publicKey)).toBe(true)
    expect(leaf.checkIssued(authority)).toBe(true)
    expect(leaf.checkIP('::1')).toBe('::1')
    expect(Date.parse(leaf.validFrom)).toBeLessThan(Date.now())
    expect(Date.parse(leaf.validTo)).toBeGreaterThan(Date.now())
  })

  it('can be valid beyond 2049, where the encoding of dates changes', () => {
    const { cert } = makeCertificate({ hosts: ['a.example'], validDays: 40 * 365 })
    expect(new Date(new X509Certificate(cert).validTo).getUTCFullYear()).toBeGreaterThan(2049)
  })

  it('refuses to make a certificate for nobody', () => {
    expect(() => makeCertificate({ hosts: [] })).toThrow(/at least one host/)
  })
})
