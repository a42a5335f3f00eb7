import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { draft as draftSchema } from '../../../../shared/mail/draft.ts'
import { textToDoc } from '../../../../web/editor/docText.ts'
import { answerDraft, type AnswerOptions } from '../../../../web/stores/compose/answerDraft.ts'
import {
  checkRecipients,
  draftPrint,
  emptyDraft,
  isDraft,
  isEmptyDraft,
  toMessage,
  type ComposerDraft,
} from '../../../../web/stores/compose/draft.ts'
import { fileFrom, uploadsOf, type DraftFile } from '../../../../web/stores/compose/draftFiles.ts'
import type { ListRow } from '../../../../web/mailbox/row.ts'
import { forwardAttached, isAttached } from '../../../../web/stores/compose/forwardAttached.ts'
import { preflight } from '../../../../web/stores/compose/preflight.ts'

const own = 'me@example.org'
const sender = { name: '', address: own }
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
const file: DraftFile = {
  id: '1',
  name: 'plan.pdf',
  type: 'application/pdf',
  size: 900,
  reference: { mailbox, uid: 7, part: '2', encoding: 'base64', size: 1_232 },
}
const answer = (kind: AnswerOptions['kind'], more: Partial<AnswerOptions> = {}) =>
  answerDraft({
    kind,
    row,
    mailbox,
    senders: [sender],
    own: [own],
    format: 'rich',
    intro: 'Anna wrote:',
    original: { text: 'Hi <you>' },
    files: kind === 'forward' ? [file] : [],
    canMarkForwarded: true,
    ...more,
  })
const rich = (text: string, more: Partial<ComposerDraft> = {}): ComposerDraft => ({
  ...emptyDraft({ from: sender, format: 'rich', to: ['a@b.cd'] }),
  subject: 'Subject',
  doc: textToDoc(text),
  ...more,
})

describe('answers', () => {
  it('go to the author, within the thread, quoting where it can be answered', () => {
    const draft = answer('reply')
    expect(draft).toMatchObject({
      to: { chips: ['"Rossi, Anna" <anna@example.org>'], typing: '' },
      cc: { chips: [] },
      subject: 'Re: Lunch',
      inReplyTo: '<b@x>',
      references: ['<a@x>', '<b@x>'],
      original: { mailbox, uid: 7, flag: '\\Answered' },
    })
    const message = v.parse(draftSchema, toMessage(draft, sender, now))
    expect(message.text).toBe('\n\nAnna wrote:\n\n> Hi <you>\n')
    expect(message.html).toMatch(
      /^<p><br><\/p><p>Anna wrote:<\/p><blockquote[^>]+><p>Hi &lt;you&gt;<\/p><\/blockquote>$/,
    )
  })
  it('keep an original of HTML as it was, below the text', () => {
    const draft = answer('replyAll', {
      original: { text: 'Hi', html: '<table><tr><td>Hi</td></tr></table>' },
    })
    expect(draft.cc.chips).toEqual(['B <b@c.de>'])
    const message = v.parse(draftSchema, toMessage(draft, sender, now))
    expect(message.html).toContain('<td>Hi</td>')
    expect(message.text).toBe('\n\nAnna wrote:\n> Hi\n')
  })
  it('a forward takes the files by reference, and marks only where it can', () => {
    const draft = answer('forward')
    expect(draft).toMatchObject({
      to: { chips: [] },
      subject: 'Fwd: Lunch',
      original: { flag: '$Forwarded' },
    })
    expect(draft).not.toHaveProperty('inReplyTo')
    expect(answer('forward', { canMarkForwarded: false })).not.toHaveProperty('original')
    const { attachments } = v.parse(draftSchema, toMessage(draft, sender, now))
    expect(attachments).toEqual([
      {
        name: 'plan.pdf',
        type: 'application/pdf',
        size: 1_232,
        from: { mailbox, uid: 7, part: '2', encoding: 'base64' },
      },
    ])
    expect(uploadsOf(draft.files).size).toBe(0)
  })
  it('in plain text are quoted in the text', () => {
    expect(answer('reply', { format: 'plain' }).text).toBe('\n\nAnna wrote:\n> Hi <you>\n')
  })
})

describe('what is sent', () => {
  it('has no HTML when it was written without, each recipient once, and one line as subject', () => {
    const draft = rich('', {
      format: 'plain',
      text: 'Hello\n',
      cc: { chips: ['A@b.cd'], typing: 'c@d.ef' },
      subject: 'a\r\nBcc: x@y.z',
    })
    expect(checkRecipients(draft).envelope).toEqual(['a@b.cd', 'c@d.ef'])
    const message = v.parse(draftSchema, toMessage(draft, sender, now))
    expect(message).not.toHaveProperty('html')
    expect(message).toMatchObject({ text: 'Hello\n', subject: 'a Bcc: x@y.z', messageId: draft.messageId })
  })
  it('is the same message again when it is sent again: its id and its date stay', () => {
    const draft = rich('x', { date: '2026-11-22T09:00:00.000Z' })
    const [one, two] = [1, 2].map((hour) => toMessage(draft, sender, new Date(hour * 3_600_000)))
    expect(one).toEqual(two)
  })
  it('shows only pictures that the text names', () => {
    const picture = fileFrom(new Blob(['x'], { type: 'image/png' }), 'p.png', 'id@ponte')
    const doc = {
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'image', attrs: { src: 'cid:id@ponte' } }] }],
    }
    expect(toMessage(rich('', { doc, files: [picture] }), sender, now).attachments?.[0]).toHaveProperty(
      'contentId',
      'id@ponte',
    )
    expect(toMessage(rich('gone', { files: [picture] }), sender, now).attachments?.[0]).not.toHaveProperty(
      'contentId',
    )
  })
})

describe('a forward with the original as a file', () => {
  const at = { mailbox: { path: 'INBOX', uidValidity: '7' }, uid: 3 }
  it('quotes nothing, keeps what was written and refers to the whole message', () => {
    const about = { ...at, kind: 'forward' as const, size: 900, subject: 'Plan: a/b', name: 'A', print: '' }
    const draft = rich('See this.', {
      about,
      quote: { kind: 'forward', intro: 'x', html: '<p>y</p>', text: 'y' },
      files: [file],
    })
    const attached = forwardAttached(draft, undefined)
    expect(isAttached(attached)).toBe(true)
    const { text, attachments } = toMessage(attached, sender, now)
    expect(text).toBe('See this.\n')
    expect(attachments).toEqual([
      { name: 'Plan_ a_b.eml', type: 'message/rfc822', size: 900, from: { ...at, encoding: '8bit' } },
    ])
    expect(forwardAttached({ ...draft, about: undefined }, undefined).files).toEqual([file])
  })
})

describe('before sending', () => {
  const check = (draft: ComposerDraft) =>
    preflight(draft, { messageBytes: 50 * 1024 * 1024, hasSender: true })

  it.each([
    ['See the attached plan.'],
    ['In allegato trovi il piano'],
    ['ti allego il file'],
    ['Anbei der Plan'],
    ['Vous trouverez ci-joint le plan'],
  ])('%j without a file is asked about', (text) => {
    expect(check(rich(text))).toEqual({ kind: 'ask', questions: ['noFile'] })
    expect(check(rich(text, { files: [file] }))).toBeUndefined()
  })
  it.each([['He is attaché at the embassy'], ['> the attached plan']])('%j is not', (text) => {
    expect(check(rich(text))).toBeUndefined()
  })
  it('asks about an answer to many', () => {
    const chips = Array.from({ length: 11 }, (_, index) => `p${index}@example.org`)
    const about = {
      ...{ kind: 'replyAll' as const, mailbox: { path: 'INBOX', uidValidity: '7' }, uid: 3 },
      ...{ size: 1, subject: '', name: '', print: '' },
    }
    const many = rich('x', { to: { chips, typing: '' } })
    expect(check({ ...many, about })).toEqual({ kind: 'ask', questions: ['many'] })
    expect(check(many)).toBeUndefined()
  })
  it('asks about an empty subject; refuses what cannot go', () => {
    expect(check(rich('x', { subject: ' ' }))).toEqual({ kind: 'ask', questions: ['noSubject'] })
    expect(check({ ...rich('x'), to: { chips: [], typing: '' } })).toEqual({
      kind: 'problem',
      problem: 'noRecipient',
    })
    expect(check({ ...rich('x'), to: { chips: ['nobody'], typing: '' } })).toEqual({
      kind: 'problem',
      problem: 'recipients',
    })
    const large = { ...file, reference: { ...file.reference!, size: 60 * 1024 * 1024 } }
    expect(check(rich('x', { files: [large] }))).toEqual({ kind: 'problem', problem: 'tooLarge' })
  })
})

describe('a draft', () => {
  it('is told from what is none, and an empty one from one with words', () => {
    const draft = answer('reply')
    expect(isDraft(JSON.parse(JSON.stringify(draft)))).toBe(true)
    expect([null, undefined, {}, [], 'x', { to: 1 }].map(isDraft)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
    ])
    expect(isEmptyDraft(emptyDraft({ from: sender, format: 'rich' }))).toBe(true)
    expect(isEmptyDraft(draft)).toBe(false)
  })
  it('has a print that follows its words, not where it is kept', () => {
    const draft = rich('one')
    expect(draftPrint({ ...draft, serverCopy: { path: 'Drafts', print: '' }, changedAt: 1 })).toBe(
      draftPrint(draft),
    )
    expect(draftPrint(rich('two', { messageId: draft.messageId }))).not.toBe(draftPrint(draft))
  })
})
