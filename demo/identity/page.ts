import { createHash } from 'node:crypto'
import type { DemoUser } from './users.ts'

/** A page ready to send: no script, its one stylesheet named by hash, nothing loaded from anywhere. */
export interface Page {
  html: string
  headers: Record<string, string>
}

export interface PageOptions {
  heading: string
  /** Plain text, one paragraph each; escaped here. */
  paragraphs?: readonly string[]
  /** Markup from this file's own functions. */
  content?: string
  /** Origins a form may end at: browsers hold the redirects after a form to `form-action` too. */
  formOrigins?: readonly string[]
  /** The one inline script in `content`, allowed by its hash. */
  script?: string
}

export interface SignInPageOptions {
  users: readonly DemoUser[]
  /** Where the form is posted; the button pressed sends `username`. */
  action: string
  /** `login_hint`: that user comes first. */
  hint?: string | undefined
  hidden?: Readonly<Record<string, string>>
  formOrigins?: readonly string[]
}

const styles = `
:root{color-scheme:light dark;--canvas:oklch(.975 .004 255);--panel:oklch(1 0 0);--sunken:oklch(.96 .005 255);--line:oklch(.91 .006 255);
--ink:oklch(.24 .02 260);--ink-2:oklch(.47 .018 260);--accent:oklch(.52 .15 256);--accent-ink:oklch(1 0 0);
--shadow:0 1px 2px oklch(.2 .02 260/.06),0 8px 24px oklch(.2 .02 260/.06)}
@media (prefers-color-scheme:dark){:root{--canvas:oklch(.19 .012 260);--panel:oklch(.225 .013 260);--sunken:oklch(.26 .014 260);
--line:oklch(.31 .014 260);--ink:oklch(.94 .006 260);--ink-2:oklch(.75 .012 260);--accent:oklch(.68 .14 256);--accent-ink:oklch(.16 .02 260);
--shadow:0 1px 2px #0006,0 8px 24px #0005}}
@media (prefers-contrast:more){:root{--line:currentColor;--ink-2:var(--ink)}}
*{box-sizing:border-box}
body{margin:0;min-block-size:100vh;display:grid;place-items:center;padding:24px 16px;background:var(--canvas);color:var(--ink);
font:15px/1.5 ui-sans-serif,system-ui,"Segoe UI Variable","Segoe UI",Roboto,sans-serif;-webkit-font-smoothing:antialiased}
main{inline-size:100%;max-inline-size:400px;background:var(--panel);border:1px solid var(--line);border-radius:16px;padding:32px 28px;box-shadow:var(--shadow)}
.mark{display:flex;align-items:center;gap:10px;color:var(--accent);font-weight:650;margin-block-end:20px}
.mark svg{inline-size:28px;block-size:28px;fill:none;stroke:currentColor;stroke-width:1.8;stroke-linecap:round}
h1{font-size:21px;line-height:1.25;letter-spacing:-.015em;font-weight:650;margin:0 0 6px}
p{margin:0 0 8px;color:var(--ink-2);overflow-wrap:anywhere}
form{margin-block-start:22px}
.who{display:flex;align-items:center;gap:12px;margin-block-end:14px}
.who div{min-inline-size:0}.who b{display:block;font-weight:600;line-height:1.3}.who small{color:var(--ink-2);font-size:13px;overflow-wrap:anywhere}
.av{--h:256;inline-size:40px;block-size:40px;border-radius:50%;display:grid;place-items:center;flex:none;font-weight:600;font-size:14px;background:oklch(.9 .06 var(--h));color:oklch(.35 .1 var(--h))}
@media (prefers-color-scheme:dark){.av{background:oklch(.36 .07 var(--h));color:oklch(.9 .06 var(--h))}}
.h1{--h:155}.h2{--h:25}
button{font:inherit;font-weight:600;min-block-size:44px;inline-size:100%;border-radius:10px;border:1px solid transparent;cursor:pointer;padding:0 16px}
button.first{background:var(--accent);color:var(--accent-ink)}
button.other{background:none;color:var(--ink);border-color:var(--line)}button.other:hover{background:var(--sunken)}
button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.others{margin-block-start:22px;padding-block-start:22px;border-block-start:1px solid var(--line)}
.others .who:not(:first-child){margin-block-start:20px}
`

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64')

const styleHash = sha256(styles)

const mark =
  '<div class="mark"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M2 17h20M4 17v-4M20 17v-4M2 13c5 0 5-6 10-6s5 6 10 6M9 17v-9M15 17v-9"/></svg>Ponte demo</div>'

/** For text and for double-quoted attributes. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/**
 * The policy of every page here. An empty `script-src` allows none, and gives oidc-provider a place to add the hash of
 * its own form's script; `'none'` next to a hash would make browsers complain.
 */
export function contentSecurityPolicy(formOrigins: readonly string[] = [], script?: string): string {
  return [
    "default-src 'none'",
    `script-src${script === undefined ? '' : ` 'sha256-${sha256(script)}'`}`,
    `style-src 'sha256-${styleHash}'`,
    `form-action ${["'self'", ...new Set(formOrigins)].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';')
}

export function page({ heading, paragraphs = [], content = '', formOrigins, script }: PageOptions): Page {
  const title = escapeHtml(heading)
  return {
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><style>${styles}</style></head>
<body><main>${mark}<h1>${title}</h1>${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}${content}</main></body></html>`,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(formOrigins, script),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  }
}

/** Asks nothing but a button: who is there, and "Continue as …". */
export function signInPage({ users, action, hint, hidden = {}, formOrigins }: SignInPageOptions): Page {
  const ordered = [...users].sort((a, b) => Number(isHinted(b, hint)) - Number(isHinted(a, hint)))
  const [first, ...others] = ordered
  const fields = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  const rest = others.map((user, index) => person(user, { rank: index + 1, kind: 'other' })).join('')
  return page({
    heading: 'Sign in to the demo',
    paragraphs: [
      'No password: the people and their mail are made up, and live in this server’s memory only.',
    ],
    content: `<form method="post" action="${escapeHtml(action)}">${fields.join('')}${
      first ? person(first, { rank: 0, kind: 'first' }) : ''
    }${rest && `<div class="others">${rest}</div>`}</form>`,
    ...(formOrigins && { formOrigins }),
  })
}

/** A page with a question and its answers, each a button that sends `answer`. */
export function questionPage(options: {
  heading: string
  paragraphs: readonly string[]
  action: string
  hidden: Readonly<Record<string, string>>
  answers: readonly { value: string; label: string }[]
  formOrigins: readonly string[]
}): Page {
  const fields = Object.entries(options.hidden).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  const buttons = options.answers.map(
    ({ value, label }, index) =>
      `<p><button class="${index === 0 ? 'first' : 'other'}" name="answer" value="${escapeHtml(value)}">${escapeHtml(label)}</button></p>`,
  )
  return page({
    heading: options.heading,
    paragraphs: options.paragraphs,
    content: `<form method="post" action="${escapeHtml(options.action)}">${fields.join('')}${buttons.join('')}</form>`,
    formOrigins: options.formOrigins,
  })
}

function isHinted(user: DemoUser, hint: string | undefined): boolean {
  return hint !== undefined && user.username.toLowerCase() === hint.toLowerCase()
}

function person(user: DemoUser, { rank, kind }: { rank: number; kind: 'first' | 'other' }): string {
  const words = user.name.split(/\s+/).filter(Boolean)
  const initials = words.map((word) => word[0] ?? '').join('')
  const hue = ['', ' h1', ' h2'][rank % 3] ?? ''
  return `<div class="who"><span class="av${hue}" aria-hidden="true">${escapeHtml(initials.slice(0, 2))}</span><div><b>${escapeHtml(
    user.name,
  )}</b><small>${escapeHtml(user.username)}</small></div></div><button class="${kind}" name="username" value="${escapeHtml(
    user.username,
  )}">Continue as ${escapeHtml(words[0] ?? user.username)}</button>`
}
