import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BLOCK_ROWS } from '../../../../web/index/limits.ts'
import { MailboxTable } from '../../../../web/index/mailboxTable.ts'
import { flagsOf, MARK } from '../../../../web/index/marks.ts'
import { missingBatches, RangeSet } from '../../../../web/index/rangeSet.ts'
import { compact } from './compact.ts'

describe('a mailbox table', () => {
  it('holds rows in the order of UIDs, whatever order they come in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 40 }), { maxLength: 12 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 60 }),
        (batches, gone) => {
          const table = new MailboxTable()
          const truth = new Set<number>()
          for (const batch of batches) {
            const fresh = batch.filter((uid) => !truth.has(uid))
            expect(table.add(batch.map((uid) => compact(uid)))).toBe(fresh.length)
            for (const uid of batch) truth.add(uid)
          }
          table.remove(new Set(gone))
          for (const uid of gone) truth.delete(uid)
          const sorted = [...truth].sort((a, b) => a - b)
          expect([...table.uids()]).toEqual(sorted)
          expect(table.count).toBe(sorted.length)
          expect(table.rowsOf(sorted).map((row) => [row.uid, row.subject, row.from.name])).toEqual(
            sorted.map((uid) => [uid, `Subject ${uid}`, `Name ${uid % 7}`]),
          )
          // What is written is what comes back.
          const { put } = table.takeDirty()
          expect([...new MailboxTable(structuredClone(put)).uids()]).toEqual(sorted)
          expect(table.takeDirty()).toEqual({ put: [], remove: [] })
        },
      ),
    )
  })

  it('keeps blocks to their size, and fills the last one with what arrives', () => {
    const table = new MailboxTable()
    table.add(Array.from({ length: BLOCK_ROWS }, (_, at) => compact(at + 1)))
    for (let uid = BLOCK_ROWS + 1; uid <= BLOCK_ROWS + 5; uid++) table.add([compact(uid)])
    expect(table.blocks.map(({ block }) => block.uids.length)).toEqual([BLOCK_ROWS, 5])
  })

  it('marks, and tells what changed', () => {
    const table = new MailboxTable()
    table.add([1, 2, 3, 4].map((uid) => compact(uid)))
    table.takeDirty()
    const flagged = new RangeSet('2:3')
    expect(table.mark(MARK.flagged, (uid) => (flagged.has(uid) ? MARK.flagged : 0))).toEqual([2, 3])
    expect(table.markOne(4, MARK.seen, MARK.seen)).toBe(true)
    expect(table.markOne(4, MARK.seen, MARK.seen)).toBe(false)
    expect(table.rowsOf([3, 4]).map(({ marks }) => flagsOf(marks))).toEqual([
      ['\\Seen', '\\Flagged'],
      ['\\Seen'],
    ])
    expect(table.takeDirty().put).toHaveLength(1)
  })

  it('asks for the newest that are missing', () => {
    const all = new RangeSet('1:5,9,11:12')
    expect(all.size).toBe(8)
    expect(missingBatches(all, (uid) => uid === 11, { first: 2, size: 4 })).toEqual(['9,12', '2:5', '1'])
    expect(missingBatches(all, () => true, { first: 2, size: 4 })).toEqual([])
  })
})
