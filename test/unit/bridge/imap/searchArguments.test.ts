import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { asksForModSeq, searchArguments } from '../../../../bridge/imap/searchArguments.ts'
import { searchCriteria, type SearchCriteria } from '../../../../shared/mail/searchCriteria.ts'
import { writeCommand } from './response.ts'

const written = (criteria: SearchCriteria): string =>
  writeCommand('UID SEARCH', searchArguments(v.parse(searchCriteria, criteria))).replace('A UID SEARCH ', '')

describe('searchArguments', () => {
  it.each<[SearchCriteria, string]>([
    [{ key: 'all' }, 'ALL'],
    [{ key: 'unseen' }, 'UNSEEN'],
    [{ key: 'from', value: 'a "b" \\ c' }, 'FROM "a \\"b\\" \\\\ c"'],
    [{ key: 'subject', value: '' }, 'SUBJECT ""'],
    [{ key: 'header', field: 'X-Mark', value: 'NIL' }, 'HEADER "X-Mark" "NIL"'],
    [{ key: 'since', day: '2026-02-03' }, 'SINCE 3-Feb-2026'],
    [{ key: 'senton', day: '2024-12-31' }, 'SENTON 31-Dec-2024'],
    [{ key: 'larger', size: 5_000_000_000 }, 'LARGER 5000000000'],
    [{ key: 'keyword', flag: '$Forwarded' }, 'KEYWORD $Forwarded'],
    [{ key: 'uid', set: '1,5:9,20:*' }, 'UID 1,5:9,20:*'],
    [{ key: 'sequence', set: '1:3' }, '1:3'],
    [{ key: 'modseq', modSeq: '18446744073709551615' }, 'MODSEQ 18446744073709551615'],
    [{ key: 'not', criteria: { key: 'seen' } }, 'NOT SEEN'],
    [{ key: 'or', criteria: [{ key: 'seen' }, { key: 'to', value: 'x' }] }, 'OR SEEN TO "x"'],
    [{ key: 'and', criteria: [{ key: 'seen' }, { key: 'flagged' }] }, 'SEEN FLAGGED'],
    [{ key: 'and', criteria: [] }, 'ALL'],
    [{ key: 'not', criteria: { key: 'and', criteria: [] } }, 'NOT ALL'],
    [
      { key: 'not', criteria: { key: 'and', criteria: [{ key: 'seen' }, { key: 'from', value: 'x' }] } },
      'NOT (SEEN FROM "x")',
    ],
    [
      {
        key: 'or',
        criteria: [
          { key: 'and', criteria: [{ key: 'seen' }, { key: 'draft' }] },
          { key: 'or', criteria: [{ key: 'new' }, { key: 'and', criteria: [{ key: 'old' }] }] },
        ],
      },
      'OR (SEEN DRAFT) OR NEW (OLD)',
    ],
  ])('writes %j as %s', (criteria, expected) => {
    expect(written(criteria)).toBe(expected)
  })

  it('names the charset, once and first, where a word is not ASCII, and sends the word as a literal', () => {
    expect(written({ key: 'and', criteria: [{ key: 'seen' }, { key: 'text', value: 'Caff\u00e8' }] })).toBe(
      'CHARSET UTF-8 SEEN TEXT {6+}\r\nCaff\u00e8',
    )
    expect(written({ key: 'header', field: 'Subject', value: '\u65e5' })).toBe(
      'CHARSET UTF-8 HEADER "Subject" {3+}\r\n\u65e5',
    )
  })

  it('puts no line break on the wire but a literal\u2019s own, whatever the words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (value) => {
        const criteria = v.safeParse(searchCriteria, {
          key: 'or',
          criteria: [{ key: 'text', value }, { key: 'all' }],
        })
        if (!criteria.success) {
          expect(value).toMatch(/[\r\n\0]/)
          return
        }
        const text = writeCommand('SEARCH', searchArguments(criteria.output))
        const literal = /\{(\d+)\+\}\r\n/.exec(text)
        const outside = literal ? text.replace(literal[0], '').replace(value, '') : text
        expect(outside).not.toMatch(/[\r\n\0]/)
        if (literal) expect(Number(literal[1])).toBe(Buffer.byteLength(value))
      }),
    )
  })
})

describe('asksForModSeq', () => {
  it('looks into every branch', () => {
    const modseq: SearchCriteria = { key: 'modseq', modSeq: '1' }
    expect(asksForModSeq({ key: 'not', criteria: { key: 'or', criteria: [{ key: 'all' }, modseq] } })).toBe(
      true,
    )
    expect(asksForModSeq({ key: 'and', criteria: [{ key: 'all' }, { key: 'text', value: 'modseq' }] })).toBe(
      false,
    )
  })
})
