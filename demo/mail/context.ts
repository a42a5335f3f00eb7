import { random } from './random.ts'
import type { DemoMailboxUser, Letter, Mailbox, Transport } from './types.ts'

/** What every genre needs to know. */
export type Context = {
  me: Mailbox & { name: string }
  /** What friends call the user. */
  first: string
  now: Date
  seed: number
}

export function contextOf(user: DemoMailboxUser, now: Date, seed: number): Context {
  return { me: user, first: user.name.split(' ')[0] || user.name, now, seed }
}

/** A Message-ID as the sender's system would make it, without angle brackets. */
export function messageIdOf(address: string, ...key: (string | number)[]): string {
  const rng = random('message-id', address, ...key)
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const upper = rng.hex(12).toUpperCase()
  const local = rng.pick([
    () => `${rng.hex(8)}-${rng.hex(4)}-4${rng.hex(3)}-a${rng.hex(3)}-${rng.hex(12)}`,
    () => `CA+${Buffer.from(rng.hex(36), 'hex').toString('base64url')}`,
    () => `AM9PR04MB${upper}`,
    () => `${rng.hex(16)}.${rng.int(10000, 99999)}`,
  ])()
  return `${local}@${domain}`
}

/** A letter with what nearly all have in common filled in. */
export function letter(
  context: Context,
  fields: Pick<Letter, 'folder' | 'date' | 'from' | 'subject' | 'body'> & Partial<Letter>,
): Letter {
  const mine = fields.from.address === context.me.address
  const transport: Transport = mine ? 'submitted' : 'received'
  return {
    to: [context.me],
    flags: ['\\Seen'],
    messageId: messageIdOf(fields.from.address, context.seed, fields.subject, fields.date.getTime()),
    transport,
    ...fields,
  }
}
