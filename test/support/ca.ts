/** A certificate authority that lives as long as a test: nothing on the machine trusts it, nothing keeps its key. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { writeCertificate } from './x509.ts'

const DAY_MS = 86_400_000

export interface Leaf {
  /** PKCS#8 PEM. */
  key: string
  /** PEM, the leaf alone. */
  cert: string
}

export interface CertificateAuthority {
  /** The authority's own certificate, PEM: what a client is told to trust. */
  cert: string
  /** A server certificate for these DNS names and IPv4 addresses. `expired` ended yesterday. */
  issue(options: { hosts: string[]; expired?: boolean }): Leaf
}

const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

/**
 * A new authority. For "a certificate from someone unknown" make a second one; for "the wrong host" issue with
 * `hosts: ['elsewhere.test']`.
 */
export function makeCa(commonName = 'Ponte test CA'): CertificateAuthority {
  const keys = newKeys()
  // Two authorities of the same name and different keys confuse OpenSSL's chain building.
  const issuer = `${commonName} ${randomBytes(4).toString('hex')}`
  const now = Date.now()
  const authority = { issuer, issuerPublicKey: keys.publicKey, issuerPrivateKey: keys.privateKey }
  const cert = writeCertificate({
    ...authority,
    subject: issuer,
    publicKey: keys.publicKey,
    serial: randomBytes(12),
    notBefore: new Date(now - 30 * DAY_MS),
    notAfter: new Date(now + 365 * DAY_MS),
  })
  return {
    cert,
    issue({ hosts, expired = false }) {
      const leaf = newKeys()
      return {
        key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        cert: writeCertificate({
          ...authority,
          subject: hosts[0] ?? 'nobody',
          publicKey: leaf.publicKey,
          serial: randomBytes(12),
          notBefore: new Date(now - (expired ? 20 : 1) * DAY_MS),
          notAfter: new Date(now + (expired ? -1 : 90) * DAY_MS),
          hosts,
        }),
      }
    },
  }
}

/** A certificate that vouches for itself: its own authority, which no client trusts. */
export function makeSelfSigned(hosts: string[]): Leaf {
  const keys = newKeys()
  const subject = hosts[0] ?? 'nobody'
  return {
    key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: writeCertificate({
      subject,
      issuer: subject,
      publicKey: keys.publicKey,
      issuerPublicKey: keys.publicKey,
      issuerPrivateKey: keys.privateKey,
      serial: randomBytes(12),
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: new Date(Date.now() + 90 * DAY_MS),
      hosts,
    }),
  }
}
