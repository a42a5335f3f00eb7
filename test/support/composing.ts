import type { Locator, Page } from 'playwright-core'
import PostalMime, { type Email } from 'postal-mime'
import { giulia } from '../../demo/identity/users.ts'
import type { App } from './app.ts'

/** The composer by the names it answers to. */
export function composerOf(page: Page) {
  const form = page.getByRole('form', { name: 'New message' })
  const box = (name: string): Locator => form.getByRole('textbox', { name, exact: true })
  return {
    form,
    to: box('To'),
    subject: box('Subject'),
    text: box('Message text'),
    chips: form.locator('.chip'),
    /** Opens an empty one, with the editor ready. */
    async write(): Promise<void> {
      await page.getByRole('button', { name: 'New message' }).click()
      await box('Message text').waitFor()
    },
    /** Sends without waiting for the countdown. */
    async send(): Promise<void> {
      await form.getByRole('button', { name: 'Send', exact: true }).click()
      await page.getByRole('button', { name: 'Send now' }).click()
    },
  }
}

export const rowOf = (page: Page, subject: string): Locator =>
  page.getByRole('listbox', { name: 'Messages' }).getByRole('option', { name: subject })

export async function openMessage(page: Page, subject: string): Promise<void> {
  await rowOf(page, subject).first().click()
  await page
    .getByRole('region', { name: 'Message', exact: true })
    .getByRole('heading', { name: subject })
    .waitFor()
}

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
