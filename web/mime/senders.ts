import type { Address } from '../../shared/mail/address.ts'
import type { Envelope } from '../../shared/mail/message.ts'
import { parseAddressList } from './addressList.ts'
import { sameAddress } from './reply.ts'

/** A name and an address to send from, apart from the name signed in with. */
export type Sender = Address

/** What an account tells of its own address. */
export interface OwnAddress {
  /** The name signed in with: a mail address, or not (`anna`). */
  user: string
  /** The mailbox's address, where the person said that it is another. */
  mailbox?: string | undefined
  /** What the host put behind the `@` of names without one. */
  mailDomain?: string | undefined
}

/** The address that mail of this account comes from unless told otherwise; `undefined`: the person must say it. */
export function ownAddress({ user, mailbox, mailDomain }: OwnAddress): string | undefined {
  if (mailbox !== undefined) return mailbox
  if (user.includes('@')) return user
  return mailDomain === undefined || user === '' ? undefined : `${user}@${mailDomain}`
}

/** Whom mail can be sent as, the default first: what the person chose, else the account's own address. */
export function sendersOf(own: Sender | undefined, chosen: readonly Sender[]): readonly Sender[] {
  if (chosen.length > 0) return chosen
  return own ? [own] : []
}

/** The sender for an answer: the one the message was addressed to, or that wrote it; else the default. */
export function senderFor(envelope: Envelope | undefined, senders: readonly Sender[]): Sender | undefined {
  const named = [envelope?.to, envelope?.cc, envelope?.from].flatMap((list) => list ?? [])
  for (const { address } of named) {
    const sender = senders.find((one) => sameAddress(one.address, address))
    if (sender) return sender
  }
  return senders[0]
}

/** The sender with this address, where the account may send as it. */
export function senderAmong(wanted: Address | undefined, senders: readonly Sender[]): Sender | undefined {
  return wanted && senders.find((one) => sameAddress(one.address, wanted.address))
}

/** One mail address as typed, with or without a name; `undefined` when it is none. */
export function typedSender(text: string): Sender | undefined {
  const { addresses, problems } = parseAddressList(text)
  return problems.length === 0 && addresses.length === 1 ? addresses[0] : undefined
}
