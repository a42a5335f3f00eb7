/**
 * Just enough DER to write X.509 v3 certificates (RFC 5280) with node:crypto: P-256 keys, ECDSA with SHA-256.
 * Node reads certificates but cannot make them, and a run of the tests must not need the openssl program.
 */
import { createHash, sign, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'

const OID = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  subjectAltName: '2.5.29.17',
  subjectKeyIdentifier: '2.5.29.14',
  authorityKeyIdentifier: '2.5.29.35',
}

function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body])
  const size: number[] = []
  for (let n = body.length; n > 0; n >>>= 8) size.unshift(n & 0xff)
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length, ...size]), body])
}

const sequence = (...content: Uint8Array[]) => der(0x30, ...content)
const octets = (content: Uint8Array) => der(0x04, content)

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const groups = [arc & 0x7f]
    for (let n = arc >>> 7; n > 0; n >>>= 7) groups.unshift((n & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return der(0x06, Buffer.from(bytes))
}

/** UTCTime, which RFC 5280 prescribes up to 2049. */
const utcTime = (date: Date) =>
  der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))

const name = (commonName: string) =>
  sequence(der(0x31, sequence(oid(OID.commonName), der(0x0c, Buffer.from(commonName)))))

const extension = (id: string, value: Uint8Array, critical = false) =>
  sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), octets(value))

function generalName(host: string): Buffer {
  if (isIP(host) === 4) return der(0x87, Buffer.from(host.split('.').map(Number)))
  if (isIP(host) === 6) throw new TypeError(`no IPv6 names here: ${host}`)
  return der(0x82, Buffer.from(host, 'ascii'))
}

const keyId = (key: KeyObject) =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()

export interface CertificateFields {
  subject: string
  publicKey: KeyObject
  issuer: string
  issuerPublicKey: KeyObject
  issuerPrivateKey: KeyObject
  /** At most 19 bytes, positive. */
  serial: Uint8Array
  notBefore: Date
  notAfter: Date
  /** DNS names and IPv4 addresses of a server; absent means the certificate is an authority's. */
  hosts?: string[]
}

/** The certificate as PEM. */
export function writeCertificate(fields: CertificateFields): string {
  const algorithm = sequence(oid(OID.ecdsaWithSha256))
  const usage = fields.hosts
    ? [
        extension(OID.basicConstraints, sequence(), true),
        extension(OID.keyUsage, der(0x03, Buffer.from([7, 0x80])), true), // digitalSignature
        extension(OID.extendedKeyUsage, sequence(oid(OID.serverAuth))),
        extension(OID.subjectAltName, sequence(...fields.hosts.map(generalName))),
      ]
    : [
        extension(OID.basicConstraints, sequence(der(0x01, Buffer.from([0xff]))), true),
        extension(OID.keyUsage, der(0x03, Buffer.from([1, 0x06])), true), // keyCertSign, cRLSign
      ]
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.from([0x01, ...fields.serial])), // the leading 1 keeps it positive and minimal
    algorithm,
    name(fields.issuer),
    sequence(utcTime(fields.notBefore), utcTime(fields.notAfter)),
    name(fields.subject),
    fields.publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        ...usage,
        extension(OID.subjectKeyIdentifier, octets(keyId(fields.publicKey))),
        extension(OID.authorityKeyIdentifier, sequence(der(0x80, keyId(fields.issuerPublicKey)))),
      ),
    ),
  )
  const signature = sign('sha256', toBeSigned, fields.issuerPrivateKey)
  const certificate = sequence(toBeSigned, algorithm, der(0x03, Buffer.from([0]), signature))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
