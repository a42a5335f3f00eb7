import { describe, expect, it } from 'vitest'
import { asksBodies, foldBody, foreignLeaves, matchesBody } from '../../../../web/stores/search/bodyMatch.ts'
import { conjunction } from '../../../../web/stores/search/criteria.ts'
import { parseSearch } from '../../../../web/stores/search/searchQuery.ts'

const criteriaOf = (text: string) => conjunction(parseSearch(text).criteria)
const NOBODY = (): boolean => false

describe('texts that a server cannot search', () => {
  it.each([
    ['caffè', 'Un CAFFE\u0300 corretto', true],
    ['caffè', 'un caffe', true],
    ['京都', 'きょう、京\r\n都へ行く', true],
    ['ｶﾞﾗｽ', 'ガラスの橋', true],
    ['"caffè corretto"', 'un caffè\r\n corretto', true],
    ['caffè più', 'un caffè e basta', false],
    ['caffè più', 'più di un caffè', true],
    ['caffè -più', 'più di un caffè', false],
    ['caffè -più', 'un caffè', true],
    // The server has judged what it can.
    ['caffè from:anna', 'un caffè', true],
    // Words of a subject stand in headers alone.
    ['subject:caffè', 'un caffè', false],
    ['body:caffè', 'un caffè', true],
  ])('%s in “%s”: %s', (typed, text, isMeant) => {
    expect(matchesBody(criteriaOf(typed), foldBody(text), NOBODY)).toBe(isMeant)
  })

  it('one word may stand in the headers and another in the text', () => {
    const criteria = criteriaOf('perché caffè')
    const inHeaders = ({ value }: { value: string }): boolean => value === 'perché'
    expect(matchesBody(criteria, foldBody('un caffè'), inHeaders)).toBe(true)
    expect(matchesBody(criteria, foldBody('un tè'), inHeaders)).toBe(false)
  })

  it('are asked only where they can answer', () => {
    expect(asksBodies(criteriaOf('caffè'))).toBe(true)
    expect(asksBodies(criteriaOf('subject:caffè lunch'))).toBe(false)
    expect(foreignLeaves(criteriaOf('caffè lunch to:più'))).toEqual([
      { key: 'text', value: 'caffè' },
      { key: 'to', value: 'più' },
      { key: 'cc', value: 'più' },
    ])
  })
})
