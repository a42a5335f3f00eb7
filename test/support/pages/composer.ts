import type { Locator, Page } from 'playwright-core'

/** The form "New message"; an answer's "Reply", a forward's "Forward". */
export function composer(page: Page) {
  const form = page.getByRole('form', { name: /^(?:New message|Reply|Reply all|Forward)$/ })
  const box = (name: string): Locator => form.getByRole('textbox', { name, exact: true })
  const send = form.getByRole('button', { name: 'Send', exact: true })
  /** Ends the countdown. */
  const sendNow = (): Promise<void> => page.getByRole('button', { name: 'Send now' }).click()
  const open = (): Promise<void> => page.getByRole('button', { name: 'New message' }).click()
  return {
    form,
    to: box('To'),
    cc: box('Cc'),
    bcc: box('Bcc'),
    subject: box('Subject'),
    text: box('Message text'),
    chips: form.locator('.chip'),
    /** Behind "Attach files". */
    /** Of files; pictures have their own. */
    fileInput: form.locator('input[type=file]:not([accept])'),
    attached: form.getByRole('list', { name: 'Attached files' }),
    /** Starts the countdown; what is wrong with the message is said instead. */
    sendButton: send,
    /** Where something is amiss that does not hinder. */
    sendAnyway: form.getByRole('button', { name: 'Send anyway' }),
    discard: form.getByRole('button', { name: 'Discard' }),
    saveAndClose: form.getByRole('button', { name: 'Save and close' }),
    open,
    sendNow,
    /** Opens an empty one, with the editor ready. */
    async write(): Promise<void> {
      await open()
      await box('Message text').waitFor()
    },
    /** Sends without waiting for the countdown. */
    async send(): Promise<void> {
      await send.click()
      await sendNow()
    },
  }
}
