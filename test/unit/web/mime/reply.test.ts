import { describe, expect, it } from 'vitest'
import type { Address } from '../../../../shared/mail/address.ts'
import type { Envelope } from '../../../../shared/mail/message.ts'
import { messageIdsIn, newMessageId } from '../../../../web/mime/messageId.ts'
import { quoteText, replyRecipients, replySubject, threadHeaders } from '../../../../web/mime/reply.ts'

const own = 'me@example.org'
const people = (...addresses: string[]): Address[] => addresses.map((address) => ({ name: '', address }))
const envelope = (more: Partial<Envelope>): Envelope => ({
  subject: '',
  from: people('anna@example.org'),
  sender: [],
  replyTo: [],
  to: people(own),
  cc: [],
  bcc: [],
  ...more,
})
const addresses = (list: Address[]): string => list.map((one) => one.address).join(',')

describe('replyRecipients', () => {
  it.each<[string, Partial<Envelope>, 'reply' | 'replyAll' | 'forward', string, string]>([
    ['answers the author', {}, 'reply', 'anna@example.org', ''],
    ['prefers Reply-To', { replyTo: people('list@example.org') }, 'reply', 'list@example.org', ''],
    [
      'answers all but oneself',
      { to: people(own, 'b@c.d'), cc: people('E@f.g', 'ME@example.org') },
      'replyAll',
      'anna@example.org,b@c.d',
      'E@f.g',
    ],
    [
      'names nobody twice',
      { to: people('ANNA@example.org', 'b@c.d'), cc: people('b@c.d') },
      'replyAll',
      'anna@example.org,b@c.d',
      '',
    ],
    [
      'answers one’s own message to its recipients',
      { from: people(own), to: people('b@c.d'), cc: people('e@f.g') },
      'reply',
      'b@c.d',
      '',
    ],
    [
      'answers all of one’s own message',
      { from: people(own), to: people('b@c.d'), cc: people('e@f.g') },
      'replyAll',
      'b@c.d',
      'e@f.g',
    ],
    ['a note to oneself', { from: people(own), to: people(own) }, 'replyAll', own, ''],
    ['forwards to nobody yet', {}, 'forward', '', ''],
    ['leaves out what is no address', { from: people('undisclosed') }, 'reply', '', ''],
  ])('%s', (_name, more, kind, to, cc) => {
    const recipients = replyRecipients(envelope(more), [own], kind)
    expect([addresses(recipients.to), addresses(recipients.cc)]).toEqual([to, cc])
  })
})

describe('replySubject', () => {
  it.each([
    ['Lunch', 'Re: Lunch'],
    ['Re: Lunch', 'Re: Lunch'],
    ['RE: re: AW: R: Lunch', 'Re: Lunch'],
    ['Re[2]: Lunch', 'Re: Lunch'],
    ['', 'Re:'],
    ['Report', 'Re: Report'],
  ])('%j', (subject, expected) => {
    expect(replySubject(subject, 'reply')).toBe(expected)
  })
  it('forwards', () => {
    expect(replySubject('I: Fwd: x', 'forward')).toBe('Fwd: x')
    expect(replySubject('a\r\nBcc: b', 'forward')).toBe('Fwd: a Bcc: b')
  })
})

describe('threadHeaders', () => {
  it('follows RFC 5322 section 3.6.4', () => {
    expect(threadHeaders(envelope({ messageId: '<c@x>', inReplyTo: '<b@x>' }), '<a@x>\r\n <b@x>')).toEqual({
      inReplyTo: '<c@x>',
      references: ['<a@x>', '<b@x>', '<c@x>'],
    })
    expect(threadHeaders(envelope({ messageId: '<c@x>', inReplyTo: '<b@x>' }), undefined).references).toEqual(
      ['<b@x>', '<c@x>'],
    )
    expect(threadHeaders(envelope({}), undefined)).toEqual({ references: [] })
    expect(threadHeaders(envelope({ messageId: 'broken' }), '<a@x>')).toEqual({ references: ['<a@x>'] })
  })

  it('keeps the root and the newest of a long thread', () => {
    const long = Array.from({ length: 500 }, (_, at) => `<${at}@x>`).join(' ')
    const { references } = threadHeaders(envelope({ messageId: '<last@x>' }), long)
    expect([references.length, references[0], references.at(-1)]).toEqual([100, '<0@x>', '<last@x>'])
  })
})

describe('quoteText', () => {
  it('puts > before each line', () => {
    expect(quoteText('Hi\r\n\r\n> old\nbye\n\n')).toBe('> Hi\n>\n>> old\n> bye')
  })
})

describe('Message-ID', () => {
  it('is at the sender’s domain and new each time', () => {
    expect(newMessageId('a@example.org')).toMatch(/^<[0-9a-f-]{36}@example\.org>$/)
    expect(newMessageId('a@example.org')).not.toBe(newMessageId('a@example.org'))
    expect(newMessageId('a@[192.0.2.1]')).toMatch(/@localhost>$/)
  })
  it('is found in headers of any shape', () => {
    expect(messageIdsIn('x <a@b>,<c@d> <a@b> <bad id> <')).toEqual(['<a@b>', '<c@d>'])
  })
})
