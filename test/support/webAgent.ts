/** A browser without the browser, for protocol-level tests: cookies by path, redirects one by one, the form of a page. */
import { createHash, randomBytes } from 'node:crypto'

interface Cookie {
  name: string
  value: string
  path: string
  origin: string
}

export interface WebAgent {
  /** One request, cookies sent and kept, redirects not followed. */
  request(url: string | URL, init?: RequestInit): Promise<Response>
  /** Requests and follows redirects until `stopAt` is reached: the redirect URI's own URL, or a page's Response. */
  navigate(
    url: string | URL,
    options?: { init?: RequestInit; stopAt?: string },
  ): Promise<{ url: URL; response: Response | undefined }>
  /** Presses the button `name`=`value` of the page's only form. */
  press(
    page: { url: URL; response: Response | undefined },
    button: { name: string; value: string; stopAt?: string },
  ): Promise<{ url: URL; response: Response | undefined; html: string }>
  readonly cookies: readonly Cookie[]
}

const MAX_REDIRECTS = 20

export function createWebAgent(): WebAgent {
  const cookies: Cookie[] = []

  function keep(url: URL, response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const name = pair.slice(0, pair.indexOf('='))
      const value = pair.slice(pair.indexOf('=') + 1)
      const path = attributes.find((text) => /^path=/i.test(text))?.slice(5) ?? '/'
      const expires = attributes.find((text) => /^expires=/i.test(text))?.slice(8)
      const index = cookies.findIndex(
        (known) => known.name === name && known.path === path && known.origin === url.origin,
      )
      if (index >= 0) cookies.splice(index, 1)
      const gone =
        value === '' || /max-age=0/i.test(line) || (expires !== undefined && Date.parse(expires) < Date.now())
      if (!gone) cookies.push({ name, value, path, origin: url.origin })
    }
  }

  async function request(target: string | URL, init: RequestInit = {}): Promise<Response> {
    const url = new URL(target)
    const headers = new Headers(init.headers)
    const sent = cookies.filter(({ path, origin }) => origin === url.origin && url.pathname.startsWith(path))
    if (sent.length > 0) headers.set('cookie', sent.map(({ name, value }) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    keep(url, response)
    return response
  }

  const navigate: WebAgent['navigate'] = async (target, { init, stopAt } = {}) => {
    let url = new URL(target)
    let current: RequestInit | undefined = init
    for (let hop = 0; hop < MAX_REDIRECTS; hop++) {
      if (stopAt !== undefined && url.href.startsWith(stopAt)) return { url, response: undefined }
      const response = await request(url, current)
      const location = response.headers.get('location')
      if (location === null) return { url, response }
      url = new URL(location, url)
      current = undefined
    }
    throw new Error(`more than ${MAX_REDIRECTS} redirects, the last to ${url.href}`)
  }

  return {
    cookies,
    request,
    navigate,
    press: async (page, { name, value, stopAt }) => {
      const html = (await page.response?.text()) ?? ''
      const action = unescapeHtml(/<form[^>]*action="([^"]*)"/.exec(html)?.[1] ?? '')
      const body = new URLSearchParams()
      for (const [, field = '', content = ''] of html.matchAll(
        /<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g,
      )) {
        body.set(unescapeHtml(field), unescapeHtml(content))
      }
      body.set(name, value)
      const next = await navigate(new URL(action, page.url), {
        init: { method: 'POST', body },
        ...(stopAt !== undefined && { stopAt }),
      })
      return { ...next, html }
    },
  }
}

function unescapeHtml(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_whole, name: string) => entities[name] ?? '')
}

/** RFC 7636: the secret kept, and the hash of it sent ahead. */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
