import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'

/*
 * X.509 v3 certificates (RFC 5280) by node:crypto: Node reads them but cannot make them, and neither `npm start` nor a
 * run of the tests should need openssl on the machine. ECDSA P-256, SHA-256.
 */

const OID = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const

/** A new P-256 key pair. */
export const makeKeys = (): { publicKey: KeyObject; privateKey: KeyObject } =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** PKCS#8 PEM. */
export const privateKeyPem = (key: KeyObject): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString()

export interface CertificateFields {
  /** The common name. */
  readonly subject: string
  readonly publicKey: KeyObject
  /** The common name and the keys of who signs; the subject's own make it self-signed. */
  readonly issuer: string
  readonly issuerKeys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
  readonly notBefore: Date
  readonly notAfter: Date
  /** DNS names and IP addresses of a server, each a subject alternative name; absent for an authority's own. */
  readonly hosts?: readonly string[]
}

/** The signed certificate, PEM (RFC 5280 section 4.1). */
export function writeCertificate(fields: CertificateFields): string {
  const algorithm = sequence(objectIdentifier(OID.ecdsaWithSha256))
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40 // positive, and never a leading zero byte
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))), // version 3
    integer(serial),
    algorithm,
    name(fields.issuer),
    sequence(time(fields.notBefore), time(fields.notAfter)),
    name(fields.subject),
    fields.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(fields))),
  )
  const signature = sign('sha256', toBeSigned, fields.issuerKeys.privateKey)
  return pem(sequence(toBeSigned, algorithm, bitString(signature)))
}

function extensions({ hosts, publicKey, issuerKeys }: CertificateFields): Buffer[] {
  const subjectKey = extension(OID.subjectKeyIdentifier, octetString(keyIdentifier(publicKey)))
  if (!hosts) {
    return [
      extension(OID.basicConstraints, sequence(boolean(true), integer(Buffer.from([0]))), true),
      extension(OID.keyUsage, bitString(Buffer.from([0x06]), 1), true), // keyCertSign, cRLSign
      subjectKey,
    ]
  }
  return [
    extension(OID.basicConstraints, sequence(), true),
    extension(OID.keyUsage, bitString(Buffer.from([0x80]), 7), true), // digitalSignature
    extension(OID.extendedKeyUsage, sequence(objectIdentifier(OID.serverAuth))),
    extension(OID.subjectAltName, sequence(...hosts.map(generalName))),
    subjectKey,
    extension(OID.authorityKeyIdentifier, sequence(tagged(0x80, keyIdentifier(issuerKeys.publicKey)))),
  ]
}

function extension(oid: string, value: Buffer, critical = false): Buffer {
  return sequence(objectIdentifier(oid), ...(critical ? [boolean(true)] : []), octetString(value))
}

/** RFC 5280 section 4.2.1.6: dNSName or iPAddress. */
function generalName(host: string): Buffer {
  const family = isIP(host)
  if (family === 0) return tagged(0x82, Buffer.from(host, 'ascii'))
  return tagged(0x87, family === 4 ? Buffer.from(host.split('.').map(Number)) : ipv6Bytes(host))
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail] = address.split('::')
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const left = groups(head)
  const right = groups(tail ?? '')
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}

/** RFC 5280 section 4.2.1.2, method 1: SHA-1 over the bits of the key (the last 65 bytes of a P-256 SPKI). */
function keyIdentifier(key: KeyObject): Buffer {
  const spki = key.export({ type: 'spki', format: 'der' })
  return createHash('sha1').update(spki.subarray(-65)).digest()
}

function name(commonName: string): Buffer {
  const attribute = sequence(objectIdentifier(OID.commonName), tagged(0x0c, Buffer.from(commonName, 'utf8')))
  return sequence(tagged(0x31, attribute))
}

/** RFC 5280 section 4.1.2.5: UTCTime until 2049, GeneralizedTime from 2050. */
function time(date: Date): Buffer {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '')
  return date.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2), 'ascii'))
    : tagged(0x18, Buffer.from(digits, 'ascii'))
}

function tagged(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const length: number[] = []
  if (body.length < 0x80) length.push(body.length)
  else {
    for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
    length.unshift(0x80 | length.length)
  }
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

const sequence = (...items: readonly Buffer[]): Buffer => tagged(0x30, ...items)
const integer = (value: Buffer): Buffer => tagged(0x02, value)
const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 0xff : 0]))
const octetString = (value: Buffer): Buffer => tagged(0x04, value)
const bitString = (value: Buffer, unusedBits = 0): Buffer => tagged(0x03, Buffer.from([unusedBits]), value)

function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes: number[] = []
  for (const arc of [first * 40 + second, ...rest]) {
    const septets = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) septets.unshift((left & 0x7f) | 0x80)
    bytes.push(...septets)
  }
  return tagged(0x06, Buffer.from(bytes))
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
