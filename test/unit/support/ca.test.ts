import { once } from 'node:events'
import { connect, createServer } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { makeCa, makeSelfSigned, type Leaf } from '../../support/ca.ts'
import { listenOnLoopback } from '../../support/net.ts'

/** What a client that trusts `ca` says of a server called localhost that shows `leaf`. */
async function verdict(ca: string, leaf: Leaf): Promise<string> {
  const server = createServer(leaf, (socket) => socket.on('error', () => undefined).end())
  const { port, close } = await listenOnLoopback(server)
  const socket = connect({ host: 'localhost', port, ca })
  try {
    await once(socket, 'secureConnect')
    return 'accepted'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  } finally {
    socket.destroy()
    await close()
  }
}

describe('the certificate authority of the tests', () => {
  const ca = makeCa()

  it('issues a leaf that a client trusts', async () => {
    expect(await verdict(ca.cert, ca.issue({ hosts: ['localhost', '127.0.0.1'] }))).toBe('accepted')
  })

  it.each([
    ['of another host', ca.issue({ hosts: ['elsewhere.test'] }), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['that ended', ca.issue({ hosts: ['localhost'], expired: true }), 'CERT_HAS_EXPIRED'],
    ['that vouches for itself', makeSelfSigned(['localhost']), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['of an unknown authority', makeCa().issue({ hosts: ['localhost'] }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('issues a leaf %s, which a client refuses', async (_, leaf, code) => {
    expect(await verdict(ca.cert, leaf)).toBe(code)
  })
})
