import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../../../shared/mail/message.ts'
import { relatedTo, timeOf, type Threaded } from '../../../../web/mime/conversation.ts'
import { MAX_CONVERSATION } from '../../../../web/mime/limits.ts'

const empty = { subject: '', from: [], sender: [], replyTo: [], to: [], cc: [], bcc: [] }

function message(id: string, references: string[] = [], minute = 0): Threaded & { envelope: Envelope } {
  const date = new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString()
  return {
    envelope: { ...empty, messageId: `<${id}>`, date },
    headers: { references: [references.map((one) => `<${one}>`).join(' ')] },
  }
}
const ids = (found: Threaded[]) => found.map((one) => one.envelope?.messageId)

describe('relatedTo', () => {
  it('finds ancestors, descendants and siblings, oldest first', () => {
    const open = message('c', ['a', 'b'], 3)
    const all = [
      message('d', ['a', 'b', 'c'], 4),
      message('x', [], 2),
      message('e', ['a'], 5),
      message('a', [], 1),
      open,
    ]
    expect(ids(relatedTo(open, all))).toEqual(['<a>', '<d>', '<e>'])
  })

  it('follows links that others make', () => {
    const open = message('a')
    expect(ids(relatedTo(open, [message('c', ['b'], 2), message('b', ['a'], 1)]))).toEqual(['<b>', '<c>'])
  })

  it('counts a message once that is there twice, and the open one never', () => {
    const open = message('a')
    const copy = message('a')
    expect(ids(relatedTo(open, [open, copy, message('b', ['a']), message('b', ['a'])]))).toEqual(['<b>'])
  })

  it('links nothing by having no Message-ID', () => {
    const open = { envelope: { ...empty } }
    expect(relatedTo(open, [{ envelope: { ...empty } }, message('a')])).toEqual([])
  })

  it('keeps the newest of too many', () => {
    const many = Array.from({ length: MAX_CONVERSATION + 5 }, (_, at) => message(`m${at}`, ['a'], at % 60))
    expect(relatedTo(message('a'), many)).toHaveLength(MAX_CONVERSATION)
  })
})

describe('timeOf', () => {
  it('is the date, else the arrival, else nothing', () => {
    expect(timeOf({ envelope: { ...empty }, internalDate: '2026-11-22T10:00:00Z' })).toBe(
      Date.UTC(2026, 10, 22, 10),
    )
    expect(timeOf({})).toBe(0)
  })
})
