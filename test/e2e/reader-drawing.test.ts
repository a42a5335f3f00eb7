import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import type { DrawOptions, ReaderPart } from '../../web/reader/draw.ts'
import { serveReader, type ReaderSite } from '../support/readerSite.ts'

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let site: ReaderSite
let browser: TestBrowser
let opened: OpenPage

beforeAll(async () => {
  site = await serveReader()
  browser = await startChromium()
  opened = await browser.openPage()
  await opened.page.goto(`${site.origin}/`)
  await opened.page.waitForFunction(() => window.readerPage !== undefined)
})
afterAll(async () => {
  await browser?.stop()
  await site?.close()
})
beforeEach(() => opened.page.locator('iframe').evaluate((frame) => frame.setAttribute('width', '700')))

async function draw(
  parts: ReaderPart[],
  pictures: [string, string][] = [],
  options: Omit<DrawOptions, 'pictures'> = {},
) {
  return opened.page.evaluate(
    async ([parts, pictures, options]) => {
      const drawn = await window.readerPage?.draw(parts, pictures, options)
      if (!drawn) throw new Error('no reader')
      return { ...drawn, usedPictures: [...drawn.usedPictures] }
    },
    [parts, pictures, options] as const,
  )
}
const html = (html: string): ReaderPart[] => [{ kind: 'html', html }]

/** What the frame's own document looks like, measured in it. */
const inside = <T>(look: (inner: Document) => T): Promise<T> =>
  opened.page.evaluate(`(${look.toString()})(document.querySelector('iframe').contentDocument)`)

describe('drawing', () => {
  it('keeps what makes a letter look as it was written, and complains of nothing', async () => {
    await draw(
      html(
        '<html dir="rtl"><head><style><!-- .a{color:rgb(1,2,3)} --></style></head><body bgcolor="#eeeeee"><table width="300" cellpadding="4"><tr><td class="a" style="font-size:20px;width:120px">Hi</td></tr></table></body></html>',
      ),
    )
    const look = await inside((inner) => {
      const cell = inner.querySelector('td')
      const style = cell && inner.defaultView?.getComputedStyle(cell)
      return [
        style?.color,
        style?.fontSize,
        inner.querySelector('table')?.width,
        inner.body.getAttribute('bgcolor'),
        inner.body.dir,
      ]
    })
    expect(look).toEqual(['rgb(1, 2, 3)', '20px', '300', '#eeeeee', 'rtl'])
    opened.expectQuiet()
  })

  it('shows the message’s own pictures, and only those (threat 19)', async () => {
    const drawn = await draw(
      html(
        '<img src="cid:a%40b"><img src="cid:other@x"><p style="background-image:url(cid:bg@x)">x</p><img src="cid:../x">',
      ),
      [
        ['a@b', PIXEL],
        ['bg@x', PIXEL],
        ['unused@x', PIXEL],
      ],
    )
    expect(drawn.usedPictures.sort()).toEqual(['a@b', 'bg@x'])
    expect(await inside((inner) => [...inner.images].map((image) => image.naturalWidth))).toEqual([1])
    expect(drawn.blockedRemote).toBe(0)
  })

  it('counts what is remote', async () => {
    const { blockedRemote } = await draw(
      html(
        '<link rel=stylesheet href=https://x.example/a.css><img src=https://x.example/1><img src=//x.example/2 srcset="https://x.example/3 2x"><td background=https://x.example/4></td><table background=https://x.example/4><tr><td></table><p style="background:url(https://x.example/5)">',
      ),
    )
    expect(blockedRemote).toBe(5)
  })

  it('keeps the place of a blocked picture, with its description, and drops what only watches', async () => {
    await draw(
      html(
        '<img src="https://x.example/a" alt="A bridge" width="120" height="40"><img src="https://x.example/t" width="1" height="1"><img src="https://x.example/b" alt="<b>">',
      ),
    )
    const boxes = await inside((inner) =>
      [...inner.querySelectorAll<HTMLElement>('.ponte-blocked')].map((box) => [
        box.innerText,
        box.offsetWidth,
        box.offsetHeight,
      ]),
    )
    expect(boxes).toEqual([
      ['A bridge', 120, 40],
      ['<b>', expect.any(Number), expect.any(Number)],
    ])
    expect(await inside((inner) => inner.images.length)).toBe(0)
  })

  it('marks links that lead elsewhere, and opens links apart from this page (threat 21)', async () => {
    const { mismatchedLinks } = await draw(
      html(
        '<a href="https://evil.example/x">https://bank.example</a> <a href="https://a.example">Here</a> <a href="#top">Up</a>',
      ),
    )
    expect(mismatchedLinks).toBe(1)
    expect(
      await inside((inner) =>
        [...inner.links].map((link) => [link.target, link.rel, link.dataset['claims'] ?? '', link.title]),
      ),
    ).toEqual([
      ['_blank', 'noopener noreferrer', 'bank.example', 'https://evil.example/x'],
      ['_blank', 'noopener noreferrer', '', ''],
      ['', '', '', ''],
    ])
  })

  it.each([
    [
      'hidden before it',
      '<a href="https://evil.example/x"><i style="display:none">evil.example/?</i>bank.example</a>',
    ],
    [
      'too small to read',
      '<a href="https://evil.example/x"><i style="font-size:0">evil.example/?</i>bank.example</a>',
    ],
    [
      'hidden by a sheet',
      '<style>i{visibility:hidden}</style><a href="https://evil.example/x"><i>evil.example/?</i>bank.example</a>',
    ],
    [
      'in no colour',
      '<a href="https://evil.example/x"><i style="color:transparent">evil.example/?</i>bank.example</a>',
    ],
    ['to another address', '<a href="mailto:eve@evil.example">anna@bank.example</a>'],
  ])('marks a link by what one sees of it: %s (threat 21)', async (_name, markup) => {
    expect((await draw(html(markup))).mismatchedLinks).toBe(1)
  })

  it('draws each part on its own: one that does not end cannot swallow the next (threat 25)', async () => {
    await draw([
      { kind: 'html', html: '<p>one</p><img src="https://evil.example/?' },
      { kind: 'text', text: 'secret" >' },
      { kind: 'html', html: '<b>three' },
    ])
    expect(
      await inside((inner) => [...inner.querySelectorAll('.ponte-part')].map((part) => part.textContent)),
    ).toEqual(['one', 'secret" >', 'three'])
    expect(opened.complaints.external).toEqual([])
  })

  it('draws plain text as text, with links and quotes (threat 5)', async () => {
    const { ground, html } = await draw([
      { kind: 'text', text: 'a@a.co?]<img/src="x"/onerror=alert(1)>\n> quoted\nhttps://example.org/.' },
    ])
    expect(ground).toBe('theme')
    expect(html).toContain('&lt;img/src="x"/onerror=alert(1)&gt;')
    expect(await inside((inner) => [...inner.links].map((link) => link.href))).toEqual([
      'mailto:a@a.co',
      'https://example.org/',
    ])
    expect(await inside((inner) => inner.querySelector('blockquote')?.textContent)).toBe('quoted')
  })

  it('bounds what it draws and says so', async () => {
    expect((await draw(html('<p>x</p>'.repeat(25_000)))).cut).toBe(true)
    // Cut before it is parsed: what stands behind the last tag that counts is nowhere.
    expect((await draw(html(`${'<b></b>'.repeat(50_000)}the end`))).html).not.toContain('the end')
    expect((await draw(html('<div>'.repeat(5_000)))).cut).toBe(false)
    expect((await draw([{ kind: 'text', text: '>'.repeat(100_000) }])).cut).toBe(false)
  })
})

describe('what moves', () => {
  const running = (markup: string): Promise<[number, string]> =>
    draw(html(markup)).then(() =>
      inside((inner) => {
        const style = inner.defaultView?.getComputedStyle(inner.querySelector('p') ?? inner.body)
        return [inner.getAnimations().length, style?.filter ?? '']
      }),
    )
  const FADE = '<style>@keyframes a{from{opacity:0}to{opacity:1}}p{animation:a 9s infinite}</style>'

  it('may, in reason', async () => {
    expect(await running(`${FADE}${'<p>x</p>'.repeat(3)}`)).toEqual([3, 'none'])
    expect(await running('<p style="filter:blur(1px)">x</p>')).toEqual([0, 'blur(1px)'])
  })

  it.each([
    [
      'in 500 blurs',
      `<style>@keyframes a{to{filter:blur(9px)}}p{animation:a 1s infinite}</style>${'<p>x</p>'.repeat(500)}`,
    ],
    ['everywhere', `${FADE}${'<p>x</p>'.repeat(500)}`],
    ['by its own word', `${FADE}${'<p style="animation:a 9s infinite!important">x</p>'.repeat(500)}`],
    ['so that it grows', '<style>@keyframes a{to{height:9000px}}p{animation:a 1s infinite}</style><p>x</p>'],
    ['not, but is blurred everywhere', '<p style="filter:blur(1px)">x</p>'.repeat(500)],
  ])('%s: stands still and is drawn plainly (threat 48)', async (_, markup) => {
    expect(await running(markup)).toEqual([0, 'none'])
  })
})

describe('folding quotations', () => {
  const folded = async (parts: ReaderPart[]): Promise<(string | undefined)[]> => {
    await draw(parts, [], { foldLabel: 'Quotation' })
    return inside((inner) => {
      const fold = inner.querySelector('.ponte-fold')
      const text = (element: Element | null): string | undefined =>
        element?.textContent?.replace(/\s+/g, ' ').trim()
      return [
        text(inner.body)
          ?.replace(text(fold) ?? '', '')
          .trim(),
        text(fold),
      ]
    })
  }
  const text = (text: string): ReaderPart[] => [{ kind: 'text', text }]

  it.each([
    ['the end of a text', text('Mine.\n\n> theirs\n> too'), 'Mine.', '…theirs too'],
    [
      'with the line that announces it',
      text('Mine.\nOn 2 May Anna wrote:\n> theirs'),
      'Mine.',
      '…On 2 May Anna wrote:theirs',
    ],
    [
      'from a divider on',
      text('Mine.\n-----Original Message-----\nFrom: A\nTheirs.'),
      'Mine.',
      '…-----Original Message----- From: A Theirs.',
    ],
    [
      'Gmail’s',
      html('<div>Mine.</div><div class="gmail_quote">A wrote:<blockquote>theirs</blockquote></div>'),
      'Mine.',
      '…A wrote:theirs',
    ],
    [
      'Outlook’s',
      html(
        '<p>Mine.</p><div><div style="border:none;border-top:solid #E1E1E1 1pt;padding:3pt 0 0 0"><p><b>From:</b> A</p></div></div><p>Theirs.</p>',
      ),
      'Mine.',
      '…From: ATheirs.',
    ],
    [
      'Outlook’s on the web',
      html('<div>Mine.</div><hr><div id="divRplyFwdMsg">From: A</div><div>Theirs.</div>'),
      'Mine.',
      '…From: ATheirs.',
    ],
    [
      'Apple’s',
      html('<div>Mine.</div><div><blockquote type="cite">theirs</blockquote></div>'),
      'Mine.',
      '…theirs',
    ],
  ])('%s', async (_name, parts, own, quoted) => {
    expect(await folded(parts)).toEqual([own, quoted])
  })

  it('where they stand, when they are long and answered below', async () => {
    const long = Array.from({ length: 14 }, (_, at) => `> line ${at + 1}`).join('\n')
    const list = text(`On 2 May Anna wrote:\n${long}\n\nMine.\n--\nThe list\n`)
    const [own, quoted] = await folded(list)
    expect(own).toMatch(/^On 2 May Anna wrote:.*Mine\./)
    expect(quoted).toMatch(/^…line 1 line 2 .*line 14$/)
    // All of a letter is no quotation of it.
    expect((await folded(text(long)))[1]).toBeUndefined()
  })

  it.each([
    ['all of a letter', html('<blockquote>theirs</blockquote>')],
    [
      'a letter behind a preheader that is not shown',
      html('<div style="display:none">Preheader</div><blockquote>theirs</blockquote>'),
    ],
    [
      'one clipped away',
      html('<div style="max-height:0;overflow:hidden">Preheader</div><blockquote>theirs</blockquote>'),
    ],
    ['one of no size', html('<p style="font-size:1px">Preheader</p><blockquote>theirs</blockquote>')],
    ['what is answered below', html('<blockquote>theirs</blockquote><p>Mine.</p>')],
    ['what is answered in between', text('> one\nMine.\n> two\nMine again.')],
    [
      'a part of a table',
      html('<table><tr><td>Mine.</td></tr><tr class="gmail_quote"><td>theirs</td></tr></table>'),
    ],
  ])('not %s', async (_name, parts) => {
    expect((await folded(parts))[1]).toBeUndefined()
  })
})

describe('on a dark page', () => {
  const BOTH =
    '<meta name="color-scheme" content="light dark"><style>p{color:rgb(1,1,1)}@media (prefers-color-scheme: dark){p{color:rgb(9,9,9)}}@media (prefers-color-scheme: light){p{margin:7px}}</style><p>x</p>'

  it.each([
    ['a simple letter', '<p style="color:#111">x</p><a href="https://a.example">y</a>', 'theme'],
    ['a letter on white', '<div style="background:#fff"><p>x</p></div>', 'theme'],
    ['a ground of its own', '<div style="background:#def"><p>x</p></div>', 'paper'],
    ['a picture for a ground', '<style>p{background:linear-gradient(red,blue)}</style><p>x</p>', 'paper'],
    ['a blocked picture', '<p>x</p><img src="https://a.example/1" width="40" height="40">', 'paper'],
    ['a dark version of its own', BOTH, 'own'],
    [
      'a claim without a dark version',
      '<meta name="color-scheme" content="dark"><p style="background:#def">x</p>',
      'paper',
    ],
  ])('%s', async (_name, text, ground) => {
    expect((await draw(html(text), [], { dark: true })).ground).toBe(ground)
  })

  it('draws the version that goes with the page, whatever the system says', async () => {
    const look = () =>
      inside((inner) => {
        const style = inner.defaultView?.getComputedStyle(inner.querySelector('p') as Element)
        return [style?.color, style?.marginTop]
      })
    await draw(html(BOTH), [], { dark: true })
    expect(await look()).toEqual(['rgb(9, 9, 9)', expect.not.stringMatching(/^7px$/)])
    await draw(html(BOTH), [], { dark: false })
    expect(await look()).toEqual(['rgb(1, 1, 1)', '7px'])
  })
})

describe('the size of the frame', () => {
  const cut = () =>
    inside((inner) => inner.documentElement.scrollHeight > (inner.defaultView?.innerHeight ?? 0))

  it.each([
    ['a short letter', '<p>Hi</p>', 20, 80],
    ['a long one', '<p>x</p>'.repeat(500), 10_000, 40_000],
    [
      'what is placed absolutely',
      '<div style="position:absolute;top:900px;height:100px">low</div>',
      1_000,
      1_020,
    ],
    ['heights of the window', '<div style="height:100vh;min-height:100%">x</div>', 10, 60],
    ['an overlay', '<div style="position:fixed!important;inset:0;height:5000px;z-index:9">x</div>', 0, 5_100],
  ])('fits %s', async (_name, text, low, high) => {
    const { height } = await draw(html(text))
    expect(height).toBeGreaterThanOrEqual(low)
    expect(height).toBeLessThanOrEqual(high)
    expect(await cut()).toBe(false)
  })

  it('grows when a picture arrives and shrinks for the next message', async () => {
    const tall = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="700"/>`
    const url = await opened.page.evaluate(
      (tall) => URL.createObjectURL(new Blob([tall], { type: 'image/svg+xml' })),
      tall,
    )
    await draw(html('<img src="cid:tall">'), [['tall', url]])
    await opened.page.waitForFunction(() => (document.querySelector('iframe')?.offsetHeight ?? 0) >= 700)
    expect(await cut()).toBe(false)
    expect((await draw(html('<p>Hi</p>'))).height).toBeLessThan(100)
  })

  it('goes by the content where that is placed by its edges, and not by the message before', async () => {
    const placed = html('<p>Hi</p><div style="position:absolute;bottom:-30px">low</div><img src="cid:one">')
    const first = await draw(placed, [['one', PIXEL]])
    expect(first.height).toBeLessThan(200)
    await draw(html('<p>x</p>'.repeat(100)))
    expect((await draw(placed, [['one', PIXEL]])).height).toBe(first.height)
    await opened.page.locator('iframe').evaluate((frame) => frame.setAttribute('width', '690'))
    await opened.page.locator('iframe').evaluate((frame) => frame.setAttribute('width', '700'))
    expect((await draw(placed, [['one', PIXEL]])).height).toBe(first.height)
    expect(await cut()).toBe(false)
  })

  it('draws wide mail smaller on a small screen instead of cutting it', async () => {
    await opened.page.locator('iframe').evaluate((frame) => frame.setAttribute('width', '360'))
    await draw(html('<table width="600"><tr><td>wide</td></tr></table>'))
    const [scroll, client] = await inside((inner) => [
      inner.documentElement.scrollWidth,
      inner.documentElement.clientWidth,
    ])
    expect(scroll).toBeLessThanOrEqual(client ?? 0)
    expect(await cut()).toBe(false)
  })
})

describe('remote pictures, on wish', () => {
  const LETTER =
    '<style>.hero{background:url(https://x.example/hero.jpg) no-repeat #123456}@media print{p{background-image:url(//x.example/print.png)}}</style>' +
    '<body background="http://x.example/paper.gif"><div class="hero">Hero</div>' +
    '<img src="https://x.example/a.png" alt="A bridge" width="120" height="40">' +
    '<img src="https://x.example/a.png"><img srcset="https://x.example/small.png 1x, https://x.example/large.png 2x" alt="Small">' +
    '<img src="https://x.example/wide.png" width="600" height="200" style="width:50%;height:auto" alt="Wide">' +
    '<img src="https://x.example/track" width="1" height="1"><img src="https://x.example/hidden.png" style="display:none" width="50" height="50">' +
    '<img src="https://x.example/flat.png" style="max-height:1px" alt="x"><img src="ftp://x.example/no.png" alt="No">' +
    '<p style="list-style:url(https://x.example/bullet.png);cursor:url(https://x.example/hand.cur),auto;--ponte-picture-0:url(https://x.example/own.png)">Text</p>'
  const URLS = [
    'https://x.example/hero.jpg',
    'https://x.example/print.png',
    'https://x.example/bullet.png',
    'http://x.example/paper.gif',
    'https://x.example/a.png',
    'https://x.example/small.png',
    'https://x.example/wide.png',
  ]

  it('are named once each, their room is kept, and what only watches is not among them', async () => {
    const drawn = await draw(html(LETTER))
    expect([...drawn.remote].sort()).toEqual([...URLS].sort())
    expect(drawn.trackers).toBe(3)
    expect(drawn.ground).toBe('paper')
    expect(drawn.html).not.toMatch(/https?:|data-remote/)
    const [bridge, wide] = await inside((inner) =>
      ['A bridge', 'Wide'].map((text) => {
        const box = [...inner.querySelectorAll<HTMLElement>('.ponte-blocked')].find(
          (one) => one.innerText === text,
        )
        return [box?.offsetWidth ?? 0, box?.offsetHeight ?? 0]
      }),
    )
    expect(bridge).toEqual([120, 40])
    expect((wide?.[0] ?? 0) / (wide?.[1] ?? 1)).toBeCloseTo(3, 1)
    opened.expectQuiet()
  })

  it('come into their places, everywhere the letter names them, and go to paper', async () => {
    await draw(html(LETTER))
    await opened.page.evaluate(
      ([urls, pixel]) => urls.forEach((url) => window.readerPage?.show(url, pixel)),
      [URLS, PIXEL] as const,
    )
    const look = () =>
      inside((inner) => {
        const view = inner.defaultView
        const hero = inner.querySelector('.hero')
        return {
          images: inner.images.length,
          blocked: [...inner.querySelectorAll<HTMLElement>('.ponte-blocked')].map((box) => box.innerText),
          hero: hero && view?.getComputedStyle(hero).backgroundImage.slice(0, 14),
          colour: hero && view?.getComputedStyle(hero).backgroundColor,
          body: inner.body.getAttribute('background')?.slice(0, 10),
          size: [...inner.images].map(({ alt, width, height }) => [alt, width, height])[0],
        }
      })
    const expected = {
      images: 4,
      blocked: ['No'],
      hero: 'url("data:imag',
      colour: 'rgb(18, 52, 86)',
      body: 'data:image',
      size: ['A bridge', 120, 40],
    }
    await expect.poll(look).toEqual(expected)
    await opened.page.evaluate(() => window.readerPage?.print())
    expect(await look()).toEqual(expected)
    opened.expectQuiet()
  })

  it('that are here already are drawn at once', async () => {
    await opened.page.evaluate(
      ([letter, pixel]) =>
        window.readerPage?.draw([{ kind: 'html', html: letter }], [], {
          shown: new Map([['https://x.example/a.png', pixel]]),
        }),
      [LETTER, PIXEL] as const,
    )
    expect(await inside((inner) => inner.images.length)).toBe(2)
  })
})
