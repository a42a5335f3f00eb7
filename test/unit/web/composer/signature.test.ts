import { describe, expect, it } from 'vitest'
import { textToDoc } from '../../../../web/editor/docText.ts'
import {
  emptyDraft,
  isEmptyDraft,
  toMessage,
  type ComposerDraft,
} from '../../../../web/stores/compose/draft.ts'
import { sign, signatureFrom, unsigned } from '../../../../web/stores/compose/signature.ts'

const me = { name: 'Me', address: 'me@example.org' }
const own = { doc: textToDoc('Me, of Example'), below: false }
const below = { ...own, below: true }
const fresh = (format: 'rich' | 'plain', more: Partial<ComposerDraft> = {}): ComposerDraft => ({
  ...emptyDraft({ from: me, format }),
  ...more,
})
const about = {
  kind: 'reply' as const,
  mailbox: { path: 'INBOX', uidValidity: '1' },
  uid: 1,
  size: 1,
  subject: '',
  name: 'A',
  print: '',
}
const quote = { kind: 'reply' as const, intro: 'A wrote:', html: '<p>Old</p>', text: 'Old' }
const sent = (draft: ComposerDraft) => toMessage(draft, me, new Date(0))

describe('a signature', () => {
  it('brings its pictures along as parts of each message, and takes them with it', () => {
    const image = { type: 'image', attrs: { src: 'cid:logo', alt: 'Logo' } }
    const doc = { type: 'doc', content: [{ type: 'paragraph', content: [image] }] }
    const pictures = { logo: { type: 'image/png', data: 'iVBORw0KGgo=' } }
    for (const low of [false, true]) {
      const signature = signatureFrom({ doc, below: low, pictures })
      const draft = fresh('rich', { about, quote, doc: textToDoc('New') })
      const signed = sign(draft, signature)
      const [file] = sent(signed).attachments ?? []
      expect(file).toMatchObject({ type: 'image/png', size: 8 })
      // An id of its own: a quoted message may bring the same picture.
      expect(file?.contentId).not.toBe('logo')
      expect(sent(signed).html).toContain(`cid:${file?.contentId}`)
      expect(unsigned(signed).files).toEqual([])
      expect(isEmptyDraft(sign(fresh('rich'), signature))).toBe(true)
    }
    expect(sign(fresh('plain'), signatureFrom({ doc, below: false, pictures })).files).toEqual([])
  })

  it('is kept without pictures that are none, or too many', () => {
    const doc = textToDoc('Me')
    const kept = (pictures: unknown) => signatureFrom({ doc, below: false, pictures })?.pictures
    expect(kept({ a: { type: 'image/svg+xml', data: 'AAAA' } })).toBeUndefined()
    expect(kept({ a: { type: 'image/png', data: 'not base64' }, b: null })).toBeUndefined()
    expect(kept({ a: { type: 'image/png', data: 'AAAA'.repeat(40_000) } })).toBeUndefined()
    expect(kept({ a: { type: 'image/png', data: 'AAAA' } })).toEqual({
      a: { type: 'image/png', data: 'AAAA' },
    })
  })

  it.each(['rich', 'plain'] as const)(
    'of a new %s message leaves it empty, and goes with the sender',
    (format) => {
      const draft = fresh(format)
      const signed = sign(draft, own)
      expect(sent(signed).text).toContain('Me, of Example')
      expect(isEmptyDraft(signed)).toBe(true)
      const other = sign(signed, { doc: textToDoc('Somebody else'), below: false })
      expect(sent(other).text).not.toContain('Me, of')
      expect(sent(sign(other, undefined)).text).toBe(sent(draft).text)
      expect(unsigned(other).text).toBe(draft.text)
    },
  )

  it('stands above or below the quotation', () => {
    const rich = fresh('rich', { about, quote, doc: textToDoc('New') })
    expect(sent(sign(rich, own)).text).toBe('New\n\n\n\nMe, of Example\n\nA wrote:\n> Old\n')
    const low = sent(sign(rich, below))
    expect(low.text).toBe('New\n\nA wrote:\n> Old\n\n-- \nMe, of Example\n')
    expect(low.html).toMatch(/Old<\/p><\/blockquote><\/div><p>Me, of Example<\/p>$/)
    const plain = fresh('plain', { about, text: '\n\nA wrote:\n> Old\n' })
    expect(sent(sign(plain, own)).text).toBe('\n-- \nMe, of Example\n\n\nA wrote:\n> Old\n')
    expect(sent(sign(plain, below)).text).toBe('\n\nA wrote:\n> Old\n\n-- \nMe, of Example\n')
  })

  it('that the writer has changed is text, and stays', () => {
    const signed = sign(fresh('rich'), own)
    const changed = { ...signed, doc: textToDoc('Me, of nowhere') }
    expect(unsigned(changed).doc).toEqual(changed.doc)
    expect(isEmptyDraft(changed)).toBe(false)
  })

  it('is read from storage only as one', () => {
    expect(signatureFrom(JSON.parse(JSON.stringify(below)))).toEqual(below)
    for (const stored of [undefined, null, 'x', {}, { doc: {} }, { doc: { type: 'doc' } }])
      expect(signatureFrom(stored)).toBeUndefined()
  })
})
