import type { Measured, RoundTrips } from './roundTrips.ts'

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
      : `\nAfterwards, not waited for: ${after.map((line) => `\`${shorten(line)}\``).join(', ')}.\n`
  return [
    `### ${action}: ${waitedFor.length}`,
    '',
    '| | command | why |',
    '| --- | --- | --- |',
    ...rows,
    later,
    '',
  ].join('\n')
}

/** As Markdown: one table for each action. */
export const roundTripTable = (measured: RoundTrips): string =>
  Object.values(measured).map(describe).join('\n')
