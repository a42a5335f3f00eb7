import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChromium, type OpenPage, type TestBrowser } from '../support/chromium.ts'
import { HOSTILE_HTML } from '../support/hostileHtml.ts'
import { serveReader, type ReaderSite } from '../support/readerSite.ts'

/** Real messages and vectors beside a developer's checkout; a plain clone has none and skips them. */
const CORPUS = fileURLToPath(new URL('../../../shared/corpus', import.meta.url))

let site: ReaderSite
let browser: TestBrowser
/** As in production: sandbox, policies, trusted types. */
let framed: OpenPage
/** The sanitiser alone. */
let naked: OpenPage

declare global {
  interface Window {
    __pwned?: string
  }
}

beforeAll(async () => {
  site = await serveReader()
  browser = await startChromium()
  const open = async (path: string) => {
    const one = await browser.openPage()
    await one.page.addInitScript(() => {
      const caught = (): void => void ((window.top ?? window).__pwned = location.href)
      Object.assign(window, { alert: caught, prompt: caught, confirm: caught, print: caught })
    })
    await one.page.goto(site.origin + path)
    await one.page.waitForFunction(() => window.readerPage !== undefined)
    return one
  }
  framed = await open('/')
  naked = await open('/naked')
})
afterAll(async () => {
  await browser?.stop()
  await site?.close()
})

/** Draws it, clicks through it, and returns what should not be there. */
async function complaintsOf(where: OpenPage, html: string): Promise<string[]> {
  const found = await where.page.evaluate(async (html) => {
    const reader = window.readerPage
    if (!reader) throw new Error('no reader')
    delete window.__pwned
    const complaints: string[] = []
    const inspect = (): void => {
      const inner = document.querySelector('iframe')?.contentDocument
      for (const element of inner?.querySelectorAll('*') ?? []) {
        if (inner?.head.contains(element)) continue
        const name = element.localName
        if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml') complaints.push(`namespace of ${name}`)
        if (
          /^(?:script|iframe|frame|object|embed|form|input|button|textarea|select|base|meta|link|video|audio|source|template|noscript|svg|math)$/.test(
            name,
          )
        ) {
          complaints.push(`element ${name}`)
        }
        for (const { name: attribute, value } of element.attributes) {
          if (/^on|^(?:action|formaction|srcset|poster|ping|name|srcdoc|xlink:href)$/i.test(attribute)) {
            complaints.push(`${name} ${attribute}`)
          }
          if (attribute === 'href' && !/^(?:https?:|mailto:|tel:|#)/i.test(value))
            complaints.push(`href ${value}`)
          if (
            (attribute === 'src' || attribute === 'background') &&
            !/^(?:data:image\/(?!svg)|blob:)/i.test(value)
          ) {
            complaints.push(`${attribute} ${value}`)
          }
        }
        if (name !== 'a' && element instanceof HTMLElement) element.dispatchEvent(new MouseEvent('mouseover'))
      }
    }
    // With every feature that touches the drawn letter (threat 4).
    await reader.draw([{ kind: 'html', html }])
    inspect()
    await reader.draw([{ kind: 'html', html: `<p>Words of the writer.</p>${html}` }], [], {
      foldLabel: 'Quotation',
      dark: true,
    })
    inspect()
    reader.print()
    inspect()
    await reader.draw(
      [
        { kind: 'html', html: `<p>Words</p><blockquote>${html}` },
        { kind: 'text', text: html },
      ],
      [],
      { foldLabel: 'Quotation', dark: false },
    )
    inspect()
    // What is quoted is mailed on: it must be as inert where nobody sanitises it.
    reader.quote(html)
    inspect()
    const [first, second] = reader.twice(html)
    if (first !== second) complaints.push(`the second pass differs:\n${first}\n${second}`)
    if (window.__pwned) complaints.push('a script ran')
    return complaints
  }, html)
  const { external, uncaught } = where.complaints
  return [
    ...found,
    ...external.splice(0).map((url) => `request ${url}`),
    ...site.takeRequests().map((path) => `request ${path}`),
    ...uncaught.splice(0),
  ]
}

async function expectInert(html: string): Promise<void> {
  expect({ framed: await complaintsOf(framed, html), naked: await complaintsOf(naked, html) }).toEqual({
    framed: [],
    naked: [],
  })
}

it('the trap works: an unsanitised vector is noticed', async () => {
  await naked.page.evaluate(() => {
    const inner = document.querySelector('iframe')?.contentDocument
    const image = inner?.createElement('img')
    image?.setAttribute('onerror', 'alert(1)')
    image?.setAttribute('src', '/trap.png')
    if (image) inner?.body.append(image)
  })
  await naked.page.waitForFunction(() => window.__pwned !== undefined)
  expect(site.takeRequests()).toEqual(['/trap.png'])
})

describe('hostile HTML is inert', () => {
  it.each(Object.entries(HOSTILE_HTML))('%s', (_name, html) => expectInert(html))
})

interface Vector {
  title: string
  payload: string
}
const vectors = (name: string): [string, string][] =>
  existsSync(join(CORPUS, 'vectors', name))
    ? (JSON.parse(readFileSync(join(CORPUS, 'vectors', name), 'utf8')) as Vector[]).map((one, at) => [
        `${at} ${one.title}`,
        one.payload,
      ])
    : []
const pages = (): [string, string][] =>
  existsSync(join(CORPUS, 'html'))
    ? readdirSync(join(CORPUS, 'html'), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.html'))
        .map((name) => [name, readFileSync(join(CORPUS, 'html', name), 'utf8')])
    : []

describe.skipIf(!existsSync(CORPUS))('the corpus is inert', () => {
  it.each([
    ['dompurify.json', () => vectors('dompurify.json')],
    ['h5sc.json', () => vectors('h5sc.json')],
    ['html', pages],
  ])('%s', async (_name, read) => {
    const all = read()
    expect(all.length).toBeGreaterThan(100)
    const wrong: Record<string, unknown> = {}
    for (const [name, html] of all) {
      const found = { framed: await complaintsOf(framed, html), naked: await complaintsOf(naked, html) }
      if (found.framed.length + found.naked.length > 0) wrong[name] = found
    }
    expect(wrong).toEqual({})
  })
})
