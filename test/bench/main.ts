import { writeFileSync } from 'node:fs'
import { giulia } from '../../demo/identity/users.ts'
import { startApp } from '../support/app.ts'
import { LARGE_MAILBOX, measureRoundTrips, type Measured } from './roundTrips.ts'

const REASONS: [RegExp, string][] = [
  [/^TCP/, 'a connection'],
  [/^TLS/, 'encryption from the first byte'],
  [/^$/, 'the end of TLS 1.3, and the server’s greeting'],
  [/CAPABILITY/, 'Outlook tells its capabilities only when asked, before and after signing in'],
  [/AUTHENTICATE/, 'XOAUTH2, with its initial response'],
  [/LIST/, 'the folder tree, and which folder is what'],
  [/SELECT/, 'opens the mailbox: UIDVALIDITY, how many messages'],
  [/FETCH.*ENVELOPE/, 'the rows of one window, previews included'],
  [/FETCH.*BODY\.PEEK/, 'all parts that are shown, at once'],
]

function reasonOf(line: string): string {
  return REASONS.find(([pattern]) => pattern.test(line))?.[1] ?? ''
}

/** The token is nobody's business, and long. */
function shorten(line: string): string {
  return line.replace(/(XOAUTH2) \S+/, '$1 …') || '(greeting)'
}

function describe({ action, waitedFor, after }: Measured): string {
  const rows = waitedFor.map((line, index) => `| ${index + 1} | \`${shorten(line)}\` | ${reasonOf(line)} |`)
  const later =
    after.length === 0
      ? ''
      : `\nAfterwards, not waited for: ${after.map((line) => `\`${line}\``).join(', ')}.\n`
  return [
    `## ${action}: ${waitedFor.length}`,
    '',
    '| | command | why |',
    '| --- | --- | --- |',
    ...rows,
    later,
    '',
  ].join('\n')
}

const HEAD = `# Performance

Written by \`npm run bench\`: the real page in Chromium, a real Dovecot that announces what Outlook.com does and tells no
capability unasked, ${LARGE_MAILBOX.toLocaleString('en')} messages in INBOX, 25 ms added each way. Round trips between bridge and mail server that the
user waits for.

`

/** `npm run bench`: prints figures and writes their table to docs/performance.md. */
const app = await startApp({ profile: 'outlook', kinds: ['oidc'], delayMs: 25 })
try {
  app.dovecot.seedBulk(giulia.username, 'INBOX', LARGE_MAILBOX)
  app.dovecot.append(
    giulia.username,
    'Archive',
    'Subject: Archived\r\nFrom: anna@ponte.example\r\n\r\nOld.\r\n',
  )
  const opened = await app.signIn()
  const measured = await measureRoundTrips(app, opened.page)
  const table = Object.values(measured).map(describe).join('\n')
  console.log(table)
  writeFileSync('docs/performance.md', `${HEAD}${table}`)
} finally {
  await app.stop()
}
