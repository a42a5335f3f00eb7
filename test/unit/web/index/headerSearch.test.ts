import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TRAIT } from '../../../../shared/mail/traits.ts'
import { fold } from '../../../../web/index/fold.ts'
import { blockOf } from '../../../../web/index/headerBlock.ts'
import { searchBlock } from '../../../../web/index/headerSearch.ts'
import { conjunction } from '../../../../web/stores/search/criteria.ts'
import { parseSearch } from '../../../../web/stores/search/searchQuery.ts'
import { compact } from './compact.ts'

const block = blockOf([
  compact(1, { subject: 'Perché no? Straße' }),
  compact(2, { subject: 'Ünïcode İstanbul' }),
  compact(3, {
    subject: 'مُراجعة العقد',
    to: ['', 'team@example.org', 'Zoë', 'zoe@example.net'],
    cc: ['Ben', 'ben@example.org'],
  }),
  compact(4, { subject: '見積書のご確認', listId: 'news.example.com', traits: TRAIT.list | TRAIT.files }),
])
const find = (text: string): number[] => searchBlock(block, conjunction(parseSearch(text).criteria))

describe('a search of headers at hand', () => {
  it.each([
    ['perche', [1]],
    ['STRASSE', [1]],
    ['istanbul', [2]],
    ['مراجعة', [3]],
    ['見積', [4]],
    ['subject:code', [2]],
    ['from:"name 3"', [3]],
    ['from:a3@example.org', [3]],
    ['is:unread', [2, 4]],
    ['is:unread larger:20', [4]],
    ['-from:"name 1" is:read', [3]],
    ['larger:20 smaller:40', [3]],
    ['before:1970-01-02', [1, 2, 3, 4]],
    ['after:1970-01-02', []],
    // What only the server can tell is not claimed.
    ['body:perche', []],
    ['-perche', []],
    ['to:nobody', []],
    ['to:giulia', [1, 2, 4]],
    ['to:zoe', [3]],
    ['to:ben', [3]],
    ['cc:ben', [3]],
    ['cc:zoe', []],
    ['-to:giulia', []],
    ['zoe@example', [3]],
    ['ben', [3]],
    ['list:NEWS.example', [4]],
    ['list:other', []],
    ['-list:news', []],
    ['has:attachment', [4]],
    ['-has:attachment', [1, 2, 3]],
  ])('%s', (text, uids) => {
    expect(find(text)).toEqual(uids)
  })

  it('by UID, as far as the set names them', () => {
    expect(searchBlock(block, { key: 'uid', set: '2:3,9' })).toEqual([2, 3])
    expect(searchBlock(block, { key: 'not', criteria: { key: 'uid', set: '2:3' } })).toEqual([1, 4])
    expect(searchBlock(block, { key: 'uid', set: '3:*' })).toEqual([])
  })

  it('in subjects looked through in one piece as in each by itself', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ä', 'Σ', ' ', 'é'), maxLength: 6 })
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 8 }), letters, (subjects, wanted) => {
        const some = blockOf(subjects.map((subject, at) => compact(at + 1, { subject })))
        const expected = subjects.flatMap((subject, at) =>
          fold(subject).includes(fold(wanted)) ? [at + 1] : [],
        )
        expect(searchBlock(some, { key: 'subject', value: wanted })).toEqual(expected)
      }),
    )
    expect(searchBlock(block, { key: 'subject', value: '\n' })).toEqual([])
  })
})
