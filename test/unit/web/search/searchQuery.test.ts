import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { searchCriteria } from '../../../../shared/mail/searchCriteria.ts'
import { composeSearch, type SearchFields } from '../../../../web/components/search/composeSearch.ts'
import { conjunction } from '../../../../web/stores/search/criteria.ts'
import { parseSearch, termsOf, withTerm } from '../../../../web/stores/search/searchQuery.ts'

describe('parseSearch', () => {
  it.each([
    ['ponte', [{ key: 'text', value: 'ponte' }]],
    [
      'two words',
      [
        { key: 'text', value: 'two' },
        { key: 'text', value: 'words' },
      ],
    ],
    ['"two words"', [{ key: 'text', value: 'two words' }]],
    ['from:anna', [{ key: 'from', value: 'anna' }]],
    ['FROM:"Anna Rossi"', [{ key: 'from', value: 'Anna Rossi' }]],
    [
      'to:a',
      [
        {
          key: 'or',
          criteria: [
            { key: 'to', value: 'a' },
            { key: 'cc', value: 'a' },
          ],
        },
      ],
    ],
    ['has:attachment', [{ key: 'header', field: 'Content-Type', value: 'multipart/mixed' }]],
    ['is:unread is:flagged', [{ key: 'unseen' }, { key: 'flagged' }]],
    ['before:2026-11-22', [{ key: 'before', day: '2026-11-22' }]],
    ['after:2026/1/2', [{ key: 'since', day: '2026-01-02' }]],
    [
      'larger:5M smaller:10kb',
      [
        { key: 'larger', size: 5_242_880 },
        { key: 'smaller', size: 10_240 },
      ],
    ],
    [
      'larger:1MB smaller:500 kB plan',
      [
        { key: 'larger', size: 1_048_576 },
        { key: 'smaller', size: 512_000 },
        { key: 'text', value: 'plan' },
      ],
    ],
    ['larger:"2 GB"', [{ key: 'larger', size: 2_147_483_648 }]],
    ['larger:1,5 MB', [{ key: 'larger', size: 1_572_864 }]],
    ['-from:anna', [{ key: 'not', criteria: { key: 'from', value: 'anna' } }]],
    ['-spam', [{ key: 'not', criteria: { key: 'text', value: 'spam' } }]],
    ['re:invoice', [{ key: 'text', value: 're:invoice' }]],
    ['https://x.y/z', [{ key: 'text', value: 'https://x.y/z' }]],
    ['"open', [{ key: 'text', value: 'open' }]],
    ['  ', []],
    ['""', []],
    ['-', [{ key: 'text', value: '-' }]],
  ])('%s', (text, criteria) => {
    expect(parseSearch(text)).toEqual({ criteria, problems: [] })
    expect(v.parse(searchCriteria, conjunction(parseSearch(text).criteria))).toBeTruthy()
  })

  it.each([
    ['before:yesterday', 'date', 'yesterday'],
    ['after:2026-02-30', 'date', '2026-02-30'],
    ['larger:big', 'size', 'big'],
    ['is:odd', 'is', 'odd'],
    ['has:hope', 'has', 'hope'],
    ['from:', 'empty', 'from:'],
    ['subject: ponte', 'empty', 'subject:'],
  ])('%s is a mistake that is told', (text, kind, value) => {
    expect(parseSearch(text).problems).toEqual([{ kind, value }])
  })

  it('labels are found by their keywords, where there are any', () => {
    const keywordOf = (name: string): string => name.replace(' ', '_')
    expect(parseSearch('label:work -label:"to do"', keywordOf)).toEqual({
      criteria: [
        { key: 'keyword', flag: 'work' },
        { key: 'unkeyword', flag: 'to_do' },
      ],
      problems: [],
    })
    expect(parseSearch('label:work', () => undefined).problems).toEqual([
      { kind: 'label', value: 'label:work' },
    ])
  })

  it('takes the folder apart', () => {
    expect(parseSearch('in:"Sent Items" ponte')).toEqual({
      criteria: [{ key: 'text', value: 'ponte' }],
      folder: 'Sent Items',
      problems: [],
    })
  })
})

it('operators are told apart from words, and taken out or put in one by one', () => {
  const text = 'plan -from:"Anna Rossi" larger:1 MB is:unread re:you'
  expect(termsOf(text)).toEqual([
    { typed: '-from:"Anna Rossi"', name: '-from', value: 'Anna Rossi' },
    { typed: 'larger:1MB', name: 'larger', value: '1MB' },
    { typed: 'is:unread', name: 'is', value: 'unread' },
  ])
  expect(withTerm(text, 'is:unread', false)).toBe('plan -from:"Anna Rossi" larger:1MB re:you')
  expect(withTerm(text, 'has:attachment', true)).toMatch(/ re:you has:attachment$/)
})

it('the options say what can be typed', () => {
  const empty: SearchFields = {
    words: '',
    from: '',
    to: '',
    subject: '',
    after: '',
    before: '',
    larger: '',
    folder: '',
    attachment: false,
    unread: false,
    flagged: false,
  }
  expect(composeSearch(empty)).toBe('')
  const text = composeSearch({
    ...empty,
    words: 'ponte',
    from: 'Anna "the" Rossi',
    after: '2026-01-02',
    larger: '5M',
    folder: 'Sent',
    attachment: true,
    unread: true,
    flagged: true,
  })
  expect(text).toBe(
    'ponte from:"Anna the Rossi" after:2026-01-02 larger:5M in:Sent has:attachment is:unread is:flagged',
  )
  expect(parseSearch(text)).toMatchObject({ problems: [], folder: 'Sent', criteria: { length: 7 } })
})
