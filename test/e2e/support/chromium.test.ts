import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChromium, type TestBrowser } from '../../support/chromium.ts'
import { listenOnLoopback } from '../../support/net.ts'

const HOSTILE = `<!doctype html><title>x</title><img src="https://tracker.example.com/a.png">
<script>alert(1)</script><script src="/ok.js"></script>`
const SCRIPT = `console.error('a complaint'); new WebSocket('wss://socket.example.com/');
fetch('https://fetch.example.com/').catch(() => {}); setTimeout(() => { document.title = 'done'; throw new Error('nobody caught me') })`

let browser: TestBrowser
let origin: string
const server = createServer((request, response) => {
  response.setHeader('content-security-policy', "script-src 'self'")
  response.setHeader('content-type', request.url === '/ok.js' ? 'text/javascript' : 'text/html')
  response.end(
    request.url === '/ok.js' ? SCRIPT : request.url === '/quiet' ? '<title>quiet</title>' : HOSTILE,
  )
})
beforeAll(async () => {
  origin = `http://localhost:${(await listenOnLoopback(server)).port}`
  browser = await startChromium()
})
afterAll(async () => {
  await browser.stop()
  server.close()
})

describe('Chromium for the tests', () => {
  it('keeps every request that would leave the machine, and every complaint', async () => {
    const { page, complaints, expectQuiet, close } = await browser.openPage()
    await page.goto(`${origin}/`)
    await page.waitForFunction(() => document.title === 'done')
    await expect.poll(() => complaints.uncaught.length).toBe(1)
    expect(complaints.external.sort()).toEqual([
      'https://fetch.example.com/',
      'https://tracker.example.com/a.png',
      'wss://socket.example.com/',
    ])
    expect(complaints.policy.join()).toMatch(/script-src 'self'/)
    expect(complaints.console.join()).toContain('a complaint')
    expect(complaints.uncaught.join()).toContain('nobody caught me')
    expect(() => expectQuiet()).toThrow('the page complained')
    await close()
  })

  it('says nothing of a page that is quiet', async () => {
    const { page, expectQuiet, close } = await browser.openPage()
    await page.goto(`${origin}/quiet`)
    expectQuiet(/favicon/)
    await close()
  })

  it.each([
    [{ latin: 'wide', world: true }, ['DejaVu Sans', 'WenQuanYi Micro Hei'], 'DejaVu Sans Mono'],
    [{ latin: 'wide', world: false }, ['DejaVu Sans'], 'DejaVu Sans Mono'],
    [
      { latin: 'narrow', world: true },
      ['Amiri', 'Roboto Condensed', 'WenQuanYi Micro Hei'],
      'Roboto Condensed',
    ],
    [{ latin: 'narrow', world: false }, ['Roboto Condensed'], 'Roboto Condensed'],
  ] as const)('sees no font but those it is given: %o', async (fonts, sans, mono) => {
    const other = await startChromium({ fonts })
    const { page } = await other.openPage()
    await page.setContent(
      '<p style="font-family: Inter, system-ui, sans-serif">Words 言葉 كلمات</p><p style="font-family: monospace">Code</p>',
    )
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('DOM.enable')
    await devTools.send('CSS.enable')
    const { root } = await devTools.send('DOM.getDocument')
    const drawnIn = async (selector: string): Promise<string[]> => {
      const { nodeId } = await devTools.send('DOM.querySelector', { nodeId: root.nodeId, selector })
      const { fonts: used } = await devTools.send('CSS.getPlatformFontsForNode', { nodeId })
      // A letter that no font has is drawn as the box of the first.
      return [...new Set(used.map(({ familyName }) => familyName))].sort()
    }
    expect(await drawnIn('p:first-child')).toEqual(sans)
    expect(await drawnIn('p:last-child')).toEqual([mono])
    await other.stop()
  })
})
