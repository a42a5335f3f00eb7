import { expect, it } from 'vitest'
import { textToDoc } from '../../../../web/editor/docText.ts'
import { emptyDraft, writtenText, type ComposerDraft } from '../../../../web/stores/compose/draft.ts'
import { sign } from '../../../../web/stores/compose/signature.ts'
import { putTemplate, templateOf, templatesFrom } from '../../../../web/stores/compose/templates.ts'

const me = { name: 'Giulia', address: 'me@example.org' }
const draft = (format: 'rich' | 'plain', to: string[] = []): ComposerDraft =>
  emptyDraft({ from: me, format, to })
const template = {
  id: '1',
  name: 'Offer',
  subject: 'Offer of {date}',
  doc: textToDoc('Dear {firstName} ({unknown}),\n\nyours {me}'),
}
const source = { sender: me, date: '1 May' }

it.each([
  ['Anna Rossi <a@b.cd>', 'Dear Anna ({unknown}),'],
  ['"Rossi, Anna" <a@b.cd>', 'Dear Anna ({unknown}),'],
  ['a@b.cd', 'Dear {firstName} ({unknown}),'],
])('a template says to %s: %s', (to, first) => {
  for (const format of ['rich', 'plain'] as const) {
    const put = putTemplate(draft(format, [to]), template, source)
    expect(put.subject).toBe('Offer of 1 May')
    expect(writtenText(put).trimEnd()).toBe(`${first}\n\nyours Giulia`)
  }
})

it('stands before what is there, and leaves a subject alone', () => {
  const signed = sign(draft('rich'), { doc: textToDoc('Office'), below: false })
  const put = putTemplate({ ...signed, subject: 'Mine' }, template, source)
  expect(put.subject).toBe('Mine')
  expect(writtenText(put).trimEnd()).toMatch(/^Dear[^]+yours Giulia\s+Office$/)
})

it('is made of what is written, without signature and pictures, and survives storage', () => {
  const doc = textToDoc('Hello')
  doc.content?.push({ type: 'paragraph', content: [{ type: 'image', attrs: { src: 'cid:x' } }] })
  const signed = sign({ ...draft('rich'), doc }, { doc: textToDoc('Office'), below: false })
  const made = templateOf(signed, 'Mine')
  expect(JSON.stringify(made.doc)).not.toMatch(/Office|image/)
  expect(templatesFrom(JSON.parse(JSON.stringify([made, null, 3, { id: 'x' }])))).toEqual([made])
})
