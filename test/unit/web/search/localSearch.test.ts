import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../../../shared/mail/message.ts'
import type { SearchCriteria } from '../../../../shared/mail/searchCriteria.ts'
import {
  foreignWords,
  matchesHeaders,
  narrowedToAscii,
  sharedOut,
} from '../../../../web/stores/search/localSearch.ts'

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
    // Accents are folded, as in the index.
    [true, subject('perchè')],
    [false, subject('perché mai')],
    [true, from('josé')],
    [true, { key: 'text', value: 'ünal' }],
    [false, { key: 'text', value: 'ж' }],
    [false, { key: 'not', criteria: from('José') }],
    [true, { key: 'not', criteria: from('Jörg') }],
    [false, { key: 'and', criteria: [from('José'), subject('ж')] }],
    [true, { key: 'or', criteria: [from('José'), subject('ж')] }],
    [false, { key: 'or', criteria: [from('ж'), subject('ж')] }],
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

describe('who answers what, where all headers are at hand', () => {
  it.each<[string, SearchCriteria, ReturnType<typeof sharedOut>]>([
    [
      'words beyond ASCII: headers',
      subject('perché'),
      { server: [], page: [subject('perché')], excluded: [] },
    ],
    [
      'the rest: the server, of whole messages',
      {
        key: 'and',
        criteria: [
          { key: 'body', value: 'x' },
          { key: 'and', criteria: [from('José'), from('x')] },
        ],
      },
      { server: [{ key: 'body', value: 'x' }, from('x')], page: [from('José')], excluded: [] },
    ],
    [
      'what is excluded: the headers that have it',
      { key: 'not', criteria: from('José') },
      { server: [], page: [], excluded: [from('José')] },
    ],
    [
      'one of both: headers',
      { key: 'or', criteria: [from('José'), from('anna')] },
      { server: [], page: [{ key: 'or', criteria: [from('José'), from('anna')] }], excluded: [] },
    ],
  ])('%s', (_, criteria, expected) => {
    expect(sharedOut(criteria)).toEqual(expected)
  })
})
