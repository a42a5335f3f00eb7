import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Dovecot } from '../support/dovecot.ts'
import { benchMessages } from './mail.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** Mailboxes of earlier runs; git does not see it. */
const KEPT = join(ROOT, '.tmp/bench-mail')
/** What a kept mailbox depends on: its messages, and what Dovecot keeps in its cache file. */
const SOURCES = [
  'test/bench/mail.ts',
  'test/bench/seed.ts',
  'test/support/maildir.ts',
  'test/support/dovecotConfig.ts',
]

export const ARCHIVED = 60

/**
 * Fills INBOX with so many messages of mail.ts and Archive with `ARCHIVED`, before anybody has signed in. A hundred thousand
 * take most of a minute to write, so the user's folder is kept for the next run.
 */
export function seedMailbox(dovecot: Dovecot, user: string, count: number): void {
  const hash = createHash('sha256')
  for (const source of SOURCES) hash.update(readFileSync(join(ROOT, source)))
  const kept = join(KEPT, `${count}-${hash.digest('hex').slice(0, 12)}`)
  const home = join(dovecot.mailPath, user)
  if (!existsSync(kept)) {
    dovecot.append(user, 'INBOX', ...benchMessages(count))
    dovecot.append(user, 'Archive', ...archived())
    mkdirSync(KEPT, { recursive: true })
    const own = `${kept}.${process.pid}`
    copy(home, own)
    renameSync(own, kept)
    return
  }
  rmSync(home, { recursive: true, force: true })
  copy(kept, home)
}

/** With its owner: the mail server's user. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', '--reflink=auto', from, to])
}

function* archived(): Generator<string> {
  for (let i = 1; i <= ARCHIVED; i++)
    yield `Subject: Archived #${i}\r\nFrom: Anna <anna@ponte.example>\r\nMessage-ID: <archived.${i}@ponte.example>\r\n\r\nOld mail ${i}.\r\n`
}
