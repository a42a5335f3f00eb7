import { describe, expect, it } from 'vitest'
import { parseAuthenticationResults } from '../../../../shared/mail/authenticationResults.ts'
import { parseHeader } from '../../../../web/mime/headerFields.ts'
import { readMailto } from '../../../../web/mime/mailto.ts'
import { waysOut } from '../../../../web/mime/unsubscribe.ts'

const header = (...lines: string[]) => parseHeader(Buffer.from([...lines, '', ''].join('\r\n')))
const results = (value: string) => parseAuthenticationResults(value)
const PASS = results('mx.example; dkim=pass header.d=shop.example header.s=s1')
const LINKS =
  'List-Unsubscribe: <https://shop.example/leave?u=1>, <mailto:leave@shop.example?subject=leave%20me>'
const POST = 'List-Unsubscribe-Post: List-Unsubscribe=One-Click'
const signed = (h = 'From:List-Unsubscribe:List-Unsubscribe-Post', more = 'd=shop.example; s=s1') =>
  `DKIM-Signature: v=1; a=rsa-sha256; ${more};\r\n h=${h}; bh=x; b=AbCdEfGh IjKl`
const kinds = (...given: Parameters<typeof waysOut>) => waysOut(...given).map(({ kind }) => kind)

describe('the ways out of a mailing', () => {
  it('are one click first, where a signature that passed covers both fields', () => {
    expect(waysOut(header(LINKS, POST, signed()), PASS)).toEqual([
      { kind: 'oneClick', url: 'https://shop.example/leave?u=1' },
      { kind: 'mail', letter: { to: ['leave@shop.example'], subject: 'leave me', text: '' } },
      { kind: 'page', url: 'https://shop.example/leave?u=1' },
    ])
  })

  it.each([
    ['no signature', [LINKS, POST], PASS],
    ['nobody trusted says that it passed', [LINKS, POST, signed()], undefined],
    ['it failed', [LINKS, POST, signed()], results('mx.example; dkim=fail header.d=shop.example')],
    ['another domain’s passed', [LINKS, POST, signed()], results('mx.example; dkim=pass header.d=x.example')],
    [
      'another selector’s passed',
      [LINKS, POST, signed()],
      results('x; dkim=pass header.d=shop.example header.s=s2'),
    ],
    [
      'another one of two passed',
      [LINKS, POST, signed()],
      results('x; dkim=pass header.d=shop.example header.b=zzzz'),
    ],
    ['it leaves out the second field', [LINKS, POST, signed('From:List-Unsubscribe')], PASS],
    ['it leaves out the first', [LINKS, POST, signed('From:List-Unsubscribe-Post')], PASS],
    ['one of two of the domain covers less', [LINKS, POST, signed(), signed('From')], PASS],
    ['a second field stands above the signed one', [LINKS, LINKS, POST, signed()], PASS],
    ['the sender takes no POST', [LINKS, signed()], PASS],
  ])('are a message, not one click, where %s', (_, lines, found) => {
    expect(kinds(header(...lines), found)[0]).toBe('mail')
  })

  it('are told apart by the first characters of the signature', () => {
    const found = results('x; dkim=pass header.d=shop.example header.b=AbCdEfGh')
    expect(kinds(header(LINKS, POST, signed()), found)[0]).toBe('oneClick')
  })

  it.each([
    ['http only', 'List-Unsubscribe: <http://shop.example/leave>', ['page']],
    ['a message only', 'List-Unsubscribe: <mailto:leave@shop.example>', ['mail']],
    ['nothing that can be followed', 'List-Unsubscribe: <javascript:alert(1)>, <ftp://x/>, leave', []],
    ['a link with a user', 'List-Unsubscribe: <https://bank.example@evil.example/>', []],
    ['no field', 'X-Other: <https://shop.example/>', []],
    ['a folded link', 'List-Unsubscribe: <https://shop.example/leave\r\n ?u=1>', ['page']],
  ])('from %s', (_, line, expected) => {
    expect(kinds(header(line, POST), PASS)).toEqual(expected)
  })
})

describe('a mailto: link', () => {
  it.each([
    ['mailto:a@b.example', { to: ['a@b.example'], subject: '', text: '' }],
    [
      'MAILTO:a@b.example,c@d.example?cc=e%40f.example&subject=Caff%C3%A8&body=one%0D%0Atwo',
      { to: ['a@b.example', 'c@d.example'], cc: ['e@f.example'], subject: 'Caffè', text: 'one\ntwo' },
    ],
    ['mailto:?to=a@b.example&amp;subject=x', { to: ['a@b.example'], subject: 'x', text: '' }],
    // Nothing that a writer does not see before sending.
    [
      'mailto:a@b.example?bcc=spy@x.example&attach=/etc/passwd&from=z@z',
      { to: ['a@b.example'], subject: '', text: '' },
    ],
    [
      'mailto:a%0d%0aBcc:spy@x.example?subject=x%0d%0aBcc:%20y',
      { to: ['a Bcc:spy@x.example'], subject: 'x Bcc: y', text: '' },
    ],
    ['mailto:%zz@b.example', { to: ['%zz@b.example'], subject: '', text: '' }],
  ])('%s', (link, letter) => expect(readMailto(link)).toEqual(letter))

  it.each(['https://a', 'mailto:', 'mailto:?subject=x', ''])('%s is none', (link) =>
    expect(readMailto(link)).toBeUndefined(),
  )
})
