import PostalMime, { type Email } from 'postal-mime'
import { giulia } from '../../demo/identity/users.ts'
import type { App } from './app.ts'

/** UIDs of a folder's messages, as Dovecot has them. */
export function uidsIn(app: Pick<App, 'dovecot'>, folder: string, user = giulia.username): number[] {
  const list = app.dovecot.doveadm('fetch', '-u', user, 'uid', 'mailbox', folder)
  return [...list.matchAll(/^uid: (\d+)$/gm)].map((found) => Number(found[1]))
}

export function parseMail(raw: Buffer | string): Promise<Email> {
  return PostalMime.parse(raw)
}

/** The media types of a message, as a tree: `multipart/alternative(text/plain,text/html)`. */
export function structureOf(raw: Buffer): string {
  const boundaries = [...raw.toString('latin1').matchAll(/^Content-Type: ([\w./+-]+)/gim)].map(
    (one) => one[1],
  )
  return boundaries.join(' ')
}
