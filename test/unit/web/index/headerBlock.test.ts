import { describe, expect, it } from 'vitest'
import { TRAIT } from '../../../../shared/mail/traits.ts'
import { HEADER_FORMAT } from '../../../../web/headers/block.ts'
import { blockOf, headerRows, pick } from '../../../../web/index/headerBlock.ts'
import { MailboxTable } from '../../../../web/index/mailboxTable.ts'
import { BLOCK_ROWS } from '../../../../web/index/limits.ts'
import { MARK } from '../../../../web/index/marks.ts'
import { compact } from './compact.ts'

const ROWS = [
  compact(1, { to: [], listId: 'a.example', traits: TRAIT.list | TRAIT.oneClick }),
  compact(2, {
    to: ['Anna', 'anna@example.org', '', 'x@example.org'],
    cc: ['Ben\tCarter', 'ben@example.org'],
  }),
  compact(3, { to: [], cc: ['', 'ben@example.org'] }),
  compact(4, { listId: 'b.example', traits: TRAIT.claimsDoubt }),
]
const GIULIA = { name: 'Giulia', address: 'giulia@example.org' }
const EXPECTED = [
  { uid: 1, to: [], cc: [], traits: TRAIT.list | TRAIT.oneClick, listId: 'a.example' },
  {
    uid: 2,
    to: [
      { name: 'Anna', address: 'anna@example.org' },
      { name: '', address: 'x@example.org' },
    ],
    cc: [{ name: 'Ben Carter', address: 'ben@example.org' }],
    traits: 0,
    listId: '',
  },
  { uid: 3, to: [], cc: [{ name: '', address: 'ben@example.org' }], traits: 0, listId: '' },
  { uid: 4, to: [GIULIA], cc: [], traits: TRAIT.claimsDoubt, listId: 'b.example' },
]

describe('a block of headers', () => {
  it('holds who each message is to, its list and its traits', () => {
    expect(headerRows(blockOf(ROWS), [0, 1, 2, 3])).toMatchObject(EXPECTED)
    expect(headerRows(blockOf(ROWS), [2])).toMatchObject([EXPECTED[2]])
  })

  it('holds them when it is cut and joined', () => {
    const [low, high] = [blockOf(ROWS.slice(0, 3)), blockOf(ROWS.slice(3))]
    const joined = pick(low, [1, 2], high)
    expect(headerRows(joined, [0, 1, 2])).toMatchObject(EXPECTED.slice(1))
    expect(headerRows(pick(joined, [0, 2]), [0, 1])).toMatchObject([EXPECTED[1], EXPECTED[3]])
  })

  it('has room for eight people a message who are in no other', () => {
    const rows = Array.from({ length: BLOCK_ROWS * 5 }, (_, at) =>
      compact(at + 1, {
        address: `from${at}@example.org`,
        to: Array.from({ length: 16 }, (_one, place) => `${place}-${at}@example.org`),
      }),
    )
    const table = new MailboxTable()
    table.add(rows.toReversed())
    expect(table.blocks.map(({ block }) => block.uids.length)).toEqual(Array(5).fill(BLOCK_ROWS))
    for (const [row] of [BLOCK_ROWS * 5, BLOCK_ROWS, 1].map((uid) => table.rowsOf([uid]))) {
      const at = (row?.uid ?? 0) - 1
      expect(row?.from.address).toBe(`from${at}@example.org`)
      expect(row?.to.at(-1)).toEqual({ name: `14-${at}@example.org`, address: `15-${at}@example.org` })
    }
  })
})

/**
 * What a block holds, by version. Whoever changes a column, or what its bits mean, raises `HEADER_FORMAT` and adds a line:
 * a browser that cached the version before must not read it as this one.
 */
const FORMATS: Record<number, string> = {
  3:
    'uids:Uint32Array marks:Uint8Array traits:Uint16Array received:Float64Array sent:Float64Array sizes:Uint32Array ' +
    'ids:Float64Array references:Float64Array referenceEnds:Uint32Array subjects:String from:Uint16Array ' +
    'recipients:Uint16Array recipientEnds:Uint16Array toCounts:Uint8Array people:String lists:Uint16Array ' +
    'listIds:String | seen:1 answered:2 flagged:4 deleted:8 draft:16 forwarded:32 | files:1 list:2 unsubscribe:4 ' +
    'oneClick:8 automatic:16 bulk:32 moreRecipients:64 claimsPass:128 claimsFail:256 claimsDoubt:512',
}

it('the version of a block rises with its columns', () => {
  const bits = (table: Record<string, number>): string =>
    Object.entries(table)
      .map(([name, bit]) => `${name}:${bit}`)
      .join(' ')
  const columns = Object.entries(blockOf(ROWS) as unknown as Record<string, object>)
    .map(([name, column]) => `${name}:${column.constructor.name}`)
    .join(' ')
  const format = `${columns} | ${bits(MARK)} | ${bits(TRAIT)}`
  expect(Object.values(FORMATS).indexOf(format), format).toBe(
    Object.keys(FORMATS).indexOf(String(HEADER_FORMAT)),
  )
  expect(Math.max(...Object.keys(FORMATS).map(Number))).toBe(HEADER_FORMAT)
})
