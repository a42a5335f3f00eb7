import { writeFileSync } from 'node:fs'
import { giulia } from '../../demo/identity/users.ts'
import { startApp } from '../support/app.ts'
import { measureFirstLoad, totalBytes, type LoadedFile } from './firstLoad.ts'
import { measurePageActions, measureScroll, type Painted, type Scrolled } from './pageActions.ts'
import { roundTripTable } from './roundTripTable.ts'
import { LARGE_MAILBOX, measureRoundTrips } from './roundTrips.ts'

const HEAD = `# Performance

Written by \`npm run bench\`: the real page in Chromium, a real Dovecot that announces what Outlook.com does and tells no
capability unasked, ${LARGE_MAILBOX.toLocaleString('en')} messages in INBOX, 25 ms added each way between bridge and mail server.

## Round trips

Those between bridge and mail server that the user waits for.

`

function firstLoadTable(files: readonly LoadedFile[]): string {
  const rows = files.map(({ path, bytes }) => `| ${path} | ${bytes.toLocaleString('en')} |`)
  return [
    `## First load: ${totalBytes(files).toLocaleString('en')} bytes`,
    '',
    'All that a signed-in tab asks for until its list can be used, as sent: Brotli, made at build, headers included.',
    '',
    '| file | bytes |',
    '| --- | ---: |',
    ...rows,
    '',
    '',
  ].join('\n')
}

function actionTable(painted: readonly Painted[], { rows, longTasks }: Scrolled): string {
  return [
    '## Until it is painted',
    '',
    'Milliseconds from the press to the first frame with its result.',
    '',
    '| action | times | median | 95 % | most |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...painted.map(
      ({ action, count, p50, p95, max }) => `| ${action} | ${count} | ${p50} | ${p95} | ${max} |`,
    ),
    '',
    `Scrolling through ${rows.toLocaleString('en')} rows, five each frame: ${longTasks.length === 0 ? 'no task' : `${longTasks.length} tasks (${longTasks.join(', ')} ms)`} over 50 ms on the main thread.`,
    '',
  ].join('\n')
}

/** `npm run bench`: prints figures and writes them to docs/performance.md and, for programs, docs/performance.json. */
const app = await startApp({ profile: 'outlook', kinds: ['oidc'], delayMs: 25 })
try {
  app.dovecot.seedBulk(giulia.username, 'INBOX', LARGE_MAILBOX)
  app.dovecot.append(
    giulia.username,
    'Archive',
    'Subject: Archived\r\nFrom: anna@ponte.example\r\n\r\nOld.\r\n',
  )
  const { page } = await app.signIn()
  const roundTrips = await measureRoundTrips(app, page)
  const firstLoad = await measureFirstLoad(page)
  const scrolled = await measureScroll(page)
  const painted = await measurePageActions(page)
  const text = `${HEAD}${roundTripTable(roundTrips)}${firstLoadTable(firstLoad)}${actionTable(painted, scrolled)}`
  console.log(text)
  writeFileSync('docs/performance.md', text)
  const figures = { roundTrips, firstLoad, painted, scrolled }
  writeFileSync('docs/performance.json', `${JSON.stringify(figures, null, 1)}\n`)
} finally {
  await app.stop()
}
