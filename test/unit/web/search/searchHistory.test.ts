import { describe, expect, it } from 'vitest'
import { MAX_RECENT_SEARCHES } from '../../../../web/stores/search/limits.ts'
import { parseRecent, withRecent } from '../../../../web/stores/search/searchHistory.ts'

describe('searches of before', () => {
  it('newest first, each once, and not too many', () => {
    const many = Array.from({ length: 20 }, (_, at) => `search ${at}`).reduce(
      withRecent,
      [] as readonly string[],
    )
    expect(many).toHaveLength(MAX_RECENT_SEARCHES)
    expect(many[0]).toBe('search 19')
    expect(withRecent(['b', 'a'], 'a')).toEqual(['a', 'b'])
    expect(withRecent(['a'], '')).toEqual(['a'])
  })

  it.each([
    [null, []],
    ['', []],
    ['{"a":1}', []],
    ['["a",1,"",null,"a","b"]', ['a', 'b']],
    [JSON.stringify(Array(50).fill('x')), ['x']],
  ])('whatever is stored: %j', (stored, expected) => {
    expect(parseRecent(stored)).toEqual(expected)
  })
})
