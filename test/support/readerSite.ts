/** Serves the reader's code, built by vite, on a page with the product's own policies, and on one with none. */
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { contentSecurityPolicies } from '../../bridge/http/securityHeaders.ts'
import { listenOnLoopback } from './net.ts'

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** As `MessageFrame.vue` writes it. */
const SANDBOX = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'

export interface ReaderSite {
  origin: string
  /** Paths asked for besides the pages themselves, since the last call. */
  takeRequests(): string[]
  close(): Promise<void>
}

/** `/` is as in production; at `/naked` nothing but the sanitiser stands between the mail and the browser. */
export async function serveReader(): Promise<ReaderSite> {
  const script = await bundle()
  const policies = contentSecurityPolicies([], [])
  const reader = readFileSync(file('../../web/reader.html'), 'utf8')
  let requests: string[] = []
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const send = (type: string, body: string, policy?: string) =>
      response
        .writeHead(200, { 'content-type': type, ...(policy ? { 'content-security-policy': policy } : {}) })
        .end(body)
    if (path === '/') send('text/html', page(`src="reader.html" sandbox="${SANDBOX}"`), policies.page)
    else if (path === '/naked') send('text/html', page('src="naked.html"'))
    else if (path === '/reader.html') send('text/html', reader, policies.reader)
    else if (path === '/naked.html') send('text/html', '<!doctype html><title>naked</title><body></body>')
    else if (path === '/readerPage.js') send('text/javascript', script)
    else {
      requests.push(path)
      response.writeHead(404).end()
    }
  })
  const { port, close } = await listenOnLoopback(server)
  return {
    origin: `http://127.0.0.1:${port}`,
    takeRequests() {
      const taken = requests
      requests = []
      return taken.filter((path) => path !== '/favicon.ico')
    },
    close: () => {
      server.closeAllConnections()
      return close()
    },
  }
}

const page = (frame: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Reader</title><div><iframe title="Message body" width="700" ${frame}></iframe></div><script type="module" src="/readerPage.js"></script></html>`

async function bundle(): Promise<string> {
  const { build } = await import('vite')
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2023',
      minify: false,
      modulePreload: false,
      rolldownOptions: { input: file('./readerPage.ts'), output: { entryFileNames: '[name].js' } },
    },
  })
  for (const output of Array.isArray(result) ? result : [result]) {
    if (!('output' in output)) throw new Error('vite watched instead of building')
    for (const chunk of output.output) if (chunk.type === 'chunk' && chunk.isEntry) return chunk.code
  }
  throw new Error('vite built no entry')
}
