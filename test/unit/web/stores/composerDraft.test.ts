import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { draft as draftSchema } from '../../../../shared/mail/draft.ts'
import type { ListRow } from '../../../../web/stores/listRow.ts'
import { answerDraft, checkDraft, emptyDraft, isDraft } from '../../../../web/stores/composerDraft.ts'

const own = 'me@example.org'
const now = new Date('2026-11-22T10:00:00Z')
const mailbox = { path: 'INBOX', uidValidity: '1' }
const row: ListRow = {
  seq: 1,
  uid: 7,
  headers: { references: ['<a@x>'] },
  envelope: {
    subject: 'Lunch',
    from: [{ name: 'Rossi, Anna', address: 'anna@example.org' }],
    sender: [],
    replyTo: [],
    to: [{ name: '', address: own }],
    cc: [{ name: 'B', address: 'b@c.de' }],
    bcc: [],
    messageId: '<b@x>',
  },
}
const answer = (kind: 'reply' | 'replyAll' | 'forward') =>
  answerDraft({ kind, row, mailbox, own, quote: '> Hi', files: 2 })

describe('answerDraft', () => {
  it('answers within the thread', () => {
    const draft = answer('reply')
    expect(draft).toMatchObject({
      to: '"Rossi, Anna" <anna@example.org>',
      cc: '',
      subject: 'Re: Lunch',
      text: '\n\n> Hi\n',
      inReplyTo: '<b@x>',
      references: ['<a@x>', '<b@x>'],
      answered: { mailbox, uid: 7 },
    })
    expect(draft).not.toHaveProperty('leftFiles')
  })
  it('answers all', () => {
    expect(answer('replyAll').cc).toBe('B <b@c.de>')
  })
  it('forwards without answering, and tells of the files that stay', () => {
    const draft = answer('forward')
    expect(draft).toMatchObject({
      to: '',
      subject: 'Fwd: Lunch',
      references: ['<a@x>', '<b@x>'],
      leftFiles: 2,
    })
    expect(draft).not.toHaveProperty('inReplyTo')
    expect(draft).not.toHaveProperty('answered')
  })
})

describe('checkDraft', () => {
  it('makes what the protocol accepts, with each recipient once', () => {
    const draft = { ...answer('reply'), cc: 'ANNA@example.org', bcc: 'c@d.ef', subject: 'a\r\nBcc: x@y.z' }
    const { message, recipients, problems } = checkDraft(draft, own, now)
    expect(problems).toEqual([])
    expect(recipients).toEqual(['anna@example.org', 'c@d.ef'])
    expect(v.parse(draftSchema, message)).toMatchObject({
      subject: 'a Bcc: x@y.z',
      messageId: draft.messageId,
    })
  })
  it('sends nothing while a recipient cannot be read', () => {
    const { message, problems } = checkDraft({ ...emptyDraft(own, 'a@b.c, nobody'), cc: '<x' }, own, now)
    expect(message).toBeUndefined()
    expect(problems).toEqual([
      { field: 'to', text: 'nobody', reason: 'noAt' },
      { field: 'cc', text: '<x', reason: 'openBracket' },
    ])
  })
  it('sends nothing to nobody', () => {
    expect(checkDraft(emptyDraft(own), own, now)).toEqual({ recipients: [], problems: [] })
  })
  it('keeps the Message-ID of a draft that is sent again', () => {
    const draft = emptyDraft(own, 'a@b.c')
    const ids = [1, 2].map((hour) => checkDraft(draft, own, new Date(hour * 3_600_000)).message?.messageId)
    expect(ids).toEqual([draft.messageId, draft.messageId])
  })
})

it('takes only a draft for a draft', () => {
  expect(isDraft(JSON.parse(JSON.stringify(answer('reply'))))).toBe(true)
  expect([null, {}, [], 'x', { to: 1 }].map(isDraft)).toEqual([false, false, false, false, false])
})
