import type { Border } from '../../shared/mail/border.ts'
import { formatDate } from './dates.ts'
import { random } from './random.ts'
import type { HeaderField, Letter } from './types.ts'

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

const HOUSE = 'outlook.example'

/** The documentation networks of RFC 5737: no address here is anyone's. */
const networks = ['192.0.2', '198.51.100', '203.0.113']

/** The border of the demo's mail service, told as Microsoft's: its results name no server. */
export const demoBorder = { kind: 'unnamed', relays: [`*.${HOUSE}`] } satisfies Border

/** What the border makes of a field that came with a message: only its own results keep the name, as at Microsoft. */
export const incomingName = (name: string): string =>
  name.toLowerCase() === 'authentication-results' ? 'Authentication-Results-Original' : name

/**
 * The header fields that the servers on the way add, newest first, in the way Outlook does: two inner hops, the verdicts on
 * SPF, DKIM and DMARC in Authentication-Results (RFC 8601), the border hop that found them, the sender's DKIM signature.
 */
export function traceHeaders(letter: Letter): HeaderField[] {
  if (letter.transport === 'none') return []
  const rng = random('trace', letter.messageId)
  const at = (seconds: number) => formatDate(new Date(letter.date.getTime() + seconds * 1000), 0)
  const site = `eurprd0${rng.int(1, 9)}.prod.${HOUSE}`
  const store = `${rng.pick(['AM9PR', 'DB8PR', 'VI1PR', 'PAXPR'])}0${rng.int(1, 9)}MB${rng.int(1000, 9999)}.${site}`
  const front = `${rng.pick(['AM0P', 'DB7P', 'VE1P'])}193CA00${rng.int(10, 99)}.${site}`
  const id = `15.20.${rng.int(6000, 8900)}.${rng.int(10, 33)}`
  const hop = (from: string, by: string, seconds: number): HeaderField => [
    'Received',
    `from ${from} (2001:db8:${rng.hex(3)}::${rng.hex(2)}) by ${by} (2001:db8:${rng.hex(3)}::${rng.hex(2)}) ` +
      `with Microsoft SMTP Server (version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id ${id}; ${at(seconds)}`,
  ]
  const inside = hop(front, store, 0)
  if (letter.transport === 'submitted') return [inside, ['X-MS-Exchange-Organization-AuthAs', 'Internal']]
  const domain = domainOf(letter.from.address)
  const suspicious = letter.transport === 'suspicious'
  const relay = suspicious
    ? `vps${rng.int(1000, 9999)}.hoster.test`
    : `${rng.pick(['mail', 'mx1', 'smtp', 'out2'])}.${domain}`
  const ip = `${rng.pick(networks)}.${rng.int(1, 254)}`
  const edge = `${front.split('.')[0]!}.mail.protection.${HOUSE}`
  const results = suspicious
    ? `spf=fail (sender IP is ${ip}) smtp.mailfrom=${domain}; dkim=none (message not signed) header.d=none;` +
      `dmarc=fail action=quarantine header.from=${domain};compauth=fail reason=000`
    : `spf=pass (sender IP is ${ip}) smtp.mailfrom=${domain}; dkim=pass (signature was verified) header.d=${domain};` +
      `dmarc=pass action=none header.from=${domain};compauth=pass reason=100`
  const trace: HeaderField[] = [
    ['Return-Path', `<${letter.from.address}>`],
    inside,
    hop(edge, front, -1),
    ['Authentication-Results', results],
    [
      'Received',
      `from ${relay} (${ip}) by ${edge} (198.51.100.${rng.int(1, 254)}) with Microsoft SMTP Server ` +
        `(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384) id ${id} via Frontend Transport; ${at(-2)}`,
    ],
    [
      'Received-SPF',
      `${suspicious ? 'Fail' : 'Pass'} (protection.${HOUSE}: domain of ${domain} ` +
        `${suspicious ? 'does not designate' : 'designates'} ${ip} as permitted sender) ` +
        `receiver=protection.${HOUSE}; client-ip=${ip}; helo=${relay};`,
    ],
    ['X-MS-Exchange-Organization-SCL', suspicious ? '9' : '1'],
  ]
  if (suspicious) return trace
  const signature = Buffer.from(rng.hex(128), 'hex').toString('base64')
  trace.push([
    'DKIM-Signature',
    `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${rng.pick(['s1', 'k1', 'mail', 'selector2'])}; ` +
      `t=${Math.floor(letter.date.getTime() / 1000) - 2}; h=From:To:Subject:Date:Message-ID:MIME-Version; ` +
      `bh=${Buffer.from(rng.hex(64), 'hex').toString('base64')}; b=${signature.slice(0, 64)} ${signature.slice(64)}`,
  ])
  return trace
}
