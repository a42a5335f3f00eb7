import PostalMime from 'postal-mime'
import { beforeAll, describe, expect, it } from 'vitest'
import { sampleMailbox } from '../../../demo/mail/sampleMailbox.ts'
import type { SampleMessage } from '../../../demo/mail/types.ts'

const user = { address: 'giulia.moretti@outlook.example', name: 'Giulia Moretti' }
const now = new Date(2026, 10, 24, 15, 30)

type Row = { message: SampleMessage; raw: Buffer; mail: Awaited<ReturnType<typeof PostalMime.parse>> }
const rows: Row[] = []

/** The unfolded header section, as text. */
const headerOf = (raw: Buffer) => raw.toString('latin1', 0, raw.indexOf('\r\n\r\n') + 2).replace(/\r\n[ \t]/g, ' ')

beforeAll(async () => {
  for (const message of sampleMailbox({ user, now })) {
    const raw = message.raw()
    rows.push({ message, raw, mail: await PostalMime.parse(raw) })
  }
}, 120_000)

describe('the sample mailbox', () => {
  it('has the number of messages asked for, in order of arrival', () => {
    expect(rows).toHaveLength(3000)
    expect(sampleMailbox({ user, now, count: 500 })).toHaveLength(500)
    const times = rows.map(({ message }) => message.internalDate.getTime())
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times.at(-1)).toBeLessThan(now.getTime())
  })

  it('has CRLF line ends only, and no line over 998 octets', () => {
    for (const { raw, mail } of rows) {
      const text = raw.toString('latin1')
      expect(/(^|[^\r])\n|\r(?!\n)/.test(text), mail.subject).toBe(false)
      const longest = text.split('\r\n').reduce((most, line) => Math.max(most, line.length), 0)
      expect(longest, mail.subject).toBeLessThanOrEqual(998)
    }
  })

  it('has references that lead to messages of the mailbox', () => {
    const ids = new Set(rows.map(({ mail }) => mail.messageId))
    const dangling = rows.filter(({ raw }) => {
      const references = /^References: (.*)$/m.exec(headerOf(raw))?.[1]?.trim().split(/\s+/) ?? []
      return references.some((id) => !ids.has(id))
    })
    expect(dangling.map(({ mail }) => mail.subject)).toEqual([])
  })
})
