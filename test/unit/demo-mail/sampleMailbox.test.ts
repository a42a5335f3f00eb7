import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { sampleFolders } from '../../../demo/mail/folders.ts'
import { sampleMailbox } from '../../../demo/mail/sampleMailbox.ts'
import { field, now, parseAll, user } from './parsed.ts'
import type { Parsed } from './parsed.ts'

/** Composing and parsing hundreds of messages, with a busy machine in mind. */
const SLOW_MS = 60_000

let rows: Parsed[] = []

beforeAll(async () => {
  rows = await parseAll(sampleMailbox({ user, now }))
}, 120_000)

const inFolder = (folder: string) => rows.filter(({ message }) => message.folder === folder)
const has = (flag: string) => (row: Parsed) => row.message.flags.includes(flag)

const digest = (options: { count: number; seed?: number; now?: Date }) => {
  const hash = createHash('sha256')
  for (const { folder, flags, internalDate, raw } of sampleMailbox({ user, now, ...options })) {
    hash.update(JSON.stringify([folder, flags, internalDate])).update(raw())
  }
  return hash.digest('hex')
}

describe('the sample mailbox', () => {
  it('has the number of messages asked for, in order of arrival, none later than now', () => {
    expect(rows).toHaveLength(3000)
    expect(sampleMailbox({ user, now, count: 500 })).toHaveLength(500)
    const times = rows.map(({ message }) => message.internalDate.getTime())
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times.at(-1)).toBeLessThan(now.getTime())
    expect(new Date(times[0]!).getFullYear()).toBeLessThanOrEqual(2022)
  })

  it(
    'is the same for the same options and another for another seed',
    () => {
      expect(digest({ count: 300 })).toBe(digest({ count: 300 }))
      expect(digest({ count: 300 })).not.toBe(digest({ count: 300, seed: 5 }))
    },
    SLOW_MS,
  )

  it('composes the same bytes each time, and says how many', () => {
    for (const { message, raw } of rows.slice(-60)) {
      expect(message.raw().equals(raw)).toBe(true)
      expect(message.size).toBe(raw.length)
    }
  })

  it('has CRLF line ends only, and no line over 998 octets', () => {
    for (const { raw, mail } of rows) {
      const text = raw.toString('latin1')
      expect(/(^|[^\r])\n|\r(?!\n)/.test(text), mail.subject).toBe(false)
      const longest = text.split('\r\n').reduce((most, line) => Math.max(most, line.length), 0)
      expect(longest, mail.subject).toBeLessThanOrEqual(998)
    }
  })

  it('fills every folder, and no other', () => {
    expect(new Set(rows.map(({ message }) => message.folder))).toEqual(
      // What only holds other folders has no mail of its own.
      new Set(sampleFolders.filter((folder) => folder !== 'Clients')),
    )
  })

  it('shows the newest mail in the order of the design', () => {
    const subjects = inFolder('INBOX')
      .slice(-11)
      .map(({ mail }) => mail.subject)
      .toReversed()
    expect(subjects).toEqual([
      'Drawings for the footbridge, revision C',
      'Ricevuta di avvenuta trasmissione n. 2287',
      'Re: Kyoto: tickets and the ryokan',
      '[ponte] Keep one connection per lane (#214)',
      'Re: Kyoto: tickets and the ryokan',
      'Preventivo arredi, seconda versione',
      'Lunch on Tuesday?',
      'Il tuo biglietto per Venezia S. Lucia',
      'مراجعة العقد قبل التوقيع',
      'Invitation: Design review',
      'Fattura 118/2026',
    ])
  })

  it.each([
    ['shortly after midnight', new Date(2026, 2, 29, 0, 20)],
    ['on New Year’s Day', new Date(2027, 0, 1, 9, 0)],
  ])('has mail of today, in the past, %s', (_, when) => {
    const latest = sampleMailbox({ user, now: when }).at(-1)!.internalDate
    expect(latest.toDateString()).toBe(when.toDateString())
    expect(latest.getTime()).toBeLessThan(when.getTime())
  })

  it('leaves unread, flagged and answered what a person would', () => {
    const unread = inFolder('INBOX').filter((row) => !has('\\Seen')(row))
    expect(unread).toHaveLength(16)
    expect(
      inFolder('INBOX')
        .slice(-60)
        .filter((row) => !has('\\Seen')(row)).length,
    ).toBeGreaterThanOrEqual(12)
    expect(inFolder('Sent').every(has('\\Seen'))).toBe(true)
    expect(inFolder('Drafts').every(has('\\Draft'))).toBe(true)
    expect(rows.filter(has('\\Flagged')).length).toBeGreaterThan(20)
    const answeredIds = new Set(inFolder('Sent').flatMap((row) => field(row, 'In-Reply-To') ?? []))
    const received = rows.filter(({ message }) => message.folder !== 'Sent')
    for (const row of received) expect(has('\\Answered')(row)).toBe(answeredIds.has(row.mail.messageId ?? ''))
  })

  it('has threads whose references lead to messages of the mailbox, older ones first', () => {
    const dates = new Map(rows.map(({ mail, message }) => [mail.messageId, message.internalDate.getTime()]))
    const roots = new Map<string, number>()
    for (const row of rows) {
      const references = field(row, 'References')?.trim().split(/\s+/) ?? []
      const times = references.map((id) => dates.get(id))
      expect(times, row.mail.subject).not.toContain(undefined)
      expect(times).toEqual(times.toSorted((a, b) => a! - b!))
      expect(field(row, 'In-Reply-To')).toBe(references.at(-1))
      if (references[0]) roots.set(references[0], (roots.get(references[0]) ?? 1) + 1)
    }
    const lengths = [...roots.values()]
    expect(lengths.filter((length) => length >= 10).length).toBeGreaterThanOrEqual(10)
    expect(lengths.filter((length) => length >= 2 && length < 10).length).toBeGreaterThan(150)
    const kyoto = rows.find(({ mail }) => mail.subject === 'Kyoto: tickets and the ryokan')
    expect(roots.get(kyoto?.mail.messageId ?? '')).toBe(5)
  })

  it('gives each message an identifier of its own', () => {
    const ids = rows.flatMap(({ mail }) => mail.messageId ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBe(rows.length - 1)
  })

  it.each(['山田 太郎', 'Łukasz Żak', 'نور', 'O"Brien'])(
    'can belong to %s',
    async (name) => {
      const own = sampleMailbox({ user: { address: 'someone@mail.test', name }, now, count: 500 })
      for (const { mail } of await parseAll(own)) {
        const mine = [mail.from, ...(mail.to ?? [])].filter(
          (mailbox) => mailbox?.address === 'someone@mail.test',
        )
        for (const mailbox of mine) expect(mailbox?.name).toBe(name)
      }
    },
    SLOW_MS,
  )
})
