import { describe, expect, it } from 'vitest'
import { newMail } from '../../../demo/mail/newMail.ts'
import { sampleMailbox } from '../../../demo/mail/sampleMailbox.ts'
import { field, now, parseAll, render, user } from './parsed.ts'

describe('new mail', () => {
  const arrivals = Array.from({ length: 60 }, (_, n) => newMail({ user, now, n }))

  it('is unread, in the Inbox, and arrives now', () => {
    for (const { folder, flags, internalDate } of arrivals) {
      expect({ folder, flags, internalDate }).toEqual({ folder: 'INBOX', flags: [], internalDate: now })
    }
  })

  it('is from somebody else and dated now', async () => {
    for (const { mail } of await parseAll(arrivals)) {
      expect(mail.from?.address).not.toBe(user.address)
      expect(mail.date).toBe(new Date(now).toISOString())
    }
  })

  it('never comes twice', () => {
    const all = [...arrivals, ...sampleMailbox({ user, now, count: 400 })]
    const ids = all.flatMap((message) => field(render(message), 'message-id') ?? [])
    expect(ids.length).toBeGreaterThan(450)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('is the same for the same number', () => {
    expect(newMail({ user, now, n: 7 }).raw()).toEqual(newMail({ user, now, n: 7 }).raw())
  })
})
