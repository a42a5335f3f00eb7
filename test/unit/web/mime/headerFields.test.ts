import { describe, expect, it } from 'vitest'
import { fieldValues, parseHeader } from '../../../../web/mime/headerFields.ts'
import { MAX_HEADER_FIELDS } from '../../../../web/mime/limits.ts'

const parse = (text: string) => parseHeader(new TextEncoder().encode(text))

describe('parseHeader', () => {
  it('unfolds, keeps the order and stops at the empty line', () => {
    const fields = parse('Received: one\r\n\tgoes on\r\nX-A : b\r\nSubject: <b>\r\n\r\nBody: no\r\n')
    expect(fields).toEqual([
      { name: 'Received', value: 'one goes on' },
      { name: 'X-A', value: 'b' },
      { name: 'Subject', value: '<b>' },
    ])
  })

  it('passes over what is no field, and reads raw UTF-8', () => {
    expect(parse(' stray\nno colon\n: nameless\nSubject: però\n')).toEqual([
      { name: 'Subject', value: 'però' },
    ])
  })

  it('is bounded', () => {
    expect(parse('A: b\n'.repeat(MAX_HEADER_FIELDS + 10))).toHaveLength(MAX_HEADER_FIELDS)
  })

  it('finds values by name in any case, topmost first', () => {
    expect(fieldValues(parse('X: 1\nx: 2\nY: 3\n'), 'X')).toEqual(['1', '2'])
  })
})
