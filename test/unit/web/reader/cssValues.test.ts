import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rebuildDeclarations } from '../../../../web/reader/cssValues.ts'

/** @returns the declarations as they are kept, and how many things were blocked */
function rebuilt(css: string, remote?: (url: string) => string): [css: string, blocked: number] {
  let blocked = 0
  const kept = rebuildDeclarations(css, {
    resolveCid: (url) => (url === 'cid:a@b' ? 'blob:http://localhost/1' : undefined),
    blocked: () => blocked++,
    remotePicture: remote,
  })
  return [kept, blocked]
}

describe('declarations are written anew, or dropped', () => {
  it.each([
    'color: red;',
    'margin: 0px auto -1.5em 10%;',
    'color: rgb(1, 2, 3) !important;',
    'background: linear-gradient(to right, rgba(0, 0, 0, 0.5) 10%, transparent) no-repeat;',
    'font: 14px / 1.4 "Segoe UI", Arial;',
    'width: calc(100% - 20px);',
    'grid-template-columns: [full] repeat(2, minmax(0px, 1fr));',
    'content: "→ \'x\'";',
    'background-image: none, url("data:image/png;base64,AA==");',
  ])('keeps %s', (css) => expect(rebuilt(css)).toEqual([css, 0]))

  it('keeps what is harmless beside what is not', () => {
    expect(rebuilt('color: red; width: var(--w, 1px); margin: 0px; position: fixed; height: 50vh')).toEqual([
      'color: red; margin: 0px;',
      0,
    ])
    expect(rebuilt('background: url("cid:a@b") red; list-style: url(cid:else)')[0]).toBe(
      'background: url("blob:http://localhost/1") red; list-style: none;',
    )
  })

  it.each([
    'background: var(--n,red) image-set("http://x.example/1" 1x)',
    'background: u\\72 l("http://x.example/2")',
    'background: env(z, image-set("http://x.example/3" 1x))',
    'background: if(else: u\\72 l(http://x.example/4))',
    'background: attr(data-x type(<url>))',
    '--a: url(http://x.example/5)',
    '-webkit-mask-image: url(http://x.example/6)',
    'background: -webkit-image-set(url(http://x.example/7) 1x)',
    'background: src("http://x.example/8")',
    'background: image("http://x.example/9")',
    'background: cross-fade(url(http://x.example/10), red)',
    'background: url("http://x.example/11" crossorigin(anonymous))',
    'background: --mine("http://x.example/12")',
    'background: red;;{;}; background: paint(x, "http://x.example/13"',
    'filter: url("http://x.example/14',
    'content: "</style><img src=//x.example/15>"',
  ])('drops %s', (css) => {
    const [kept, blocked] = rebuilt(css)
    expect(kept).not.toMatch(/example|var|env|attr|if\(|--/)
    if (css.includes('example')) expect(blocked).toBeGreaterThan(0)
  })

  it('names a remote picture where it is scenery, and nowhere else', () => {
    const seen: string[] = []
    const name = (url: string): string => `var(--ponte-picture-${seen.push(url) - 1})`
    expect(
      rebuilt(
        'background: url(//x.example/a) red; cursor: url(https://x.example/b), auto; content: url("https://x.example/c");',
        name,
      ),
    ).toEqual([
      'background: var(--ponte-picture-0) red; cursor: none, auto; content: var(--ponte-picture-1);',
      3,
    ])
    expect(seen).toEqual(['//x.example/a', 'https://x.example/c'])
  })

  it('leaves nothing else, whatever it is given', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'background',
        'color',
        '--x',
        ':',
        ';',
        ' ',
        ',',
        '(',
        ')',
        '{',
        '}',
        '[',
        '"',
        "'",
        '\\',
        '\\72 ',
        '/*',
        '*/',
        '<!--',
        '-->',
        '!',
        'important',
        'url(',
        'u\\72l(',
        'URL("http://x.example")',
        'image-set(',
        'var(--x)',
        'env(',
        'attr(',
        'if(',
        '//x.example',
        '\n',
        '@',
        '#',
        '1px',
        'red',
        'rgb(1,2,3)',
      ),
      fc.string({ maxLength: 4, unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const [kept] = rebuilt(pieces.join(''))
        const bare = kept.replaceAll(/"[^"\n]*"|'[^'\n]*'/g, '')
        expect(bare).not.toMatch(/\\|url\(|image|src\(|var\(|env\(|attr\(|if\(|--|[{}@<>]|\/\*|\/\//i)
        // Read again it is the same: nothing in it means something else the second time.
        expect(rebuilt(kept)[0]).toBe(kept)
      }),
      { numRuns: 3_000 },
    )
  })
})
