import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { serveReader, type ReaderSite } from '../support/readerSite.ts'
import { inShort } from '../support/whole.ts'

/** Letters and sheets that go through one call into the page: the way there costs more than drawing one. */
const BATCH = 60
/** Batches of each property. */
const RUNS = 20

let site: ReaderSite
let browser: TestBrowser
let opened: OpenPage

beforeAll(async () => {
  site = await serveReader()
  browser = await startChromium()
  await openReader()
})
afterAll(async () => {
  await browser?.stop()
  await site?.close()
})

async function openReader(): Promise<void> {
  opened = await browser.openPage()
  await opened.page.goto(`${site.origin}/`)
  await opened.page.waitForFunction(() => window.readerPage !== undefined)
}

type Run = 'drawAll' | 'filterAll'

/** What threw, with what it threw for. */
async function throwing(run: Run, cases: readonly string[]): Promise<{ error: string; input: string }[]> {
  const failures = await opened.page.evaluate(([run, cases]) => window.readerPage?.[run](cases), [
    run,
    cases,
  ] as const)
  if (!failures) throw new Error('no reader')
  return failures.map(({ at, error }) => ({ error, input: (cases[at] ?? '').slice(0, 300) }))
}

const AT_RULES = [
  '@namespace svg url(http://www.w3.org/2000/svg);',
  '@namespace "http://www.w3.org/1999/xhtml";',
  '@import url(https://tracker.example/a.css);',
  '@import "a.css" layer(one) supports(display: grid) screen;',
  '@charset "utf-8";',
  '@layer one, two;',
  '@layer one { p { color: red } }',
  '@media (prefers-color-scheme: dark) { p { color: red } @media print { a { color: blue } } }',
  '@media screen { @font-face { font-family: x; src: url(https://tracker.example/f) } p { color: red } }',
  '@supports (display: grid) { p { color: red } @layer three { b { color: red } } }',
  '@container (min-width: 1px) { p { color: red } }',
  '@scope (p) to (b) { a { color: red } :scope { color: blue } }',
  '@starting-style { p { color: red } }',
  '@font-face { font-family: x; src: url(https://tracker.example/f) }',
  '@keyframes k { from { color: red } 50% { background: url(https://tracker.example/k) } }',
  '@page :first { margin: 1cm; @top-left { content: url(https://tracker.example/p) } }',
  '@property --x { syntax: "<color>"; inherits: false; initial-value: red }',
  '@counter-style c { system: cyclic; symbols: "x" }',
  '@font-feature-values x { @styleset { a: 1 } }',
  '@font-palette-values --p { font-family: x; base-palette: 1 }',
  '@view-transition { navigation: auto }',
  '@position-try --t { inset: 0 }',
  '@function --f() { result: url(https://tracker.example/r) }',
  '@unknown { p { color: red } }',
]
const PIECES = [
  ...AT_RULES,
  'p { color: red }',
  'p { color: red; & b { color: blue } @media screen { color: green } background: url(https://tracker.example/n) }',
  'p { --a: u\\72 l(x); width: calc(100vh - 1px); all: unset }',
  'a::before { content: "</style><img src=x>" }',
  '<!--',
  '-->',
  '}',
  '{',
  ';',
  '/*',
  '*/',
  '\\',
  '"',
]

const sheet = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, { weight: 1, arbitrary: fc.string() }),
    {
      maxLength: 8,
    },
  )
  .map((pieces) => pieces.join(' '))

const attribute = fc.oneof(
  fc.constantFrom(
    'style="color:red;background:url(https://tracker.example/s)"',
    'style="position:fixed;width:100vh"',
    'class=" a  b "',
    'class="gmail_quote"',
    'dir=rtl',
    'lang',
    'bgcolor=#fff',
    'background="https://tracker.example/b"',
    'id=body',
    'name=attributes',
    'href="http://[::1"',
    'href="#%"',
    'href="https://bank.example"',
    'src="cid:%"',
    'src=x width=50% height=1',
    'alt=""',
    'title=%E0',
  ),
  fc.string({ maxLength: 12 }),
)
const tag = fc
  .constantFrom(
    'p div span a img table tr td ul li blockquote details summary body html head frameset form input svg math template style title select noscript pre hr br font center'.split(
      ' ',
    ) as [string, ...string[]],
  )
  .chain((names) => fc.constantFrom(...names))
const text = fc.oneof(
  fc.constantFrom(
    'www.bank.example',
    '-----Original Message-----',
    'From: x',
    '> quoted',
    '<!--',
    ']]>',
    '&#0;&#xd800;&#x110000;',
    '\u0000',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const { markup } = fc.letrec<{ markup: string; node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    sheet.map((css) => `<style>${css}</style>`),
    fc
      .tuple(tag, fc.array(attribute, { maxLength: 3 }), tie('markup'), fc.boolean())
      .map(([name, attributes, inside, closed]) =>
        [`<${[name, ...attributes].join(' ')}>`, inside, closed ? `</${name}>` : ''].join(''),
      ),
  ),
  markup: fc.array(tie('node'), { maxLength: 4 }).map((nodes) => nodes.join('')),
}))

const letter = markup

describe('nothing a stranger writes makes drawing throw', () => {
  it.each(AT_RULES)('%s', async (rule) => {
    const around = [rule, `${rule} p { color: red }`, `p { color: red } ${rule}`, `${rule} ${rule} p {}`]
    const nested = [`@media screen { ${rule} }`, `p { ${rule} }`, `@layer x { ${rule} ${rule} }`]
    const sheets = [...around, ...nested]
    expect(await throwing('filterAll', sheets)).toEqual([])
    expect(
      await throwing(
        'drawAll',
        sheets.map((one) => `<style>${one}</style><p>Words</p>`),
      ),
    ).toEqual([])
  })

  it('sheets', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(sheet, { minLength: BATCH, maxLength: BATCH }), async (sheets) => {
        expect(await throwing('filterAll', sheets)).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  it('letters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(letter, { minLength: BATCH, maxLength: BATCH }), async (letters) => {
        expect(await throwing('drawAll', letters)).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  it.each<[string, () => string]>(
    inShort(5, [
      ['a hundred thousand siblings', () => '<br>'.repeat(150_000)],
      ['a hundred thousand classes', () => `<body class="${'a b '.repeat(75_000)}">x`],
      ['rules nested without end', () => `<style>${'a{'.repeat(100_000)}</style>x`],
      ['at-rules nested without end', () => `<style>${'@media all{'.repeat(40_000)}`],
      ['selectors nested without end', () => `<style>${':not('.repeat(50_000)}a{}</style>x`],
      ['rules nested as deep as is let through', () => `<style>${'a{'.repeat(4_990)}</style>x`],
      ['a value nested without end', () => `<p style="color:${'var(--a,'.repeat(60_000)}red">x`],
      ['elements nested without end', () => '<div>'.repeat(5_000)],
      ['quotes nested without end', () => '<blockquote>'.repeat(5_000)],
      ['a declaration of a megabyte', () => `<p style="--x:${'x'.repeat(1_000_000)}">x`],
      ['ten thousand styled elements', () => '<i style="color:red">x</i>'.repeat(10_000)],
    ]),
  )('%s', async (_name, write) => {
    // A tab that crashes takes no other test along.
    await openReader()
    const { page, close } = opened
    const crashed = new Promise<never>((_resolve, reject) => {
      page.once('crash', () => reject(new Error('the tab crashed')))
    })
    try {
      expect(await Promise.race([throwing('drawAll', [write()]), crashed])).toEqual([])
    } finally {
      await close()
    }
  })
})
