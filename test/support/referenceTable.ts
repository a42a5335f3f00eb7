import type { ReferenceRow } from './referencePage.ts'

const STATE = { mailbox: { path: 'Console', uidValidity: '…' } }

/** The rows of the table in docs/console.md. */
export function tableOf(rows: readonly ReferenceRow[]): string[] {
  return rows
    .filter(({ imap }) => !imap.endsWith('once more'))
    .map(({ imap, command, args, refused }) => {
      const told = args ? `\`${JSON.stringify(args(STATE))}\`` : 'as the form begins'
      return `| ${imap} | \`${command}\` | ${told}${refused ? `; refused there with \`${refused}\`` : ''} |`
    })
}
