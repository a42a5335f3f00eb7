import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { BodyPart } from '../../../../shared/mail/bodyStructure.ts'
import { choosePartsToShow, WHOLE_MESSAGE } from '../../../../web/mime/choosePartsToShow.ts'

type Shape = Partial<BodyPart> & { type: string }

/** Numbers the parts as RFC 3501 section 6.4.5 does. */
function tree(shape: Shape, number = ''): BodyPart {
  const children = shape.children?.map((child, at) =>
    tree(child, number === '' ? `${at + 1}` : `${number}.${at + 1}`),
  )
  const part = shape.children && number === '' ? {} : { part: number === '' ? '1' : number }
  return {
    parameters: {},
    dispositionParameters: {},
    size: 100,
    ...part,
    ...shape,
    ...(children ? { children } : {}),
  }
}
const multi = (subtype: string, ...children: Shape[]): Shape => ({
  type: `multipart/${subtype}`,
  children: children as BodyPart[],
})
const leaf = (type: string, more: Partial<BodyPart> = {}): Shape => ({ type, ...more })
const attached = { disposition: 'attachment' }

function summary(shape: Shape): string {
  const { body, inline, attachments, cut } = choosePartsToShow(tree(shape))
  const list = (parts: { part: string }[]): string => parts.map((one) => one.part).join(',')
  return [
    body.map((one) => `${one.kind}:${one.part.part}`).join(' '),
    `inline ${list(inline)}`,
    `files ${list(attachments)}`,
    ...(cut ? ['cut'] : []),
  ].join(' | ')
}

describe('choosePartsToShow', () => {
  it.each<[string, Shape, string]>([
    ['one text part', leaf('text/plain'), 'text:1 | inline  | files '],
    ['one HTML part', leaf('text/html'), 'html:1 | inline  | files '],
    ['one PDF', leaf('application/pdf'), ' | inline  | files 1'],
    ['alternative', multi('alternative', leaf('text/plain'), leaf('text/html')), 'html:2 | inline  | files '],
    [
      'alternative, HTML first',
      multi('alternative', leaf('text/html'), leaf('text/plain')),
      'html:1 | inline  | files ',
    ],
    [
      'an invitation',
      multi(
        'mixed',
        multi('alternative', leaf('text/plain'), leaf('text/html'), leaf('text/calendar')),
        leaf('application/ics', attached),
      ),
      'html:1.2 | inline  | files 1.3,2',
    ],
    ['only an invitation', multi('mixed', leaf('text/calendar')), 'text:1 | inline  | files 1'],
    [
      'HTML with its pictures',
      multi(
        'related',
        leaf('text/html'),
        leaf('image/png', { id: '<a@b>' }),
        leaf('image/svg+xml', { id: '<c@d>' }),
      ),
      'html:1 | inline 2 | files 3',
    ],
    [
      'alternative within related within mixed',
      multi(
        'mixed',
        multi(
          'related',
          multi('alternative', leaf('text/plain'), leaf('text/html')),
          leaf('image/gif', { id: '<a>' }),
        ),
        leaf('application/pdf', attached),
      ),
      'html:1.1.2 | inline 1.2 | files 2',
    ],
    [
      'related within alternative',
      multi(
        'alternative',
        leaf('text/plain'),
        multi('related', leaf('text/html'), leaf('image/jpeg', { id: '<a>' })),
      ),
      'html:2.1 | inline 2.2 | files ',
    ],
    [
      'files of the alternative that was not chosen',
      multi('alternative', multi('mixed', leaf('text/plain'), leaf('application/pdf')), leaf('text/html')),
      'html:2 | inline  | files 1.2',
    ],
    [
      'HTML with the pictures beside it',
      multi('mixed', leaf('text/html'), leaf('image/png', { id: '<a>', disposition: 'inline' })),
      'html:1 | inline 2 | files ',
    ],
    [
      'texts and a picture between them',
      multi('mixed', leaf('text/plain'), leaf('image/jpeg', { disposition: 'inline' }), leaf('text/plain')),
      'text:1 image:2 text:3 | inline  | files 2',
    ],
    [
      'a text to be saved',
      multi('mixed', leaf('text/plain'), leaf('text/html', attached)),
      'text:1 | inline  | files 2',
    ],
    [
      'a whole message within',
      multi('mixed', leaf('text/plain'), leaf('message/rfc822', { children: [tree(leaf('text/html'))] })),
      'text:1 | inline  | files 2',
    ],
    [
      'a bounce',
      multi('report', leaf('text/plain'), leaf('message/delivery-status'), leaf('message/rfc822')),
      'text:1 text:2 | inline  | files 3',
    ],
    [
      'signed',
      multi('signed', leaf('text/plain'), leaf('application/pkcs7-signature', attached)),
      'text:1 | inline  | files 2',
    ],
    [
      'start names the root',
      {
        ...multi('related', leaf('image/png', { id: '<a>' }), leaf('text/html', { id: '<root>' })),
        parameters: { start: '<root>' },
      },
      'html:2 | inline 1 | files ',
    ],
    ['a NIL type', leaf(''), 'text:1 | inline  | files '],
    ['an empty multipart', multi('mixed'), 'text: | inline  | files '],
    ['a text too large to draw', leaf('text/html', { size: 50_000_000 }), ' | inline  | files 1 | cut'],
    [
      'a picture too large to fetch along',
      multi('related', leaf('text/html'), leaf('image/png', { id: '<a>', size: 9_000_000 })),
      'html:1 | inline  | files 2',
    ],
  ])('%s', (_name, shape, expected) => {
    expect(summary(shape)).toBe(expected)
  })

  it('shows the plain form where it is wanted and there is one, and says whether there is a choice', () => {
    const both = tree(
      multi('mixed', multi('alternative', leaf('text/plain'), leaf('text/html')), leaf('image/png')),
    )
    expect(choosePartsToShow(both)).toMatchObject({ choice: true, body: [{ kind: 'html' }] })
    const plain = choosePartsToShow(both, 'plain')
    expect(plain.body.map((one) => `${one.kind}:${one.part.part}`)).toEqual(['text:1.1'])
    expect(plain.choice).toBe(true)
    const html = tree(leaf('text/html'))
    expect(choosePartsToShow(html, 'plain')).toMatchObject({ choice: false, body: [{ kind: 'html' }] })
  })

  it.each<[name: string, root: Shape, encrypted: boolean, raw: boolean]>([
    ['OpenPGP', multi('encrypted', leaf('application/pgp-encrypted')), true, false],
    [
      'S/MIME',
      leaf('application/pkcs7-mime', { parameters: { 'smime-type': 'enveloped-data' } }),
      true,
      false,
    ],
    [
      'a signature',
      leaf('application/pkcs7-mime', { parameters: { 'smime-type': 'signed-data' } }),
      false,
      false,
    ],
    ['a multipart without parts', multi('mixed'), false, true],
    ['a multipart of one empty part', multi('mixed', leaf('text/plain', { size: 0 })), false, true],
    [
      'empty parts within',
      multi('mixed', multi('alternative', leaf('text/plain', { size: 0 }))),
      false,
      true,
    ],
    [
      'a part of unknown size',
      multi('mixed', { ...leaf('text/plain'), size: undefined } as never),
      false,
      false,
    ],
    ['an empty text', leaf('text/plain', { size: 0 }), false, false],
  ])('tells what cannot be read: %s', (_, root, encrypted, raw) => {
    const chosen = choosePartsToShow(tree(root))
    expect(chosen).toMatchObject({ encrypted, raw })
    if (raw) expect(chosen.body).toEqual([{ kind: 'text', part: WHOLE_MESSAGE }])
  })

  it('shows nothing of a message without structure', () => {
    expect(choosePartsToShow(undefined)).toEqual({
      body: [],
      inline: [],
      attachments: [],
      choice: false,
      cut: false,
      encrypted: false,
      raw: false,
    })
  })

  it('ends on 10,000 levels and says that it cut (threat 40)', () => {
    let shape: BodyPart = tree(leaf('text/plain'))
    for (let depth = 0; depth < 10_000; depth++) {
      shape = {
        type: depth % 2 ? 'multipart/mixed' : 'multipart/alternative',
        part: '1',
        parameters: {},
        dispositionParameters: {},
        children: [shape],
      }
    }
    expect(choosePartsToShow(shape).cut).toBe(true)
  })

  it('ends on 100,000 parts and fetches at most 100 of them (threat 40)', () => {
    const children = Array.from({ length: 100_000 }, (_, at) => ({
      ...tree(leaf('text/plain')),
      part: `${at + 1}`,
    }))
    const shown = choosePartsToShow({
      type: 'multipart/mixed',
      parameters: {},
      dispositionParameters: {},
      children,
    })
    expect(shown.cut).toBe(true)
    expect(shown.body.length + shown.inline.length).toBeLessThanOrEqual(100)
  })

  it('names each part at most once among pictures and files, whatever the structure', () => {
    const types = [
      'text/plain',
      'text/html',
      'image/png',
      'image/svg+xml',
      'application/pdf',
      'text/calendar',
      '',
      'message/rfc822',
    ]
    const { shape } = fc.letrec<{ shape: Shape }>((tie) => ({
      shape: fc.oneof(
        { maxDepth: 4 },
        fc.record({
          type: fc.constantFrom(...types),
          disposition: fc.constantFrom('inline', 'attachment', 'odd'),
          id: fc.constantFrom('<a>', '<b>'),
        }),
        fc.record({
          type: fc.constantFrom(
            'multipart/mixed',
            'multipart/alternative',
            'multipart/related',
            'multipart/x',
          ),
          children: fc.array(tie('shape'), { maxLength: 4 }) as fc.Arbitrary<BodyPart[]>,
        }),
      ),
    }))
    fc.assert(
      fc.property(shape, (one) => {
        const { body, inline, attachments } = choosePartsToShow(tree(one))
        const listed = [...inline, ...attachments].map((part) => part.part)
        expect(new Set(listed).size).toBe(listed.length)
        const shown = body.map((part) => part.part.part)
        expect(new Set(shown).size).toBe(shown.length)
      }),
    )
  })
})
