import { fileURLToPath } from 'node:url'
import type { RequestHandler } from '../../demo/identity/http.ts'

const source = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Builds the MSAL page and its redirect-bridge page in memory. Build once per test file. */
export async function buildMsalSite(): Promise<ReadonlyMap<string, string>> {
  const { build } = await import('vite')
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2023',
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: { page: source('./msalPage.ts'), bridge: source('./msalRedirectBridge.ts') },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
  const files = new Map<string, string>()
  for (const output of Array.isArray(result) ? result : [result]) {
    if (!('output' in output)) throw new Error('vite watched instead of building')
    for (const chunk of output.output) if (chunk.type === 'chunk') files.set(`/${chunk.fileName}`, chunk.code)
  }
  return files
}

const html = (script: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>MSAL</title><script type="module" src="${script}"></script></html>`

/** Serves the built site at `/`; `settings` is what the page reads as `msal.json`. */
export function msalSiteHandler(options: {
  files: ReadonlyMap<string, string>
  settings: () => unknown
  /** Origins of the identity provider besides the page's own. */
  identityOrigins?: readonly string[]
}): RequestHandler {
  const others = (options.identityOrigins ?? []).join(' ')
  const policy = (ancestors: string) =>
    `default-src 'none';script-src 'self';connect-src 'self' ${others};frame-src 'self' ${others};base-uri 'none';frame-ancestors ${ancestors}`
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const script = options.files.get(pathname)
    if (script !== undefined) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    else if (pathname === '/msal.json') response.writeHead(200).end(JSON.stringify(options.settings()))
    else if (pathname === '/' || pathname === '/bridge.html')
      response
        .writeHead(200, {
          'content-type': 'text/html',
          'content-security-policy': policy(pathname === '/' ? "'none'" : "'self'"),
        })
        .end(html(pathname === '/' ? '/page.js' : '/bridge.js'))
    else response.writeHead(404).end()
  }
}
