import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../../../shared/mail/message.ts'
import { ownAddress, senderFor, sendersOf, typedSender } from '../../../../web/mime/senders.ts'

const people = (...addresses: string[]) => addresses.map((address) => ({ name: '', address }))
const [anna, sales] = [
  { name: 'Anna', address: 'anna@example.org' },
  { name: 'Sales', address: 'sales@example.org' },
]
const envelope = (more: Partial<Envelope>) =>
  ({ from: people('x@y.z'), to: [], cc: [], bcc: [], replyTo: [], sender: [], ...more }) as Envelope

describe('the account’s own address', () => {
  it.each([
    ['a mail address signed in with', { user: 'a@b.c', mailDomain: 'x.y' }, 'a@b.c'],
    ['a name at the host’s domain', { user: 'anna', mailDomain: 'example.org' }, 'anna@example.org'],
    ['nobody’s, until somebody says it', { user: 'anna' }, undefined],
    ['the mailbox that was named', { user: 'me@gmail.com', mailbox: 'me@outlook.com' }, 'me@outlook.com'],
  ])('is %s', (_, given, address) => {
    expect(ownAddress(given)).toBe(address)
  })
})

describe('whom mail is sent as', () => {
  it('is the own address until others are chosen', () => {
    expect(sendersOf(anna, [])).toEqual([anna])
    expect(sendersOf(anna, [sales])).toEqual([sales])
    expect(sendersOf(undefined, [])).toEqual([])
  })
  it.each([
    ['the one in To', { to: people('SALES@example.org', 'anna@example.org') }, sales],
    ['the one in Cc', { to: people('q@r.s'), cc: people('sales@example.org') }, sales],
    ['the one that wrote it', { from: people('sales@example.org'), to: people('q@r.s') }, sales],
    ['the default', { to: people('list@example.org') }, anna],
  ])('is %s, for an answer', (_, more, sender) => {
    expect(senderFor(envelope(more), [anna, sales])).toBe(sender)
  })
  it('takes one address, with or without a name', () => {
    expect(typedSender('Anna <a@b.cd>')).toEqual({ name: 'Anna', address: 'a@b.cd' })
    expect(typedSender('a@b.cd')).toEqual({ name: '', address: 'a@b.cd' })
    for (const text of ['', 'anna', 'a@b.cd, c@d.ef']) expect(typedSender(text)).toBeUndefined()
  })
})
