import { describe, expect, it } from 'vitest'
import { TRAIT } from '../../../../shared/mail/traits.ts'
import { blockOf } from '../../../../web/index/headerBlock.ts'
import { People } from '../../../../web/index/people.ts'
import { isNoReply } from '../../../../web/index/personWords.ts'
import { compact } from './compact.ts'

const DAY = 24 * 3_600_000
const now = Date.UTC(2026, 10, 20)
const ago = (days: number): { received: number } => ({ received: now - days * DAY })

function people(inbox: ReturnType<typeof compact>[], sent: ReturnType<typeof compact>[] = []) {
  const book = new People().read([
    { blocks: [blockOf(inbox)], sent: false },
    ...(sent.length > 0 ? [{ blocks: [blockOf(sent)], sent: true }] : []),
  ])
  return (typed: string, without: string[] = []): string[] =>
    book.find(typed, 10, (address) => without.includes(address)).map(({ address }) => address)
}

const from = (uid: number, ...[name, address, more]: [name: string, address: string, more?: object]) =>
  compact(uid, { name, address, to: [], ...ago(1), ...more })

describe('whom typed text may mean', () => {
  it.each([
    ['zoe', ['zoe.greco@caffe.example']],
    ['GRE', ['zoe.greco@caffe.example']],
    ['greco zo', ['zoe.greco@caffe.example']],
    ['Zoë G', ['zoe.greco@caffe.example']],
    ['zoe.gr', ['zoe.greco@caffe.example']],
    ['zoe.greco@caf', ['zoe.greco@caffe.example']],
    ['@caffe', ['zoe.greco@caffe.example']],
    ['reco', []],
    ['太郎', ['taro@jp.example']],
    ['山田', ['taro@jp.example']],
    ["o'ha", ['sean@ie.example']],
    ['hara', ['sean@ie.example']],
    ['"', []],
    ['', []],
  ])('%j', (typed, expected) => {
    const find = people([
      from(1, 'Zoë Gréco', 'zoe.greco@caffe.example'),
      from(2, '山田太郎', 'taro@jp.example'),
      from(3, "Seán O'Hara", 'sean@ie.example'),
    ])
    expect(find(typed)).toEqual(expected)
  })

  it('begins with those one wrote to, by how often and how lately', () => {
    const to = (uid: number, address: string, days: number) =>
      compact(uid, { to: ['', address], ...ago(days) })
    const find = people(
      [1, 2, 3, 4, 5, 6].map((uid) => from(uid, 'Mara', 'mara@writes.example')),
      [
        ...[1, 2, 3].map((uid) => to(uid, 'mario@often.example', 30)),
        to(4, 'marta@now.example', 1),
        ...[5, 6, 7, 8].map((uid) => to(uid, 'marzio@once.example', 900)),
      ],
    )
    expect(find('mar')).toEqual([
      'mario@often.example',
      'marta@now.example',
      'marzio@once.example',
      'mara@writes.example',
    ])
    expect(find('mar', ['mario@often.example'])[0]).toBe('marta@now.example')
  })

  it('ends with those nobody reads, and has no machine’s lists', () => {
    const find = people(
      [
        from(1, 'Anna', 'anna@a.example'),
        ...[2, 3, 4].map((uid) => from(uid, 'Anna’s shop', 'no-reply@a.example')),
        from(5, 'Anna News', 'news@a.example', { traits: TRAIT.bulk }),
      ],
      [compact(9, { to: ['', 'no-reply@a.example'], ...ago(1) })],
    )
    expect(find('an')).toEqual(['anna@a.example', 'no-reply@a.example'])
    expect(find('a.exa')).toEqual(['anna@a.example', 'no-reply@a.example'])
  })

  it('prefers a name to a domain, and knows an address by all its names', () => {
    const find = people([
      ...[1, 2, 3].map((uid) => from(uid, 'Desk', `d${uid}@marketing.example`)),
      from(4, 'Robert Mark', 'rob@b.example'),
      from(5, 'Bob', 'rob@b.example', ago(0)),
    ])
    expect(find('mark')[0]).toBe('rob@b.example')
    expect(find('bob')).toEqual(['rob@b.example'])
  })

  it('knows a slip of an address often written to', () => {
    const sent = [1, 2, 3].map((uid) => compact(uid, { to: ['Anna', 'anna@example.org'], ...ago(1) }))
    const book = new People().read([
      { blocks: [blockOf([...sent, compact(9, { to: ['', 'ugo@example.org'] })])], sent: true },
    ])
    for (const slip of ['ana@example.org', 'anna@exmaple.org', 'annaa@example.org', 'ANNE@example.org'])
      expect(book.resembled(slip)?.address, slip).toBe('anna@example.org')
    for (const other of ['anna@example.org', 'anna@example.com', 'hugo@example.org', 'bruno@example.org'])
      expect(book.resembled(other), other).toBeUndefined()
  })

  it('counts anew what turns out to be sent mail', () => {
    const blocks = [blockOf([1, 2, 3].map((uid) => compact(uid, { to: ['Anna', 'anna@example.org'] })))]
    new People().read([{ blocks, sent: false }])
    const book = new People().read([{ blocks, sent: true }])
    expect(book.resembled('ana@example.org')?.address).toBe('anna@example.org')
  })

  it('reads again only when headers came', () => {
    const block = blockOf([from(1, 'Anna', 'anna@a.example')])
    const book = new People().read([{ blocks: [block], sent: false }])
    const [first] = book.find('anna', 1, () => false)
    book.read([{ blocks: [block], sent: false }])
    expect(book.find('anna', 1, () => false)[0]).toBe(first)
    book.read([{ blocks: [block, blockOf([from(2, 'Anna B', 'b@a.example')])], sent: false }])
    expect(book.find('anna', 9, () => false)).toHaveLength(2)
  })

  it.each([
    ['noreply@x.example', true],
    ['no-reply+7@x.example', true],
    ['orders.noreply@x.example', true],
    ['MAILER-DAEMON@x.example', true],
    ['notifications@github.example', true],
    ['reply@x.example', false],
    ['norah@x.example', false],
  ])('nobody reads %s: %s', (address, expected) => expect(isNoReply(address)).toBe(expected))
})
