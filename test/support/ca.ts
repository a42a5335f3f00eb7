/** A certificate authority that lives as long as a test: nothing on the machine trusts it, nothing keeps its key. */
import { randomBytes } from 'node:crypto'
import { makeKeys, privateKeyPem, writeCertificate } from '../../demo/x509.ts'

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

/**
 * A new authority. For "a certificate from someone unknown" make a second one; for "the wrong host" issue with
 * `hosts: ['elsewhere.test']`.
 */
export function makeCa(commonName = 'Ponte test CA'): CertificateAuthority {
  // Two authorities of the same name and different keys confuse OpenSSL's chain building.
  const issuer = `${commonName} ${randomBytes(4).toString('hex')}`
  const issuerKeys = makeKeys()
  const days = (from: number, to: number) => ({
    notBefore: new Date(Date.now() + from * DAY_MS),
    notAfter: new Date(Date.now() + to * DAY_MS),
  })
  return {
    cert: writeCertificate({
      subject: issuer,
      publicKey: issuerKeys.publicKey,
      issuer,
      issuerKeys,
      ...days(-30, 365),
    }),
    issue({ hosts, expired = false }) {
      const keys = makeKeys()
      return {
        key: privateKeyPem(keys.privateKey),
        cert: writeCertificate({
          subject: hosts[0] ?? 'nobody',
          publicKey: keys.publicKey,
          issuer,
          issuerKeys,
          ...(expired ? days(-20, -1) : days(-1, 90)),
          hosts,
        }),
      }
    },
  }
}

/** A certificate that vouches for itself: its own authority, which no client trusts. */
export function makeSelfSigned(hosts: string[]): Leaf {
  const keys = makeKeys()
  const subject = hosts[0] ?? 'nobody'
  return {
    key: privateKeyPem(keys.privateKey),
    cert: writeCertificate({
      subject,
      publicKey: keys.publicKey,
      issuer: subject,
      issuerKeys: keys,
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: new Date(Date.now() + 90 * DAY_MS),
      hosts,
    }),
  }
}
