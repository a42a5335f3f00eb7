import { describe, expect, it } from 'vitest'
import {
  hasFormatting,
  isEmptyDoc,
  isSafeLink,
  picturesIn,
  type DocNode,
} from '../../../../web/editor/doc.ts'
import { docToHtml } from '../../../../web/editor/docHtml.ts'
import { textStyleFrom } from '../../../../web/editor/textStyle.ts'
import { docToText, textToDoc, unflow } from '../../../../web/editor/docText.ts'

const text = (value: string, ...marks: DocNode['marks'] & object): DocNode => ({
  type: 'text',
  text: value,
  marks,
})
const p = (...content: DocNode[]): DocNode => ({ type: 'paragraph', content })
const doc = (...content: DocNode[]): DocNode => ({ type: 'doc', content })
const list = (type: string, ...items: DocNode[][]): DocNode => ({
  type,
  content: items.map((content) => ({ type: 'listItem', content })),
})

describe('rich text as HTML', () => {
  it('is small, and escapes every letter', () => {
    const link = { type: 'link', attrs: { href: 'https://a.b/?x=1&y="2"' } }
    expect(docToHtml(doc(p(text('a <b> & "c"', { type: 'bold' }), text(' d  e'), text('link', link))))).toBe(
      '<p><strong>a &lt;b&gt; &amp; &quot;c&quot;</strong> d&nbsp; e<a href="https://a.b/?x=1&amp;y=&quot;2&quot;">link</a></p>',
    )
  })
  it('writes colour, size and alignment of closed lists only', () => {
    const styled = (attrs: object) => p(text('x', { type: 'textStyle', attrs: { ...attrs } }))
    expect(docToHtml(styled({ colour: 'red', size: 'large' }))).toBe(
      '<p><span style="color:#c0392b;font-size:1.3em">x</span></p>',
    )
    expect(docToHtml(styled({ colour: 'url(x)', size: '99px', toString: 'x' }))).toBe('<p>x</p>')
    expect(docToHtml({ ...p(text('x')), attrs: { align: 'center' } })).toBe(
      '<p style="text-align:center">x</p>',
    )
    expect(docToHtml({ ...p(text('x')), attrs: { align: '"><script>' } })).toBe('<p>x</p>')
    expect(textStyleFrom({ color: 'rgb(192, 57, 43)', fontSize: '1.8em' })).toEqual({
      colour: 'red',
      size: 'huge',
    })
    expect(textStyleFrom({ color: 'pink', fontSize: '3px' })).toEqual({ colour: null, size: null })
  })
  it('writes tables, in text a line for each row', () => {
    const cell = (value: string, attrs?: object): DocNode => ({
      type: 'tableCell',
      ...(attrs ? { attrs: { ...attrs } } : {}),
      content: [p(text(value))],
    })
    const row = (...content: DocNode[]): DocNode => ({ type: 'tableRow', content })
    const table: DocNode = {
      type: 'table',
      content: [row(cell('a'), cell('b')), row(cell('c', { colspan: 2, rowspan: '1" x' }))],
    }
    expect(docToHtml(doc(table)).replace(/ style="[^"]*"/g, '')).toBe(
      '<table><tr><td>a</td><td>b</td></tr><tr><td colspan="2">c</td></tr></table>',
    )
    expect(docToText(doc(table))).toBe('a | b\nc')
  })
  it('leaves out what may not be mailed', () => {
    const evil = { type: 'link', attrs: { href: 'javascript:alert(1)' } }
    const image = { type: 'image', attrs: { src: 'https://tracker.example/x.gif' } }
    expect(docToHtml(doc(p(text('x', evil), image), { type: 'script', content: [text('y')] }))).toBe(
      '<p>x</p>y',
    )
  })
  it('writes lists, quotes, code and pictures', () => {
    const html = docToHtml(
      doc(
        list('bulletList', [p(text('one'))], [p(text('two')), list('orderedList', [p(text('deep'))])]),
        { type: 'codeBlock', content: [text('<x>\n  y')] },
        p({ type: 'image', attrs: { src: 'cid:a@ponte', alt: '"' } }),
        p(),
      ),
    )
    expect(html).toBe(
      '<ul><li>one</li><li>two<ol><li>deep</li></ol></li></ul><pre><code>&lt;x&gt;\n  y</code></pre>' +
        '<p><img src="cid:a@ponte" alt="&quot;" style="max-width:100%"></p><p><br></p>',
    )
  })
})

describe('rich text as plain text', () => {
  it('says the same', () => {
    const link = { type: 'link', attrs: { href: 'https://a.b/' } }
    expect(
      docToText(
        doc(
          p(text('See '), text('this', link), text(' or '), text('https://a.b', link)),
          list('orderedList', [p(text('one'))], [p(text('two'), { type: 'hardBreak' }, text('lines'))]),
          {
            type: 'blockquote',
            content: [p(text('quoted')), { type: 'blockquote', content: [p(text('deep'))] }],
          },
        ),
      ),
    ).toBe('See this <https://a.b/> or https://a.b\n\n1. one\n2. two\n   lines\n\n> quoted\n>\n>> deep')
  })
  it.each([
    ['one paragraph'],
    ['two\nlines'],
    ['first\n\nsecond'],
    ['words\n\n> quoted\n> lines\n\nanswer'],
    ['> a\n>\n>> b'],
  ])('%j comes back from both ways', (words) => {
    expect(docToText(textToDoc(words))).toBe(words)
  })
  it('undoes soft line breaks of what is quoted', () => {
    expect(unflow('a long \nline\n> quoted \n> on', { delSp: false })).toBe('a long line\n> quoted on')
  })
})

describe('a rich text', () => {
  it('knows what plain text would lose', () => {
    expect(hasFormatting(textToDoc('a\n> b'))).toBe(false)
    expect(hasFormatting(doc(p(text('a', { type: 'bold' }))))).toBe(true)
    expect(hasFormatting(doc(list('bulletList', [p(text('a'))])))).toBe(true)
    expect([isEmptyDoc(textToDoc(' \n ')), isEmptyDoc(textToDoc('x'))]).toEqual([true, false])
    expect([...picturesIn(doc(p({ type: 'image', attrs: { src: 'cid:a@b' } })))]).toEqual(['a@b'])
  })
  it.each([
    ['https://a.b', true],
    ['mailto:a@b.c', true],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['https://a.b /x', false],
    [undefined, false],
  ])('link %j: %j', (href, safe) => {
    expect(isSafeLink(href)).toBe(safe)
  })
})
