import { makeKeys, privateKeyPem, writeCertificate } from './x509.ts'

/*
 * The demo's servers speak TLS like the real ones, and the bridge verifies them like the real ones. So the demo
 * needs a certificate authority of its own; its key is dropped as soon as the leaf is signed.
 */

/** How long a certificate made here is valid, in days: the demo lives in memory, so a restart makes a new one. */
const VALID_DAYS = 30

/** How far back validity starts, in milliseconds: a machine whose clock is somewhat slow must accept it too. */
const CLOCK_SKEW_MS = 24 * 60 * 60 * 1000

const DAY_MS = 24 * 60 * 60 * 1000

/** A key and its certificate chain, all PEM. `ca` is what a client must trust. */
export interface Certificate {
  readonly key: string
  readonly cert: string
  readonly ca: string
}

/**
 * Makes a certificate authority and a server certificate signed by it (ECDSA P-256, SHA-256).
 * `hosts` are DNS names or IP addresses; each becomes a subject alternative name.
 */
export function makeCertificate(options: { hosts: readonly string[]; validDays?: number }): Certificate {
  if (options.hosts.length === 0) throw new Error('makeCertificate: hosts must name at least one host')
  const issuer = 'Ponte demo authority'
  const issuerKeys = makeKeys()
  const leafKeys = makeKeys()
  const signed = {
    issuer,
    issuerKeys,
    notBefore: new Date(Date.now() - CLOCK_SKEW_MS),
    notAfter: new Date(Date.now() + (options.validDays ?? VALID_DAYS) * DAY_MS),
  }
  return {
    key: privateKeyPem(leafKeys.privateKey),
    cert: writeCertificate({
      ...signed,
      subject: options.hosts[0] ?? '',
      publicKey: leafKeys.publicKey,
      hosts: options.hosts,
    }),
    ca: writeCertificate({ ...signed, subject: issuer, publicKey: issuerKeys.publicKey }),
  }
}
