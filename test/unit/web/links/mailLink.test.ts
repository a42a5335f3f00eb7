import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatLink,
  isAbove,
  isBeside,
  isSameLink,
  linkMessage,
  linkTitle,
  parseLink,
  type MailLink,
} from '../../../../web/links/mailLink.ts'
import { isOwnInbox } from '../../../../web/links/ownInbox.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom('.', '..', '/', 'a/b', '%', '%2F', '?q=1', '#', '+', 'settings', ':', 'Entwürfe', '受信'),
)
const message: fc.Arbitrary<MailLink['message']> = fc.oneof(
  fc.constant(undefined),
  fc.record({
    kind: fc.constant('id' as const),
    messageId: fc.oneof(anyText, fc.constantFrom('1.2', '<1.2>', '<a>', '<>', 'x@y')),
  }),
  fc.record({
    kind: fc.constant('uid' as const),
    uidValidity: fc.integer({ min: 1, max: 4_294_967_295 }).map(String),
    uid: fc.integer({ min: 1, max: 4_294_967_295 }),
  }),
)
const link: fc.Arbitrary<MailLink> = fc
  .record({
    account: fc.record({ providerId: anyText, user: anyText }),
    folder: anyText.filter((name) => !/^inbox$/i.test(name) || name === 'INBOX'),
    message,
    search: fc.option(fc.record({ text: anyText, everywhere: fc.boolean() }), { nil: undefined }),
    filter: fc.constantFrom(undefined, 'unread' as const, 'flagged' as const, 'files' as const),
  })
  .map(({ account, folder, ...rest }) => ({
    account,
    folder,
    ...(rest.message && { message: rest.message }),
    ...(rest.search && { search: rest.search }),
    ...(rest.filter && { filter: rest.filter }),
  }))

const account = { providerId: 'work', user: 'giulia@ponte.example' }
const inbox: MailLink = { account, folder: 'INBOX' }
const letter: MailLink = { ...inbox, message: { kind: 'id', messageId: 'one@ponte.example' } }
const found: MailLink = { ...inbox, search: { text: 'invoice', everywhere: false } }
const everywhere: MailLink = { ...inbox, search: { text: 'invoice', everywhere: true } }

describe('an address', () => {
  it('leads back to its place, whatever folders and messages are called', () => {
    fc.assert(
      fc.property(link, (one) => {
        expect(parseLink(formatLink(one))).toEqual(one)
      }),
    )
  })

  it('is what browsers and the router leave as it is', () => {
    fc.assert(
      fc.property(link, (one) => {
        const text = formatLink(one)
        expect(new URL(`http://localhost/#${text}`).hash).toBe(`#${text}`)
        expect(text).toMatch(/^\/mail\/[^/?#]+:[^/?#]+\/[^/?#]+(\/[^/?#]+)?(\?[^?#]*)?$/)
      }),
    )
  })

  it('is one that people can read', () => {
    expect(formatLink(letter)).toBe('/mail/work:giulia@ponte.example/INBOX/one@ponte.example')
    expect(formatLink({ ...everywhere, folder: 'A/B', filter: 'unread' })).toBe(
      '/mail/work:giulia@ponte.example/A%2FB?q=invoice&in=all&show=unread',
    )
  })

  it.each([
    '',
    '/',
    '/mail',
    '/mail/',
    '/mail/settings',
    '/mail/settings/about',
    '/mail/work/INBOX',
    '/mail/work:/INBOX',
    '/mail/:giulia/INBOX',
    '/mail/work:giulia',
    '/mail/work:giulia/',
    '/mail/work:giulia/INBOX/',
    '/mail/work:giulia/INBOX/a/b',
    '/mail/work:giulia/%',
    '/mail/work:giulia/%C3%28',
    '/help/work:giulia/INBOX',
  ])('is not %j', (text) => expect(parseLink(text)).toBeUndefined())

  it('knows the inbox in any case, and what it does not know it leaves', () => {
    expect(parseLink('/mail/work:giulia@ponte.example/inbox?show=all&x=1')).toEqual(inbox)
  })

  it('says before the rest is loaded that nothing but the own inbox is meant', () => {
    expect(isOwnInbox('/mail', account)).toBe(true)
    expect(isOwnInbox(formatLink(inbox), account)).toBe(true)
    expect(isOwnInbox(formatLink(inbox), { ...account, user: 'marco@ponte.example' })).toBe(false)
    expect(isOwnInbox(formatLink(letter), account)).toBe(false)
  })
})

describe('a message', () => {
  const at = { uidValidity: '7', uid: 9 }
  it.each([
    ['<one@ponte.example>', 'one@ponte.example'],
    [' <1.2> ', '1.2'],
  ])('%j goes by its Message-ID', (id, messageId) =>
    expect(linkMessage(id, at)).toEqual({ kind: 'id', messageId }),
  )

  it.each([undefined, '', '<>', 'bare@id', '<two words@x>', '<é@x>', `<${'x'.repeat(251)}>`])(
    '%j is nothing to ask a server for: it goes by its UID',
    (id) => expect(linkMessage(id, at)).toEqual({ kind: 'uid', ...at }),
  )
})

describe('steps', () => {
  const other: MailLink = { ...letter, message: { kind: 'uid', uidValidity: '1', uid: 2 } }

  it('lead up from a message to its list, and from a search to its folder', () => {
    expect(isAbove(inbox, letter)).toBe(true)
    expect(isAbove(found, { ...found, message: letter.message! })).toBe(true)
    expect(isAbove(inbox, found)).toBe(true)
    expect(isAbove(letter, inbox)).toBe(false)
    expect(isAbove(inbox, inbox)).toBe(false)
    expect(isAbove({ ...inbox, folder: 'Sent' }, letter)).toBe(false)
  })

  it('lead aside to the next message, and to other words', () => {
    expect(isBeside(letter, other)).toBe(true)
    expect(isBeside(found, { ...found, search: { text: 'other', everywhere: false } })).toBe(true)
    expect(isBeside(inbox, letter)).toBe(false)
    expect(isBeside(inbox, { ...inbox, folder: 'Sent' })).toBe(false)
  })

  it('do not depend on the folder where all are searched', () => {
    expect(isSameLink(everywhere, { ...everywhere, folder: 'Sent' })).toBe(true)
    expect(isSameLink(found, { ...found, folder: 'Sent' })).toBe(false)
  })
})

it('a title goes from the narrowest to the widest', () => {
  const parts = { unread: 0, folder: 'Inbox', account: 'giulia@ponte.example' }
  expect(linkTitle(parts)).toBe('Inbox – giulia@ponte.example – Ponte')
  expect(linkTitle({ ...parts, unread: 3, message: 'Hello', search: 'invoice' })).toBe(
    '(3) Hello – “invoice” – Inbox – giulia@ponte.example – Ponte',
  )
})
