import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../../../shared/mail/message.ts'
import type { SearchCriteria } from '../../../../shared/mail/searchCriteria.ts'
import { foreignWords, matchesHeaders, narrowedToAscii } from '../../../../web/stores/localSearch.ts'

const envelope: Envelope = {
  subject: 'Perché no?',
  from: [{ name: 'José Peña', address: 'jose@example.org' }],
  sender: [],
  replyTo: [],
  to: [{ name: 'Ünal', address: 'u@example.org' }],
  cc: [],
  bcc: [],
}
const from = (value: string): SearchCriteria => ({ key: 'from', value })
const subject = (value: string): SearchCriteria => ({ key: 'subject', value })

describe('what a server without UTF-8 is asked', () => {
  it.each<[string, SearchCriteria, SearchCriteria]>([
    [
      'the ASCII beginnings of words',
      subject('perché il caffè'),
      {
        key: 'and',
        criteria: [
          { key: 'subject', value: 'perch' },
          { key: 'subject', value: 'caff' },
        ],
      },
    ],
    ['nothing of a word that begins beyond ASCII', from('Ünal'), { key: 'and', criteria: [] }],
    ['all, for words anywhere', { key: 'text', value: 'perché' }, { key: 'all' }],
    ['what it can, as it is', from('anna'), from('anna')],
    ['never more than was excluded', { key: 'not', criteria: from('José') }, { key: 'all' }],
    [
      'both sides of an or',
      { key: 'or', criteria: [from('José'), from('anna')] },
      { key: 'or', criteria: [{ key: 'and', criteria: [from('Jos')] }, from('anna')] },
    ],
  ])('%s', (_, criteria, expected) => {
    expect(narrowedToAscii(criteria)).toEqual(expected)
  })
})

describe('headers compared in the page', () => {
  it.each<[boolean, SearchCriteria]>([
    [true, subject('PERCHÉ')],
    // Decomposed: the same word in other bytes.
    [true, subject('perche\u0301')],
    [false, subject('perchè')],
    [true, from('josé')],
    [true, { key: 'text', value: 'ünal' }],
    [false, { key: 'text', value: 'ø' }],
    [false, { key: 'not', criteria: from('José') }],
    [true, { key: 'not', criteria: from('Jörg') }],
    [false, { key: 'and', criteria: [from('José'), subject('ø')] }],
    [true, { key: 'or', criteria: [from('José'), subject('ø')] }],
    [false, { key: 'or', criteria: [from('ø'), subject('ø')] }],
    // The server has judged these.
    [true, from('nobody')],
    [true, { key: 'and', criteria: [{ key: 'unseen' }, from('José')] }],
  ])('%s: %j', (expected, criteria) => {
    expect(matchesHeaders(criteria, envelope)).toBe(expected)
  })

  it('says which words', () => {
    expect(
      foreignWords({
        key: 'and',
        criteria: [from('José'), from('x'), { key: 'not', criteria: subject('é') }],
      }),
    ).toEqual(['José', 'é'])
  })
})
