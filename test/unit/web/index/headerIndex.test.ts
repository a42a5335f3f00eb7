import { describe, expect, it } from 'vitest'
import { TRAIT } from '../../../../shared/mail/traits.ts'
import type { IndexNews } from '../../../../web/index/news.ts'
import { HeaderIndex } from '../../../../web/index/headerIndex.ts'
import { MARK } from '../../../../web/index/marks.ts'
import { memoryCache } from '../../../support/memoryCache.ts'
import { compact } from './compact.ts'

const INBOX = { path: 'INBOX', uidValidity: '7' }
const uidsTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1)

/** An index of messages 1 to 10, complete up to 100 and written. */
async function indexed(cache = memoryCache()) {
  const index = new HeaderIndex('anna', cache)
  await index.lead()
  await index.compare(INBOX, { all: '1:10' })
  await index.stage(
    INBOX,
    uidsTo(10).map((uid) => compact(uid)),
  )
  await index.add(INBOX)
  await index.complete(INBOX, '100')
  await index.flush()
  return { cache, index }
}

/** As the next visit finds it. */
async function nextVisit(cache: ReturnType<typeof memoryCache>) {
  const index = new HeaderIndex('anna', cache)
  await index.lead()
  const rows = await index.rows(INBOX, uidsTo(30))
  return {
    ...(await index.standing(INBOX)),
    index,
    uids: rows.map(({ uid }) => uid),
    flagged: rows.flatMap(({ uid, marks }) => (marks & MARK.flagged ? [uid] : [])),
  }
}

function told(index: HeaderIndex, news: IndexNews) {
  return index.take([{ mailbox: INBOX, news }])
}
async function synced(index: HeaderIndex): Promise<void> {
  await index.begin(INBOX)
  await index.end(INBOX, true)
}
const flagged = (uid: number): IndexNews => ({
  kind: 'flags',
  message: { uids: [uid] },
  change: { flag: '\\Flagged', on: true },
})
const seen = (uid: number) => ({
  kind: 'flags' as const,
  message: { uids: [uid] },
  change: { flags: ['\\Seen'] },
})

describe('the MODSEQ up to which an index is complete', () => {
  it('is kept with the headers, and found again', async () => {
    const { cache } = await indexed()
    expect(await nextVisit(cache)).toMatchObject({ known: 10, modSeq: '100' })
  })

  it('is not told of before all that was missing has come', async () => {
    const { cache, index } = await indexed()
    const changes = { uids: [4, 11, 12], marks: [MARK.flagged, 0, 0], vanished: ['2:3'] }
    expect(await index.change(INBOX, changes, '120')).toEqual({ known: 8, total: 10, missing: ['11:12'] })
    await index.stage(INBOX, [compact(12)])
    await index.add(INBOX)
    await index.complete(INBOX, '120')
    await index.flush()
    // Too old is no harm: the same changes come again.
    const visit = await nextVisit(cache)
    expect(visit).toMatchObject({ modSeq: '100', uids: [1, 4, 5, 6, 7, 8, 9, 10, 12], flagged: [4] })
    await index.stage(INBOX, [compact(11)])
    await index.add(INBOX)
    await index.complete(INBOX, '120')
    await index.flush()
    expect(await nextVisit(cache)).toMatchObject({ known: 10, modSeq: '120' })
  })

  it('does not wait for what was expunged meanwhile', async () => {
    const { cache, index } = await indexed()
    await index.change(INBOX, { uids: [11], marks: [0], vanished: [] }, '110')
    await told(index, { kind: 'gone', uids: [11] })
    await index.complete(INBOX, '110')
    await index.flush()
    expect((await nextVisit(cache)).modSeq).toBe('110')
  })

  it('never stands without what it stands for: a write that failed is made up for', async () => {
    const { cache, index } = await indexed()
    cache.fail = true
    await index.change(INBOX, { uids: [4], marks: [MARK.flagged], vanished: ['1'] }, '120')
    await index.flush()
    expect(await nextVisit(cache)).toMatchObject({ modSeq: '100', known: 10, flagged: [] })
    cache.fail = false
    await index.complete(INBOX, '120')
    await index.flush()
    expect(await nextVisit(cache)).toMatchObject({ modSeq: '120', known: 9, flagged: [4] })
  })

  it('goes with the mailbox that was made anew', async () => {
    const { cache } = await indexed()
    const index = new HeaderIndex('anna', cache)
    const anew = { path: 'INBOX', uidValidity: '8' }
    const nothing = { known: 0, modSeq: undefined }
    // Who does not write drops nothing either: it may be the one who knows the old one.
    expect(await index.standing(anew)).toEqual(nothing)
    expect(cache.kept.size).toBe(1)
    await index.lead()
    expect(await index.standing(anew)).toEqual(nothing)
    expect(await nextVisit(cache)).toMatchObject({ known: 0, modSeq: undefined })
  })

  it('is not kept of two tables that were written over each other', async () => {
    const { cache, index } = await indexed()
    const other = (await nextVisit(cache)).index
    await index.change(INBOX, { uids: [4], marks: [MARK.flagged], vanished: [] }, '120')
    await index.complete(INBOX, '120')
    await index.flush()
    // Its table does not know of 120: with that number its older flags would stay for good.
    await told(other, flagged(5))
    await other.flush()
    expect((await nextVisit(cache)).modSeq).toBeUndefined()
    await told(index, flagged(6))
    await index.flush()
    expect((await nextVisit(cache)).modSeq).toBeUndefined()
  })

  it('is the syncing tab’s: another writes nothing, and begins with what that one has written', async () => {
    const { cache, index } = await indexed()
    const guest = new HeaderIndex('anna', cache)
    expect((await guest.standing(INBOX)).modSeq).toBe('100')
    await told(guest, flagged(9))
    await guest.flush()
    await index.change(INBOX, { uids: [4], marks: [MARK.flagged], vanished: [] }, '120')
    await index.complete(INBOX, '120')
    await index.flush()
    const first = { known: 10, modSeq: '100' }
    expect(await guest.standing(INBOX)).toEqual(first)
    await guest.follow({ ...INBOX, path: 'Sent' })
    expect(await guest.standing(INBOX)).toEqual(first)
    await guest.follow(INBOX)
    expect(await guest.standing(INBOX)).toEqual({ known: 10, modSeq: '120' })
    await guest.lead()
    expect(await guest.standing(INBOX)).toEqual({ known: 10, modSeq: '120' })
    await told(guest, flagged(9))
    await guest.flush()
    expect(await nextVisit(cache)).toMatchObject({ modSeq: '120', flagged: [4, 9] })
  })
})

describe('what changed since', () => {
  it('is more than an event of before', async () => {
    const { index } = await indexed()
    await index.change(INBOX, { uids: [4], marks: [MARK.flagged], vanished: [] }, '120')
    await told(index, { ...seen(4), modSeq: '115' })
    expect((await index.rows(INBOX, [4]))[0]?.marks).toBe(MARK.flagged)
    await told(index, { ...seen(4), modSeq: '121' })
    expect((await index.rows(INBOX, [4]))[0]?.marks).toBe(MARK.seen)
  })

  it('takes away what vanished, though the server names all that is not there', async () => {
    const { index } = await indexed()
    const found = await index.change(
      INBOX,
      { uids: [5, 3], marks: [MARK.deleted, 0], vanished: ['1:3', '11:4294967295'] },
      '120',
    )
    // 3 changed before it went.
    expect(found).toEqual({ known: 7, total: 7, missing: [] })
    expect((await index.rows(INBOX, [3, 5])).map(({ uid, marks }) => [uid, marks])).toEqual([
      [5, MARK.deleted],
    ])
  })

  it('leaves alone what is no flag', async () => {
    const { index } = await indexed()
    await index.stage(INBOX, [compact(11, { traits: TRAIT.files })])
    await index.add(INBOX)
    await index.change(INBOX, { uids: [11], marks: [MARK.seen], vanished: [] }, '120')
    expect((await index.rows(INBOX, [11]))[0]).toMatchObject({ marks: MARK.seen, traits: TRAIT.files })
  })
})

describe('news of a mailbox', () => {
  it('by number are read only while the index holds all there are', async () => {
    const { index } = await indexed()
    await synced(index)
    const change = { flags: ['\\Flagged'] }
    await told(index, { kind: 'flags', message: { seq: 3, exists: 10 }, change })
    await told(index, { kind: 'flags', message: { seq: 4, exists: 11 }, change })
    const marks = (await index.rows(INBOX, [3, 4])).map((row) => row.marks)
    expect(marks).toEqual([MARK.flagged, 0])
  })

  it('by number say nothing before the index has been compared with the mailbox selected anew', async () => {
    const { index } = await indexed()
    await synced(index)
    await told(index, { kind: 'stale' })
    const gone = { kind: 'expunged', seq: 2, exists: 9, uidNext: 11 } as const
    expect(await told(index, gone)).toEqual([{ mailbox: INBOX, known: 10, departed: [] }])
  })

  it('name a message that went by its number, and leave out what the side lane found above', async () => {
    const { index } = await indexed()
    await synced(index)
    await index.stage(INBOX, [compact(11)])
    await index.add(INBOX)
    const gone = { kind: 'expunged', seq: 2, exists: 9 } as const
    expect(await told(index, { ...gone, uidNext: 11 })).toEqual([
      { mailbox: INBOX, known: 10, departed: [2] },
    ])
    expect(await told(index, { ...gone, uidNext: 11 })).toEqual([{ mailbox: INBOX, known: 10, departed: [] }])
  })

  it('told while a sync runs are newer than its answers', async () => {
    const { index } = await indexed()
    await index.begin(INBOX)
    await told(index, flagged(4))
    await told(index, { kind: 'gone', uids: [5] })
    await index.compare(INBOX, { all: '1:10', unseen: '', flagged: '', answered: '', deleted: '', draft: '' })
    await index.end(INBOX, true)
    const rows = await index.rows(INBOX, [4, 5])
    expect(rows.map(({ uid, marks }) => [uid, marks & MARK.flagged])).toEqual([[4, MARK.flagged]])
  })
})

describe('a list that folds while headers are coming', () => {
  const options = { outgoing: false, conversations: [] }

  it('has a row for each message that is still to come, as soon as all UIDs are known', async () => {
    const index = new HeaderIndex('anna', memoryCache())
    expect(await index.arrangeSoFar(INBOX, { ...options, total: 4 })).toBeUndefined()
    await index.compare(INBOX, { all: '1:4' })
    await index.stage(INBOX, [compact(2), compact(4, { references: '<2@example.org>' })])
    await index.add(INBOX)
    const arranged = await index.arrangeSoFar(INBOX, { ...options, total: 4 })
    expect(arranged).toEqual({
      uids: Uint32Array.of(1, 3, 4),
      members: Uint32Array.of(1, 3, 2, 4),
      ends: Uint32Array.of(1, 2, 4),
    })
  })

  it('leaves out what went meanwhile, and waits for what came', async () => {
    const index = new HeaderIndex('anna', memoryCache())
    await index.compare(INBOX, { all: '1:4' })
    await index.stage(INBOX, [compact(4)])
    await index.add(INBOX)
    await told(index, { kind: 'gone', uids: [2] })
    const arranged = await index.arrangeSoFar(INBOX, { ...options, total: 3 })
    expect([...(arranged?.uids ?? [])]).toEqual([1, 3, 4])
    expect(await index.arrangeSoFar(INBOX, { ...options, total: 4 })).toBeUndefined()
  })
})
