import { beforeAll, describe, expect, it } from 'vitest'
import { sampleMailbox } from '../../../demo/mail/sampleMailbox.ts'
import { contentOf, field, now, parseAll, user } from './parsed.ts'
import type { Parsed } from './parsed.ts'

let rows: Parsed[] = []

beforeAll(async () => {
  rows = await parseAll(sampleMailbox({ user, now }))
}, 120_000)

const textOf = ({ mail }: Parsed) => `${mail.subject ?? ''}\n${mail.text ?? ''}\n${mail.html ?? ''}`
const count = (test: (row: Parsed) => boolean) => rows.filter(test).length
const source = ({ raw }: Parsed) => raw.toString('latin1', 0, 60_000)
const files = () => rows.flatMap(({ mail }) => mail.attachments)

/** Names that nobody can own (RFC 2606). */
const reserved = /\.(example|test)$/

describe('what the sample mailbox holds', () => {
  it('names no address or host outside .example and .test', () => {
    const foreign = new Set<string>()
    for (const row of rows) {
      const whole = `${row.header}\n${textOf(row)}`
      for (const [, host] of whole.matchAll(/[\w.+-]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)) {
        if (!reserved.test(host!.toLowerCase())) foreign.add(host!)
      }
      for (const [, host] of whole.matchAll(/(?:https?:)?\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)) {
        if (!reserved.test(host!.toLowerCase())) foreign.add(host!)
      }
    }
    expect([...foreign]).toEqual([])
  })

  it('is written in four languages', () => {
    expect(count((row) => /[\u3040-\u30ff]/.test(textOf(row)))).toBeGreaterThan(80)
    expect(count((row) => /[\u0620-\u064a]{3}/.test(textOf(row)))).toBeGreaterThan(60)
    expect(count((row) => / (che|della|perché|grazie) /.test(textOf(row)))).toBeGreaterThan(600)
    expect(count((row) => / (the|and|which) /.test(textOf(row)))).toBeGreaterThan(600)
  })

  it.each(['iso-2022-jp', 'shift_jis', 'windows-1256', 'windows-1252', 'utf-8', 'us-ascii', 'iso-8859-1'])(
    'has text in %s',
    (charset) => {
      expect(count((row) => source(row).includes(`charset=${charset}`))).toBeGreaterThan(0)
    },
  )

  it('decodes everywhere to what was written', () => {
    const broken = rows.filter((row) => textOf(row).includes('\ufffd'))
    expect(broken.map(({ mail }) => mail.subject)).toEqual([])
  })

  it.each([
    ['encoded-words in B', /=\?[\w-]+\?B\?/],
    ['encoded-words in Q', /=\?[\w-]+\?Q\?/],
    ['filenames in RFC 2231', /filename\*=UTF-8''/],
    ['filenames in sections', /filename\*0\*=UTF-8''/],
    ['filenames in encoded-words', /filename="=\?utf-8\?B\?/],
    ['flowed text', /format=flowed/],
    ['text in 8bit', /Content-Transfer-Encoding: 8bit/],
    ['alternatives', /multipart\/alternative/],
    ['related parts', /multipart\/related/],
    ['a signed message', /multipart\/signed/],
    ['a delivery report', /multipart\/report/],
    ['forwarded messages', /message\/rfc822/],
    ['meeting requests', /text\/calendar; charset=utf-8; method=REQUEST/],
    ['a cancelled meeting', /method=CANCEL/],
    ['unsubscribing in one click', /List-Unsubscribe-Post: List-Unsubscribe=One-Click/],
    ['verdicts that pass', /Authentication-Results: spf=pass[^]*?dmarc=pass/],
    ['verdicts that fail', /Authentication-Results: spf=fail[^]*?dmarc=fail/],
    [
      'pictures from the network',
      /<img src=3D"https:\/\/images\.newsletter\.example|<img src="https:\/\/images\.newsletter/,
    ],
  ])('has %s', (_, pattern) => {
    expect(count((row) => pattern.test(source(row)))).toBeGreaterThan(0)
  })

  it('shows every inline picture that its HTML names', () => {
    const missing: string[] = []
    let found = 0
    for (const { mail } of rows) {
      const ids = new Set(mail.attachments.map(({ contentId }) => contentId))
      for (const [, id] of (mail.html ?? '').matchAll(/src="cid:([^"]+)"/g)) {
        found++
        if (!ids.has(`<${id}>`)) missing.push(id!)
      }
    }
    expect(missing).toEqual([])
    expect(found).toBeGreaterThan(40)
  })

  it('has attachments of many types, one of them large', () => {
    const types = new Set(files().map(({ mimeType }) => mimeType))
    for (const type of [
      'application/pdf',
      'application/zip',
      'text/csv',
      'text/plain',
      'image/png',
      'image/jpeg',
      'image/svg+xml',
      'audio/wav',
      'text/vcard',
    ]) {
      expect(types).toContain(type)
    }
    expect(Math.max(...files().map((file) => contentOf(file).length))).toBeGreaterThan(6_000_000)
    expect(files().map(({ filename }) => filename)).toContain(
      '茶室新築工事_詳細図_第三版_北側立面および断面図_最終確認用.pdf',
    )
    expect(files().some(({ filename }) => filename?.includes('\u202e'))).toBe(true)
  })

  it('has PDFs whose cross-reference tables are right', () => {
    const papers = files().filter(({ mimeType }) => mimeType === 'application/pdf')
    expect(papers.length).toBeGreaterThan(100)
    for (const paper of papers) {
      const text = contentOf(paper).toString('latin1')
      expect(text.startsWith('%PDF-1.')).toBe(true)
      expect(text.endsWith('%%EOF\n')).toBe(true)
      const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1])
      expect(text.slice(table, table + 7)).toBe('xref\n0 ')
      const entries = [...text.slice(table).matchAll(/^(\d{10}) (\d{5}) ([nf]) $/gm)].slice(1)
      expect(entries.length).toBe(Number(/\/Size (\d+)/.exec(text.slice(table))![1]) - 1)
      entries.forEach(([, offset], index) =>
        expect(text.startsWith(`${index + 1} 0 obj\n`, Number(offset))).toBe(true),
      )
      for (const stream of text.matchAll(/\/Length (\d+) >>\nstream\n/g)) {
        const end = stream.index + stream[0].length + Number(stream[1])
        expect(text.slice(end, end + 10)).toBe('\nendstream')
      }
    }
  })

  it('has mail without a subject, a date, a sender or a body', () => {
    expect(count((row) => field(row, 'Subject') === undefined)).toBeGreaterThan(0)
    expect(count((row) => field(row, 'Date') === undefined)).toBeGreaterThan(0)
    expect(count((row) => field(row, 'From') === undefined)).toBeGreaterThan(0)
    expect(
      count(({ mail }) => !mail.text?.trim() && !mail.html && mail.attachments.length === 0),
    ).toBeGreaterThan(0)
    expect(Math.max(...rows.map(({ mail }) => mail.subject?.length ?? 0))).toBeGreaterThan(400)
  })

  it('has hostile mail, most of it in Junk', () => {
    const hostile = rows.filter((row) => /__pwned|evil\.test/.test(textOf(row)))
    expect(hostile.length).toBeGreaterThanOrEqual(10)
    const folders = hostile.map(({ message }) => message.folder)
    expect(folders.filter((folder) => folder === 'Junk').length).toBeGreaterThan(folders.length / 2)
    expect(folders).toContain('INBOX')
    expect(count((row) => (field(row, 'From')?.match(/<[^<>]+@/g)?.length ?? 0) > 1)).toBe(1)
  })
})
